"""How far one sentence says what another says."""

from __future__ import annotations

from collections.abc import Set

Words = Set[str]


def likeness(one: Words, other: Words) -> float:
    """Share of the words of the shorter that stand in the other, 0..1."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0
