"""Which conversations hold the words that are looked for, and where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, text

_AROUND = 60
"""Characters that an excerpt shows before and after what was found."""
_MARKER = re.compile(r"\s*\[\d+\]")
_LONGEST_TERM = 100
"""Characters of a word that PostgreSQL's index keeps …"""
_MOST_TERMS = 500_000
"""… and bytes of all words of a conversation; it takes no more than a million."""


def words_of(typed: str) -> list[str]:
    """The words of what was typed, without the signs between them."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", typed))


def condition(connection: Connection, words: Sequence[str]) -> tuple[str, dict[str, str]]:
    """What a conversation must fulfil, and the values for it."""
    if not words:
        return "", {}
    if _is_postgres(connection):
        wanted = " & ".join(f"'{term}':*" for word in words for term in _terms(word))
        return " AND f.terms @@ CAST(:wanted AS tsquery)", {"wanted": wanted}
    if has_full_text(connection):
        return " AND found MATCH :wanted", {"wanted": " ".join(f'"{word}"*' for word in words)}
    named = {f"wanted{number}": f"%{word}%" for number, word in enumerate(words)}
    return "".join(f" AND f.words LIKE :{name}" for name in named), named


def index_words(connection: Connection, key: int) -> None:
    """Makes a conversation found by the words of its title, questions and answers."""
    own = {"key": key}
    connection.execute(text("DELETE FROM found WHERE rowid = :key"), own)
    query = "SELECT title FROM conversations WHERE key = :key"
    said = [connection.execute(text(query), own).scalar_one()]
    query = "SELECT question, answer FROM turns WHERE conversation = :key ORDER BY number"
    for question, answer in connection.execute(text(query), own):
        said += [question, answer]
    words = "\n".join(said)
    if not _is_postgres(connection):
        statement = "INSERT INTO found(rowid, words) VALUES (:key, :words)"
        connection.execute(text(statement), {**own, "words": words})
        return
    statement = (
        "INSERT INTO found(rowid, words, terms) "
        "VALUES (:key, :words, array_to_tsvector(CAST(:terms AS text[])))"
    )
    connection.execute(text(statement), {**own, "words": words, "terms": [*_kept_terms(words)]})


def has_full_text(connection: Connection) -> bool:
    """Whether SQLite looks words up in an index; else it looks for them in the text."""
    query = text("SELECT sql FROM sqlite_master WHERE name = 'found'")
    return "fts5" in connection.execute(query).scalar_one()


def excerpt(text: str, title: str, words: Sequence[str]) -> str:
    """The first place outside the title where one of the words stands, with what is around it."""
    if not words or all(word.casefold() in title.casefold() for word in words):
        return ""
    any_word = re.compile("|".join(rf"\b{re.escape(word)}" for word in words), re.IGNORECASE)
    for line in _MARKER.sub("", text).split("\n")[1:]:
        if (found := any_word.search(line)) and line.casefold() != title.casefold():
            start, end = max(0, found.start() - _AROUND), found.end() + _AROUND
            said = line[start:end].strip()
            return f"{'…' if start else ''}{said}{'…' if end < len(line) else ''}"
    return ""


def _is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _terms(text: str) -> list[str]:
    """The words of a text as PostgreSQL's index has them: without case and accents, as SQLite's
    own index does. Its parser would read addresses, numbers and hyphens in ways of its own."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return [word[:_LONGEST_TERM] for word in re.findall(r"[^\W_]+", kept)]


def _kept_terms(text: str) -> Iterator[str]:
    taken = 0
    for term in dict.fromkeys(_terms(text)):
        taken += len(term.encode())
        if taken > _MOST_TERMS:
            return
        yield term
