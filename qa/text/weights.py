"""Words by their weight: how much of a question stands in a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set


def share_of(weights: Mapping[str, float], there: Set[str]) -> float:
    """Share of the weight of all terms that those which are there have, 0..1."""
    total = sum(weights.values())
    shared = sum(weight for term, weight in weights.items() if term in there)
    return shared / total if total else 0.0


def share_among(groups: Sequence[Set[str]], there: Set[str]) -> float:
    """Share of groups of terms, such as names, that are there whole, 0..1; 1 of no groups."""
    return sum(group <= there for group in groups) / len(groups) if groups else 1.0
