"""The columns by which passages are filtered, in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import database
from index.connections import StoreReader
from index.database import NO_TAGS
from index.hits import Filters, source_key
from index.sqlite import one_snapshot

Integers = NDArray[np.int64]


class Columns(NamedTuple):
    """Of each passage its id, rising, its day (0: undated) and the number of its source, each of
    shape (passages,), the numbers of the sources, and of each tag the ids of the passages that bear
    it, also of some that are gone; as of one generation."""

    passages: Integers
    days: Integers
    sources: Integers
    numbers: Mapping[str, int]
    tagged: Mapping[str, Integers]
    generation: int

    @classmethod
    def read(cls, reader: StoreReader, known: Columns | None) -> Columns:
        """Those of all passages: read anew, or where some of an earlier generation are `known`,
        brought along by what changed since."""
        with one_snapshot(reader.connection):  # a build may publish meanwhile
            return cls._read(reader, known)

    @classmethod
    def _read(cls, reader: StoreReader, known: Columns | None) -> Columns:
        connection = reader.connection
        compacted = int(database.meta(connection, "compacted") or 0)
        if known is None or known.generation < compacted:
            empty = np.empty(0, np.int64)
            known = cls(empty, empty, empty, {}, {}, 0)
        query = "SELECT passage FROM tombstones WHERE generation > ?"
        removed = [passage for (passage,) in connection.execute(query, (known.generation,))]
        stays = np.isin(known.passages, removed, invert=True)
        new = _rows(reader, known.generation)
        numbers = dict(known.numbers)
        days, sources, tagged = _of_articles(reader, new, numbers)
        for tag, passages in tagged.items():
            tagged[tag] = np.concatenate((known.tagged.get(tag, passages[:0]), passages))
        return cls(
            np.concatenate((known.passages[stays], new[:, 0])),
            np.concatenate((known.days[stays], days)),
            np.concatenate((known.sources[stays], sources)),
            numbers,
            {**known.tagged, **tagged},
            database.generation(connection),
        )

    def allowed(self, filters: Filters) -> Integers:
        """Ids of the passages that the filters let pass."""
        passes = np.ones(len(self.passages), dtype=bool)
        if filters.after is not None:
            passes &= self.days >= filters.after.toordinal()
        if filters.last_day is not None:
            passes &= self.days <= filters.last_day.toordinal()
        if not filters.allow_undated:
            passes &= self.days > 0
        if (wanted := filters.source_keys) is not None:
            numbers = [number for name, number in self.numbers.items() if name in wanted]
            passes &= np.isin(self.sources, numbers)
        if (tags := filters.tag_keys) is not None:
            bear = [self.tagged[tag] for tag in tags & self.tagged.keys()]
            passes &= np.isin(self.passages, np.concatenate(bear) if bear else [])
        return self.passages[passes]


def _rows(reader: StoreReader, generation: int) -> Integers:
    """Passages that came later, with the keys of their articles: shape (passages, 2)."""
    query = "SELECT id, article FROM passages WHERE generation > ? ORDER BY generation, id"
    rows = reader.connection.execute(query, (generation,))
    return np.fromiter(chain.from_iterable(rows), np.int64).reshape(-1, 2)


def _of_articles(
    reader: StoreReader, rows: Integers, numbers: dict[str, int]
) -> tuple[Integers, Integers, dict[str, Integers]]:
    """Day and number of the source of the article of each row, and of each tag the passages that
    bear it; new sources get a number."""
    different, places = np.unique(rows[:, 1], return_inverse=True)
    table = np.zeros((len(different), 2), np.int64)
    bearers: dict[str, list[int]] = {}
    query = "SELECT date, source, tags FROM articles WHERE key = ?"
    for row, key in enumerate(different.tolist()):
        day, source, tags = reader.connection.execute(query, (key,)).fetchone()
        name = source_key(source) if source else ""
        ordinal = date.fromisoformat(day).toordinal() if day else 0
        table[row] = ordinal, numbers.setdefault(name, len(numbers))
        for tag in () if tags == NO_TAGS else json.loads(tags):
            bearers.setdefault(source_key(tag), []).append(row)
    tagged = {tag: rows[np.isin(places, own), 0] for tag, own in bearers.items()}
    return table[places, 0], table[places, 1], tagged
