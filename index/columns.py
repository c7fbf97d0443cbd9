"""The columns by which passages are filtered, in memory."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import database
from index.connections import Reader
from index.hits import Filters, source_key

Integers = NDArray[np.int64]


class Columns(NamedTuple):
    """Of each passage its id, rising, its day (0: undated) and the number of its source, each of
    shape (passages,), and the numbers of the sources, as of one generation."""

    passages: Integers
    days: Integers
    sources: Integers
    numbers: dict[str, int]
    generation: int

    @classmethod
    def read(cls, reader: Reader, known: Columns | None) -> Columns:
        """Those of all passages: read anew, or where some of an earlier generation are `known`,
        brought along by what changed since."""
        connection = reader.connection
        compacted = int(database.meta(connection, "compacted") or 0)
        if known is None or known.generation < compacted:
            empty = np.empty(0, np.int64)
            known = cls(empty, empty, empty, {}, 0)
        query = "SELECT passage FROM tombstones WHERE generation > ?"
        removed = [passage for (passage,) in connection.execute(query, (known.generation,))]
        stays = np.isin(known.passages, removed, invert=True)
        new = _rows(reader, known.generation)
        numbers = dict(known.numbers)
        days, sources = _of_articles(reader, new[:, 1], numbers)
        return cls(
            np.concatenate((known.passages[stays], new[:, 0])),
            np.concatenate((known.days[stays], days)),
            np.concatenate((known.sources[stays], sources)),
            numbers,
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
        return self.passages[passes]


def _rows(reader: Reader, generation: int) -> Integers:
    """Passages that came later, with the keys of their articles: shape (passages, 2)."""
    query = "SELECT id, article FROM passages WHERE generation > ? ORDER BY generation, id"
    rows = reader.connection.execute(query, (generation,))
    return np.fromiter(chain.from_iterable(rows), np.int64).reshape(-1, 2)


def _of_articles(
    reader: Reader, keys: Integers, numbers: dict[str, int]
) -> tuple[Integers, Integers]:
    """Day and number of the source of the article of each key; new sources get a number."""
    different, places = np.unique(keys, return_inverse=True)
    table = np.zeros((len(different), 2), np.int64)
    query = "SELECT date, source FROM articles WHERE key = ?"
    for row, key in enumerate(different.tolist()):
        day, source = reader.connection.execute(query, (key,)).fetchone()
        name = source_key(source) if source else ""
        ordinal = date.fromisoformat(day).toordinal() if day else 0
        table[row] = ordinal, numbers.setdefault(name, len(numbers))
    return table[places, 0], table[places, 1]
