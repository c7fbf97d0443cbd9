"""Which articles tell of one chain of events: their vectors are near, they share names, and they
appeared near each other.

How near two articles are is told by the cosine of their openings' vectors, by the names that they
share, the rarer the heavier, and by the days between them. Stories are what average linkage makes
of that: the two nearest are joined, again and again, as long as the articles of both are near
enough on the whole. Of each article the nearest others are looked at when it comes; where it has
more than `NEAREST` near ones, what comes of it depends a little on the order in which they came.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.names import Names
from index.vectors import Vectors

PASSAGES = 3
"""Of an article, from its beginning, whose mean is its vector."""
OF_VECTORS = 0.6
"""Share of the vectors in how near two articles are; the rest is that of the names."""
HALF_LIFE, LEAST = 14, 0.6
"""Days between two articles after which they are half as near; further away it becomes no less, as
some stories go on after a long pause."""
WINDOW = 730
"""Days further apart than which two articles are not compared."""
NEAREST = 40
"""Of each article the articles that are looked at, those with the nearest vectors."""
NEAR = 0.35
"""From where on, on the whole, articles are of one story."""
KEPT = 0.1
"""Pairs that are less near count as not near at all."""
LONGEST_HEADLINE = 100
"""Characters of a title beyond which it is rather the first sentence of a report."""
_BLOCK = 512

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Leads:
    """What is compared of dated articles, by rising day: keys and days, shape (articles,), vectors,
    shape (articles, dimension), and the names of each."""

    keys: Ints
    days: Ints
    vectors: Vectors
    names: Sequence[Names]


def find_pairs(leads: Leads, new: Ints) -> Iterator[tuple[int, int, float]]:
    """The pairs of which one is `new`, the lower key first, and how near they are, 0..1."""
    weights = _name_weights(leads.names)
    weighted = [_weighted(own, weights) for own in leads.names]
    is_new = np.isin(leads.keys, new)
    seen: set[tuple[int, int]] = set()
    rows = np.flatnonzero(is_new)
    for first in range(0, len(rows), _BLOCK):
        block = rows[first : first + _BLOCK]
        low = int(np.searchsorted(leads.days, leads.days[block[0]] - WINDOW))
        high = int(np.searchsorted(leads.days, leads.days[block[-1]] + WINDOW, side="right"))
        cosines = leads.vectors[block] @ leads.vectors[low:high].T
        apart = np.abs(leads.days[block][:, None] - leads.days[low:high])
        faded = np.maximum(LEAST, np.exp2(-apart / HALF_LIFE)) * (apart <= WINDOW)
        near = cosines * faded
        near[np.arange(len(block)), block - low] = 0.0
        count = min(NEAREST, near.shape[1] - 1)
        if count < 1:
            continue
        best = np.argpartition(-near, count - 1, axis=1)[:, :count]
        for row, one in enumerate(block.tolist()):
            for place in best[row].tolist():
                other = place + low
                pair = (one, other) if leads.keys[one] < leads.keys[other] else (other, one)
                if pair in seen or near[row, place] <= 0:
                    continue
                seen.add(pair)
                named = _cosine(weighted[one], weighted[other])
                like = OF_VECTORS * float(cosines[row, place]) + (1 - OF_VECTORS) * named
                weight = like * float(faded[row, place])
                if weight >= KEPT:
                    yield int(leads.keys[pair[0]]), int(leads.keys[pair[1]]), weight


def stories(pairs: Sequence[tuple[int, int, float]]) -> list[list[int]]:
    """The keys of each story of two articles or more."""
    near: dict[int, dict[int, float]] = {}
    for one, other, weight in pairs:
        near.setdefault(one, {})[other] = weight
        near.setdefault(other, {})[one] = weight
    members = {key: [key] for key in near}
    waiting = [(-weight, one, other) for one, other, weight in sorted(pairs) if weight >= NEAR]
    heapq.heapify(waiting)
    following = max(near, default=0)
    while waiting:
        _, one, other = heapq.heappop(waiting)
        if one not in members or other not in members:
            continue
        following += 1
        joined = members[following] = members.pop(one) + members.pop(other)
        total: dict[int, float] = {}
        for part in (near.pop(one), near.pop(other)):
            for third, weight in part.items():
                if third not in (one, other):
                    total[third] = total.get(third, 0.0) + weight
        near[following] = total
        for third, weight in total.items():
            for gone in (one, other):
                near[third].pop(gone, None)
            near[third][following] = weight
            mean = weight / (len(joined) * len(members[third]))
            if mean >= NEAR:
                heapq.heappush(waiting, (-mean, following, third))
    return [sorted(own) for own in members.values() if len(own) > 1]


def headline(
    own: Sequence[int], pairs: Mapping[tuple[int, int], float], short: Collection[int]
) -> int:
    """The article of a story whose title tells what it is about: that which is nearest to the
    others, if possible one whose title is `short`; the first of several."""
    total = dict.fromkeys(sorted(own), 0.0)
    for (one, other), weight in pairs.items():
        total[one] += weight
        total[other] += weight
    return max(total, key=lambda key: (key in short, total[key]))


def story_id(article_id: str) -> str:
    """The id of the story that begins with an article: it stays as long as the story begins so."""
    return hashlib.sha256(article_id.encode()).hexdigest()[:12]


def _name_weights(names: Sequence[Names]) -> dict[int, float]:
    """How much a name tells: log(1 + N / n)."""
    if not names:
        return {}
    hashes, count = np.unique(np.concatenate([own[:, 0] for own in names]), return_counts=True)
    weights = np.log1p(len(names) / count)
    return dict(zip(hashes.tolist(), weights.tolist(), strict=True))


def _weighted(names: Names, weights: Mapping[int, float]) -> dict[int, float]:
    """The names of an article with their weight, as a vector of length 1."""
    own = {name: (1 + np.log(count)) * weights[name] for name, count in names.tolist()}
    length = sum(value * value for value in own.values()) ** 0.5
    return {name: value / length for name, value in own.items()}


def _cosine(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(value * other[name] for name, value in one.items() if name in other)
