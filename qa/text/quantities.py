"""Figures with what they count: 412 million crowns, 18 percent, eleven people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qa.text.facts import numbers

_UNIT = re.compile(r"[\s-]*(%|[^\W\d_]+)")
_SIGN = re.compile(r"[$€£¥₹]\s?$")
CALENDAR = "calendar year"
"""Unit of a year such as 1871, which a word for a number of years is not."""
_PER_CENT = re.compile(r"\s*per\s+cent\b", re.IGNORECASE)
_YEAR = range(1500, 2101)
_NO_UNIT = frozenset(["and", "or", "of", "to", "in", "on", "at", "for", "from", "by", "is", "was"])


_AMOUNT = (
    r"(?:[$€£¥₹]\s?)?\d+(?:[.,]\d+)*(?:[\s-](?:hundred|thousand|million|billion|trillion))?"
    r"(?:\s?(?:%|per\s?cent))?"
)
_WHOLE = re.compile(
    rf"(?<![\w.,]){_AMOUNT}(?:\s(?:out\s)?of\s(?:the\s)?{_AMOUNT})?(?!\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text."""

    value: float
    unit: str
    """The word after it, in small letters and singular; "percent", `CALENDAR`, the sign of a
    currency before it, or ""."""
    start: int
    end: int


_MEASURES = frozenset(
    {
        *("percent", "$", "€", "£", "¥", "₹", CALENDAR, "dollar", "euro", "pound", "yen", "crown"),
        *("second", "minute", "hour", "day", "week", "month", "year", "decade", "km", "kilometre"),
        *("kilometer", "mile", "metre", "meter", "foot", "inch", "kg", "kilo", "tonne", "ton"),
        *("litre", "liter", "gallon", "acre", "hectare", "degree", "percentage", "cm", "mm"),
        *("centimetre", "centimeter", "millimetre", "millimeter", "gram", "kilogram", "cent"),
        *("penny", "pence", "ruble", "rouble", "rupee", "yuan", "franc", "krona", "krone", "peso"),
    }
)
"""Units of which one is not another's synonym, but for those in `_ALIKE`."""
_ALIKE = (
    {"$", "dollar"}, {"€", "euro"}, {"£", "pound"}, {"¥", "yen"}, {"¥", "yuan"}, {"₹", "rupee"},
    {"crown", "krona", "krone"}, {"penny", "pence"}, {"ruble", "rouble"}, {"tonne", "ton"},
    {"km", "kilometre", "kilometer"}, {"metre", "meter"}, {"cm", "centimetre", "centimeter"},
    {"mm", "millimetre", "millimeter"}, {"litre", "liter"}, {"kg", "kilo", "kilogram"},
)  # fmt: skip


def misread(claim: str, texts: Iterable[str]) -> tuple[str, ...]:
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


def figures_in(text: str) -> list[Figure]:
    """The figures of a text, in its order."""
    found = [
        Figure(value, _unit(text, start, end, value), start, end)
        for start, end, value in numbers(text)
    ]
    return sorted(found, key=lambda one: one.start)


def _unit(text: str, start: int, end: int, value: float) -> str:
    if sign := _SIGN.search(text[max(0, start - 2) : start]):
        return sign[0].strip()
    after = _UNIT.match(text, end)
    word = after[1].casefold() if after else ""
    if word in ("%", "percent") or _PER_CENT.match(text, end):
        return "percent"
    if value in _YEAR and text[start:end].isdigit() and len(text[start:end]) == 4:
        return CALENDAR
    return "" if word in _NO_UNIT else word.removesuffix("s")


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """A place in a text, widened to the figures that it cuts: "17 of 40" for its "40"."""
    for match in _WHOLE.finditer(text):
        if match.start() < end and start < match.end():
            start, end = min(start, match.start()), max(end, match.end())
    return start, end
