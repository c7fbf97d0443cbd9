"""Articles and passages of a store's database as rows of Milvus, and back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np

from index.articles import Article
from index.hits import Hit, Summary, source_key
from index.lexical import heading_words, stems
from index.milvus.client import Row
from index.milvus.schema import (
    MAX_TERM,
    MAX_TERMS,
    NO_LINE,
    PIECE,
    PLACEHOLDER,
    UNDATED,
    Part,
    digest,
)

BITS = 32
"""Of a row's number those that count within its build; above them stands the build's number."""
_COLUMNS = "key, id, title, source, date, url, authors, tags, text, hash, file, line, given_tags"
FOR_ARTICLE = ("article_id", "title", "source", "url", "day", "authors", "tags")
FOR_SUMMARY = (*FOR_ARTICLE[:5], "tags", "characters", "words")
FOR_DATABASE = (*FOR_ARTICLE, "came", "hash", "file", "line", "given_tags")
FOR_HIT = (*FOR_ARTICLE[:5], "start", "stop", "above", "text")


def rows_of(
    connection: sqlite3.Connection, which: str, number: int
) -> Iterator[tuple[Part, list[Row]]]:
    """The rows of articles in a database, article by article.

    Args:
        which: A condition on the table `articles`, or nothing.
        number: Of the build that they come with.
    """
    articles, passages, pieces = (number << BITS,) * 3
    query = f"SELECT {_COLUMNS} FROM articles {which} ORDER BY key"
    for came, *fields in connection.execute(query):
        article_id, title, source, day, url, authors, tags, text, known, file, line, given = fields
        about = {
            "article_id": article_id,
            "title": title,
            "source": source or "",
            "url": url or "",
            "day": ordinal(date.fromisoformat(day) if day else None),
            "source_key": name_key(source),
            "tag_keys": [name_key(tag) for tag in json.loads(tags)],
            "born": number,
        }
        texts = []
        for place, start in enumerate(range(0, max(len(text), 1), PIECE)):
            piece = {"born": number, "article": articles, "place": place, **PLACEHOLDER}
            texts.append({"key": pieces, "text": text[start : start + PIECE], **piece})
            pieces += 1
        yield Part.TEXTS, texts
        own = list(_passages(connection, came, articles, title, source, text))
        for row in own:
            row.update(about, key=passages)
            passages += 1
        yield Part.PASSAGES, own
        counted = {"characters": len(text), "words": len(text.split()), "hash": known}
        origin = {"file": file, "line": NO_LINE if line is None else line, "given_tags": given}
        names = {"authors": authors, "tags": tags, "id_key": digest(article_id), "came": came}
        row = {"key": articles, **about, **counted, **origin, **names, **PLACEHOLDER}
        yield Part.ARTICLES, [row]
        articles += 1


def _passages(
    connection: sqlite3.Connection,
    key: int,
    article: int,
    title: str,
    source: str | None,
    text: str,
) -> Iterator[Row]:
    above = heading_words(title, source, text)
    query = (
        "SELECT p.start, p.stop, v.key, v.value FROM passages p JOIN vectors v ON v.id = p.vector "
        "WHERE p.article = ? ORDER BY p.start"
    )
    for start, stop, vector_key, value in connection.execute(query, (key,)):
        words = f"{above} {text[start:stop]}"
        terms = sorted({term for term in stems(words) if len(term.encode()) <= MAX_TERM})
        yield {
            "article": article,
            "start": start,
            "stop": stop,
            "above": len(above) + 1,
            "text": words,
            "terms": terms[:MAX_TERMS],
            "vector_key": vector_key.hex(),
            "vector": np.frombuffer(value, np.float32),
        }


def database_row(row: Mapping[str, Any], origin: Mapping[str, Any]) -> tuple[Any, ...]:
    """A row of the table `articles`, without text, in the order of its columns.

    Args:
        origin: The row that says where the article stands, which may be the same.
    """
    day = day_of(row["day"])
    about = (row["came"], row["article_id"], row["title"], row["source"] or None)
    rest = (day.isoformat() if day else None, row["url"] or None, row["authors"], row["tags"], "")
    line = None if origin["line"] == NO_LINE else origin["line"]
    return (*about, *rest, row["hash"], origin["file"], line, origin["given_tags"])


INTO_DATABASE = f"INSERT INTO articles({_COLUMNS}) VALUES (?{', ?' * _COLUMNS.count(',')})"


def article_of(row: Mapping[str, Any], text: str) -> Article:
    """The article of a row, with its text."""
    about = (row["title"], row["source"] or None, day_of(row["day"]), row["url"] or None)
    names = (tuple(json.loads(row["authors"])), tuple(json.loads(row["tags"])))
    return Article(row["article_id"], text, *about, *names)


def summary_of(row: Mapping[str, Any]) -> Summary:
    """What a list of articles shows of a row."""
    about = (row["title"], row["source"] or None, day_of(row["day"]), row["url"] or None)
    counted = (row["characters"], row["words"], tuple(json.loads(row["tags"])))
    return Summary(row["article_id"], *about, *counted)


def hit_of(row: Mapping[str, Any], score: float, cosine: float | None, bm25: float | None) -> Hit:
    """A passage that was found."""
    return Hit(
        passage=row["key"],
        article_id=row["article_id"],
        start=row["start"],
        end=row["stop"],
        text=row["text"][row["above"] :],
        score=score,
        cosine=cosine,
        bm25=bm25,
        title=row["title"],
        source=row["source"] or None,
        date=day_of(row["day"]),
        url=row["url"] or None,
    )


def name_key(name: str | None) -> str:
    """Under which a source or tag is looked up, however it is spelt; nothing for none."""
    return digest(source_key(name)) if name else ""


def ordinal(day: date | None) -> int:
    """A day as a number."""
    return UNDATED if day is None else day.toordinal()


def day_of(number: int) -> date | None:
    """The day of a number."""
    return None if number == UNDATED else date.fromordinal(number)
