"""Two rankings to one."""

from __future__ import annotations

from collections.abc import Sequence

RANK_CONSTANT = 60
"""Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion", SIGIR 2009."""


def fuse(
    rankings: Sequence[Sequence[tuple[int, float]]], weights: Sequence[float]
) -> list[tuple[int, float]]:
    """Weighted reciprocal rank fusion, best first.

    An item gains weight / (60 + rank) from each ranking it stands in, ranks from
    1; the sum is scaled so that the first of every ranking scores 1. Equal sums
    keep the order of the ids, so that a search gives the same twice.
    """
    best = sum(weights) / (RANK_CONSTANT + 1)
    scores: dict[int, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for rank, (item, _) in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + weight / (RANK_CONSTANT + rank) / best
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
