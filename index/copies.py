"""Which articles are copies of one report: a wire story in several papers, a report updated.

Two articles are copies where most of what the shorter one says stands word by word in the longer
one, and they appeared within days of each other. What is on file beside the articles (`sketches`,
`copy_pairs`) is made of their texts alone, and brought along by each build.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.shingles import Hashes, shingles

CONTAINED = 0.5
"""Share of the shorter text's shingles that the longer one opens with …"""
OPENING = 1.5
"""… within so many times its length: what is repeated behind a new report is its background …"""
ALIKE = 0.25
"""… and share of the longer one's that they are: a digest is no copy of its first item."""
FEW, CONTAINED_OF_FEW = 24, 0.8
"""A text with fewer shingles must have more of them in common: two notices have one wording."""
DAYS = 7
"""Between the days of two copies, at most; an article without a day may be a copy of any."""
COMMON = 100
"""A shingle that more articles have is the frame of their pages, and no sign of a copy."""
SHARED = 2
"""Shingles of their sketches that two articles have in common before their texts are compared."""

_AT_ONCE = 4_000_000
"""Pairs that are counted at once."""

Keys = NDArray[np.int64]


def are_copies(one: Hashes, other: Hashes) -> bool:
    """Whether two texts, by their shingles as they stand, are copies of one report."""
    short, long = sorted((one, other), key=len)
    if not len(short):
        return False
    opening = long[: int(OPENING * len(short)) + 1]
    common = int(np.isin(short, opening).sum())
    wanted = CONTAINED_OF_FEW if len(short) < FEW else CONTAINED
    return common >= wanted * len(short) and common >= ALIKE * len(long)


def are_near(one: str | None, other: str | None, days: int = DAYS) -> bool:
    """Whether two days, in ISO form, are no more than so many apart; None is near any."""
    if one is None or other is None:
        return True
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= days


def candidates(sketches: Sequence[tuple[int, Hashes]], new: Keys) -> Keys:
    """Pairs of keys, one of them `new`, whose sketches share enough: shape (pairs, 2)."""
    if not sketches:
        return np.empty((0, 2), np.int64)
    known = np.array([key for key, _ in sketches], np.int64)
    hashes = np.concatenate([own for _, own in sketches])
    places = np.repeat(np.arange(len(known)), [len(own) for _, own in sketches])
    order = np.lexsort((places, hashes))
    hashes, places = hashes[order], places[order]
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]])
    lengths = np.diff(np.r_[starts, len(hashes)])
    is_new = np.isin(known, new)
    has_new = np.logical_or.reduceat(is_new[places], starts)
    found = _Counted()
    for length in np.unique(lengths[has_new]).tolist():
        if 1 < length <= COMMON:
            left, right = np.triu_indices(length, 1)
            runs = starts[(lengths == length) & has_new]
            step = max(1, _AT_ONCE // len(left))
            for first in range(0, len(runs), step):
                rows = places[runs[first : first + step][:, None] + np.arange(length)]
                found.add((rows[:, left] * len(known) + rows[:, right]).ravel())
    one, other = np.divmod(found.often(SHARED), len(known))
    wanted = is_new[one] | is_new[other]
    return np.stack([known[one[wanted]], known[other[wanted]]], axis=1)


class _Counted:
    """Numbers, each with how often it came."""

    def __init__(self) -> None:
        self._numbers = np.empty(0, np.int64)
        self._counts = np.empty(0, np.int64)

    def add(self, numbers: Keys) -> None:
        """Some more."""
        own, counts = np.unique(numbers, return_counts=True)
        everything = np.concatenate([self._numbers, own])
        self._numbers, inverse = np.unique(everything, return_inverse=True)
        weights = np.concatenate([self._counts, counts])
        self._counts = np.bincount(inverse, weights).astype(np.int64)

    def often(self, least: int) -> Keys:
        """Those that came so often, rising."""
        return self._numbers[self._counts >= least]


def find_pairs(
    connection: sqlite3.Connection, sketches: Sequence[tuple[int, Hashes]], new: Keys
) -> Iterator[tuple[int, int]]:
    """The pairs of copies that the `new` articles add."""
    days = dict(connection.execute("SELECT key, date FROM articles"))
    known: dict[int, Hashes] = {}
    for one, other in candidates(sketches, new).tolist():
        if not are_near(days[one], days[other]):
            continue
        for key in (one, other):
            if key not in known:
                known[key] = _all_shingles(connection, key)
        if are_copies(known[one], known[other]):
            yield one, other


def reports(pairs: Sequence[tuple[int, int]]) -> Mapping[int, int]:
    """Of each article that has a copy the report it is of: the lowest key among its copies."""
    parent: dict[int, int] = {}

    def root(key: int) -> int:
        while parent.setdefault(key, key) != key:
            parent[key] = key = parent[parent[key]]
        return key

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return {key: root(key) for key in parent}


def _all_shingles(connection: sqlite3.Connection, key: int) -> Hashes:
    row = connection.execute("SELECT text FROM articles WHERE key = ?", (key,)).fetchone()
    return shingles(row[0])
