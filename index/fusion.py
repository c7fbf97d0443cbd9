"""Two rankings to one."""

from __future__ import annotations

from collections.abc import Sequence

Ranking = Sequence[tuple[int, float]]
"""Items with their scores, best first."""


def fuse(dense: Ranking, lexical: Ranking, dense_weight: float) -> list[tuple[int, float]]:
    """Convex combination of both scores, each scaled to 0..1 within its ranking; best first.

    Cosines are scaled between the least and the greatest found, BM25 between 0 and the
    greatest; what a ranking lacks scores 0 there, and one of weight 0 finds nothing. Better on
    every set tried than reciprocal ranks, as Bruch, Gai and Ingber found, "An Analysis of Fusion
    Functions for Hybrid Retrieval", 2023. Equal sums keep the order of the ids, so that a search
    gives the same twice.
    """
    scores: dict[int, float] = {}
    for ranking, weight, least in (
        (dense, dense_weight, min((score for _, score in dense), default=0.0)),
        (lexical, 1 - dense_weight, 0.0),
    ):
        if weight <= 0:
            continue
        span = max((score for _, score in ranking), default=0.0) - least
        for item, score in ranking:
            part = (score - least) / span if span > 0 else 1.0
            scores[item] = scores.get(item, 0.0) + weight * part
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
