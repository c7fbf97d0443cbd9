"""Makes a store of any size out of a real one, without embedding: for measuring at scale.

    python -m eval.made_store BASE TARGET --passages 1000000

BASE is a store that `article-qa index` made. TARGET begins with its articles as they are, with
their real vectors. The further ones are made of its sentences, drawn one by one; so every text is
a new one, and words are as frequent as in BASE. Their vectors lie around real ones: each is that of
a drawn passage moved by noise of half its length, a cosine of about .89. So questions have near
neighbours that are made, too. The same numbers give the same store, its own identity apart.

Rows are inserted as a build inserts them, and both indexes made by what a build makes them with.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console

from index import database, publish
from index.articles import Article
from index.sentences import sentence_spans
from index.sidecars import update_both
from index.vectors import Vectors, unit_length

SEED = 7
SENTENCES = 56
"""Of an article that is made: about eleven passages, as in realtimeqa."""
LONGEST = 900
"""Characters of a passage."""
NOISE = 0.5
FIRST_DAY = date(2019, 1, 1)
DAYS = 2_000
_AT_ONCE = 500
"""Articles of one transaction."""
console = Console()

Span = tuple[int, int]


def main(
    base: Annotated[Path, typer.Argument(help="A store with real vectors.")],
    target: Annotated[Path, typer.Argument(help="A folder that is not there yet.")],
    passages: Annotated[int, typer.Option(help="Passages of the store, about.")] = 150_000,
) -> None:
    """Makes it, and says how large it is."""
    make_store(base, target, passages)
    with contextlib.closing(database.connect_to_read(target)) as connection:
        articles, made = database.counts(connection)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    console.print(f"{target}: {articles:,} articles, {made:,} passages, {size / 1e6:,.0f} MB")


def make_store(base: Path, target: Path, passages: int, indexes: bool = True) -> None:
    """Makes a store of so many passages, about; without `indexes` whoever opens it makes them.

    Raises:
        FileExistsError: there is something at `target`.
    """
    target.mkdir(parents=True)
    with (
        contextlib.closing(database.connect_to_read(base)) as source,
        contextlib.closing(database.connect_to_write(target)) as made,
    ):
        made.execute("PRAGMA synchronous=OFF")
        _copy(source, made, passages)
        known = database.counts(made)[1]
        if known < passages:
            vectors = _vectors(source)
            for article, spans, moved in _drawn(_sentences(source), vectors, passages - known):
                _insert(made, article, spans, moved)
        if made.in_transaction:
            made.execute("COMMIT")
        made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        dimension = publish.dimension(made)
        if indexes and dimension is not None:
            update_both(target, made, dimension)


def _copy(source: sqlite3.Connection, made: sqlite3.Connection, passages: int) -> None:
    """The articles of the base that have so many passages, and what it remembers of itself."""
    made.execute("BEGIN")
    for name in ("model", "passages", "epoch"):
        if (value := database.meta(source, name)) is not None:
            database.set_meta(made, name, value)
    database.set_meta(made, "generation", "1")
    columns = "id, title, source, date, url, authors, text, hash, file, line, tags, given_tags"
    for key, *row in source.execute(f"SELECT key, {columns} FROM articles ORDER BY key").fetchall():
        if database.counts(made)[1] >= passages:
            break
        marks = ", ".join("?" * len(row))
        own = made.execute(f"INSERT INTO articles({columns}) VALUES ({marks})", row).lastrowid
        of_it = (
            "SELECT p.start, p.stop, v.key, v.value FROM passages p "
            "JOIN vectors v ON v.id = p.vector WHERE p.article = ? ORDER BY p.id"
        )
        for start, stop, vector, value in source.execute(of_it, (key,)):
            _insert_passage(made, own, start, stop, vector, value)


def _vectors(source: sqlite3.Connection) -> Vectors:
    query = "SELECT v.value FROM passages p JOIN vectors v ON v.id = p.vector ORDER BY p.id"
    data = b"".join(value for (value,) in source.execute(query))
    return np.frombuffer(data, np.float32).reshape(-1, publish.dimension(source) or 1)


def _sentences(source: sqlite3.Connection) -> list[str]:
    """The sentences of a thousand articles, none twice."""
    texts = (
        text for (text,) in source.execute("SELECT text FROM articles ORDER BY key LIMIT 1000")
    )
    found = (text[start:stop].strip() for text in texts for start, stop in sentence_spans(text))
    return [
        one for one in dict.fromkeys(found) if one and "\n" not in one and len(one) < LONGEST // 2
    ]


def _drawn(
    sentences: list[str], vectors: Vectors, passages: int
) -> Iterator[tuple[Article, list[Span], Vectors]]:
    """Articles with their passages and the vectors of these, until there are so many passages."""
    rng = np.random.default_rng(SEED)
    number = done = 0
    while done < passages:
        chosen = [sentences[one] for one in rng.integers(len(sentences), size=SENTENCES)]
        spans = _packed(chosen)[: passages - done]
        day = FIRST_DAY + timedelta(int(rng.integers(DAYS)))
        article = Article(
            f"made-{number}",
            " ".join(chosen),
            chosen[0][:80],
            f"made{int(rng.integers(40))}.example",
            day,
        )
        near = vectors[rng.integers(len(vectors), size=len(spans))]
        noise = unit_length(rng.standard_normal(near.shape, dtype=np.float32))
        yield article, spans, unit_length(near + NOISE * noise)
        number, done = number + 1, done + len(spans)


def _packed(sentences: list[str]) -> list[Span]:
    """Spans of whole sentences in the text that one blank joins them to; neighbours share one."""
    starts = np.cumsum([0, *(len(one) + 1 for one in sentences)])
    spans, first = [], 0
    while True:
        last = first + 1
        while last < len(sentences) and starts[last + 1] - 1 - starts[first] <= LONGEST:
            last += 1
        spans.append((int(starts[first]), int(starts[last]) - 1))
        if last == len(sentences):
            return spans
        first = max(last - 1, first + 1)


def _insert(
    made: sqlite3.Connection, article: Article, spans: list[Span], vectors: Vectors
) -> None:
    if not made.in_transaction:
        made.execute("BEGIN")
    day = article.date.isoformat() if article.date else None
    own = made.execute(
        "INSERT INTO articles(id, title, source, date, authors, text, hash, file) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, '')",
        (
            *(article.id, article.title, article.source, day, json.dumps(article.authors)),
            *(article.text, article.content_hash),
        ),
    ).lastrowid
    model = database.meta(made, "model") or ""
    epoch = int(database.meta(made, "epoch") or 0)
    for (start, stop), vector in zip(spans, vectors, strict=True):
        key = publish.vector_key(model, epoch, article.text[start:stop])
        _insert_passage(made, own, start, stop, key, vector.tobytes())
    if own is not None and own % _AT_ONCE == 0:
        made.execute("COMMIT")


def _insert_passage(
    made: sqlite3.Connection, article: int | None, start: int, stop: int, key: bytes, value: bytes
) -> None:
    made.execute("INSERT OR IGNORE INTO vectors(key, value) VALUES (?, ?)", (key, value))
    made.execute(
        "INSERT INTO passages(article, start, stop, vector, generation) "
        "SELECT ?, ?, ?, id, 1 FROM vectors WHERE key = ?",
        (article, start, stop, key),
    )


if __name__ == "__main__":
    typer.run(main)
