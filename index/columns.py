"""The columns by which passages are filtered, in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.connections import Reader
from index.database import NO_TAGS
from index.hits import Filters, source_key

Integers = NDArray[np.int64]


class Columns(NamedTuple):
    """Of each passage its id, its day (0: undated) and the number of its source, each of shape
    (passages,), the numbers of the sources, and of each tag the rows that bear it."""

    passages: Integers
    days: Integers
    sources: Integers
    numbers: Mapping[str, int]
    tagged: Mapping[str, Integers]

    @classmethod
    def read(cls, reader: Reader) -> Columns:
        """Those of all passages."""
        query = (
            "SELECT p.id, a.date, a.source, a.tags FROM passages p "
            "JOIN articles a ON a.key = p.article ORDER BY p.id"
        )
        numbers: dict[str, int] = {}
        rows: list[tuple[int, int, int]] = []
        tagged: dict[str, list[int]] = {}
        for passage, day, source, tags in reader.connection.execute(query):
            ordinal = date.fromisoformat(day).toordinal() if day else 0
            name = source_key(source) if source else ""
            for tag in () if tags == NO_TAGS else json.loads(tags):
                tagged.setdefault(source_key(tag), []).append(len(rows))
            rows.append((passage, ordinal, numbers.setdefault(name, len(numbers))))
        table = np.array(rows, dtype=np.int64).reshape(-1, 3)
        passages, days, sources = (column.copy() for column in table.T)
        of_tags = {tag: np.array(places, dtype=np.int64) for tag, places in tagged.items()}
        return cls(passages, days, sources, numbers, of_tags)

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
            bears = np.zeros(len(self.passages), dtype=bool)
            for tag in tags & self.tagged.keys():
                bears[self.tagged[tag]] = True
            passes &= bears
        return self.passages[passes]
