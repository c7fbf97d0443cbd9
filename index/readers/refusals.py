"""What could not be read: all of it counted, the first of each file remembered."""

from __future__ import annotations

from collections import Counter

from index.readers.results import Unreadable

REMEMBERED = 1_000
"""Of each file; a few bytes of gzip hold millions of lines without a text."""


class Refusals:
    """Collects them; `len` is how many there were."""

    def __init__(self) -> None:
        self._first: list[Unreadable] = []
        self._counts: Counter[str] = Counter()
        self._total = 0

    def __len__(self) -> int:
        return self._total

    def add(self, unreadable: Unreadable) -> None:
        """Counts one, or as many as it stands for, and remembers it where its file has few."""
        self._total += unreadable.count
        self._counts[unreadable.file] += unreadable.count
        if self._counts[unreadable.file] - unreadable.count < REMEMBERED:
            self._first.append(unreadable)

    def listed(self) -> list[Unreadable]:
        """The first of each file; one that stands for the others of its file follows them."""
        known: Counter[str] = Counter()
        for one in self._first:
            known[one.file] += one.count
        rest = self._counts - known  # those of which there is anything left
        return self._first + [
            Unreadable(file, None, f"has {more:,} more that could not be read", count=more)
            for file, more in rest.items()
        ]
