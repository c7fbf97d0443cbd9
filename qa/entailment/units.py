"""Figures that stand in a text, but as another measure."""

from __future__ import annotations

from collections.abc import Iterable

from qa.text.quantities import figures_in
from qa.text.units import MEASURES, SPEEDS, canonical_unit

_COMPARED = frozenset(map(canonical_unit, MEASURES - SPEEDS))
"""Units of which one is not another's synonym; a speed is written in several words as often."""


def unit_mismatches(claim: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Figures of a claim that stand in the texts, but as another measure: "3 weeks" for 3 days."""
    known: dict[float, set[str]] = {}
    for text in texts:
        for one in figures_in(text):
            known.setdefault(one.value, set()).add(canonical_unit(one.unit))
    return tuple(
        claim[one.start : one.end]
        for one in figures_in(claim)
        if _is_another(canonical_unit(one.unit), known.get(one.value, {""}))
    )


def _is_another(unit: str, known: set[str]) -> bool:
    """Whether what is known of a figure is never that unit; a share is no number of things."""
    if unit not in _COMPARED or unit in known:
        return False
    return (unit == "percent" and "" not in known) or known <= _COMPARED
