"""Words by their weight: how much of a question stands in a text."""

from __future__ import annotations

from collections.abc import Mapping, Set


def share_of(weights: Mapping[str, float], there: Set[str]) -> float:
    """Share of the weight of all terms that those which are there have, 0..1."""
    total = sum(weights.values())
    shared = sum(weight for term, weight in weights.items() if term in there)
    return shared / total if total else 0.0
