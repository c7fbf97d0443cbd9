"""Figures that stand in a text, but as another measure."""

from __future__ import annotations

from collections.abc import Iterable

from qa.text.quantities import CALENDAR, figures_in
from qa.text.units import LENGTHS, MONEY, TEMPERATURES, TIMES, WEIGHTS

_MEASURES = (TIMES | LENGTHS | WEIGHTS | TEMPERATURES | MONEY) | {
    "percent",
    "percentage",
    CALENDAR,
    "litre",
    "liter",
    "gallon",
    "acre",
    "hectare",
}
"""Units of which one is not another's synonym, but for those in `_ALIKE`."""
_ALIKE = (
    {"$", "dollar"}, {"€", "euro"}, {"£", "pound"}, {"¥", "yen"}, {"¥", "yuan"}, {"₹", "rupee"},
    {"crown", "krona", "krone"}, {"penny", "pence"}, {"ruble", "rouble"}, {"tonne", "ton"},
    {"km", "kilometre", "kilometer"}, {"metre", "meter"}, {"foot", "feet"}, {"inch", "inche"},
    {"cm", "centimetre", "centimeter"}, {"mm", "millimetre", "millimeter"},
    {"litre", "liter"}, {"kg", "kilo", "kilogram"},
)  # fmt: skip


def unit_mismatches(claim: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Figures of a claim that stand in the texts, but as another measure: "3 weeks" for 3 days."""
    known: dict[float, set[str]] = {}
    for text in texts:
        for one in figures_in(text):
            known.setdefault(one.value, set()).add(one.unit)
    return tuple(
        claim[one.start : one.end]
        for one in figures_in(claim)
        if one.unit in _MEASURES and _is_another(one.unit, known.get(one.value, {""}))
    )


def _is_another(unit: str, known: set[str]) -> bool:
    """Whether what is known of a figure is never that unit; a share is no number of things."""
    comparable = known if unit == "percent" and "" not in known else known & _MEASURES
    return comparable == known and all(
        other != unit and not any({unit, other} <= alike for alike in _ALIKE) for other in known
    )
