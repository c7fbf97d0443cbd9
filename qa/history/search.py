"""Which conversations hold the words that are looked for, and where."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from qa.history.database import has_full_text

_AROUND = 60
"""Characters that an excerpt shows before and after what was found."""
_MARKER = re.compile(r"\s*\[\d+\]")


def words_of(typed: str) -> list[str]:
    """The words of what was typed, without the signs between them."""
    return re.findall(r"\w+", typed)


def condition(connection: sqlite3.Connection, words: Sequence[str]) -> tuple[str, list[str]]:
    """What a conversation must fulfil, and the values for it."""
    if not words:
        return "", []
    if has_full_text(connection):
        return " AND found MATCH ?", [" ".join(f'"{word}"*' for word in words)]
    return " AND f.words LIKE ?" * len(words), [f"%{word}%" for word in words]


def index_words(connection: sqlite3.Connection, key: int | None) -> None:
    """Makes a conversation found by the words of its title, questions and answers."""
    connection.execute("DELETE FROM found WHERE rowid = ?", (key,))
    connection.execute(
        "INSERT INTO found(rowid, words) SELECT key, title || char(10) || coalesce("
        "(SELECT group_concat(question || char(10) || answer, char(10)) FROM turns "
        "WHERE conversation = key), '') FROM conversations WHERE key = ?",
        (key,),
    )


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
