"""What a store's articles have in common: their sources and tags."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from index import database
from index.hits import source_key
from index.unseen import visible


def sources_in(connection: sqlite3.Connection) -> list[tuple[str, int, str]]:
    """Names of sources with their articles and first day."""
    query = (
        "SELECT source, count(*), min(coalesce(date, '')) FROM articles "
        "WHERE source IS NOT NULL GROUP BY source ORDER BY source COLLATE NOCASE"
    )  # there is an index of both columns
    return _merged(connection.execute(query))


def tags_in(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Tags with their articles; of several spellings the first."""
    counted: dict[str, tuple[str, int]] = {}
    query = "SELECT tags FROM articles WHERE tags <> ? ORDER BY key"
    for (tags,) in connection.execute(query, (database.NO_TAGS,)):
        for tag in json.loads(tags):
            name, count = counted.get(source_key(tag), (tag, 0))
            counted[source_key(tag)] = (name, count + 1)
    return [counted[key] for key in sorted(counted)]


def _merged(rows: Iterable[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    """Names with their articles and first day, one for each `source_key`: if possible one of
    which all is seen, and of those the most frequent."""
    spellings: dict[str, list[tuple[str, int, str]]] = {}
    for row in rows:
        spellings.setdefault(source_key(row[0]), []).append(row)
    spellings.pop("", None)
    merged = []
    for alike in spellings.values():
        name, _, _ = max(alike, key=lambda one: (visible(one[0]) == one[0], one[1]))
        merged.append((name, sum(one[1] for one in alike), min(one[2] for one in alike)))
    return merged
