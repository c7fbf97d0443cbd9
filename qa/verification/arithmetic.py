"""Whether a figure that stands nowhere can be reckoned from the figures and days that are cited.

Tried are sums, differences, shares, parts, rates and spans of time of two figures, and sums of
three. A small count comes out of a few figures by chance, so of one only sums and differences of
things of its own kind are tried.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, combinations, permutations

from qa.text.facts import ROUNDING
from qa.text.lexicon import MONTH_OR_SHORT
from qa.text.numbers import ORDINALS
from qa.text.quantities import Figure
from qa.text.units import CALENDAR, MEASURES, canonical_unit

SMALL = 20
"""Largest small count."""
MOST_FIGURES, MOST_DAYS = 12, 12
"""Cited figures, and days, that are reckoned with: all after these are left out."""
CLOSE = 0.006
"""How far, as a share of it, a figure with zeros at its end may be from what is reckoned."""
PART = 0.03
"""How far, as a share of it, a part such as "a third" may be from the quotient."""
LARGEST = 1e15
"""Figures above are not reckoned with."""
_SHARES = frozenset(["percent", "percentage", "point"])
_DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}
_MONTH = re.compile(MONTH_OR_SHORT, re.IGNORECASE)
_OF_ONE = re.compile(r" an? ")
"""Behind a part of a measure: "half an hour"."""
_INEXACT = re.compile(
    r"\b(?:(?P<about>about|around|roughly|approximately|some|close to)"
    r"|(?P<above>more than|over|at least|above)"
    r"|(?P<below>nearly|almost|under|below|less than|fewer than|not quite|up to))"
    r"\s(?:an?\s)?[$€£¥₹]?\s?$",
    re.IGNORECASE,
)


_REST = re.compile(
    r"\b(?:remain\w*|rest|others?|left|not|no|against|without|never|fail\w*|refus\w*|reject\w*|"
    r"lack\w*|un(?!til\b|der|i[oqtv])\w{3,}|non\w*)\b|n[’']t\b",
    re.IGNORECASE,
)
"""Words of what is left of a hundred."""
_ROSE = re.compile(
    r"\b(?:r[io]s(?:es?|en|ing)|gr[eo]w\w*|increas\w*|climb\w*|jump\w*|gain\w*|soar\w*|surg\w*|"
    r"up(?! to)|higher|more(?! than))\b",
    re.IGNORECASE,
)
_FELL = re.compile(
    r"\b(?:f[ae]ll\w*|drop\w*|declin\w*|decreas\w*|cut\w*|lost|shr[aiu]nk\w*|down|lower|"
    r"less(?! than)|fewer(?! than))\b",
    re.IGNORECASE,
)
"""By how much something grew or shrank is a share of what it was."""
_OF = re.compile(r"(?:\s*(?:%|per\s?cent\w*))?\s+of\b", re.IGNORECASE)
"""Behind a share that is a part of something."""


class Arithmetic:
    """What can be reckoned from cited figures and days."""

    def __init__(self, cited: Iterable[Figure], days: Iterable[date]) -> None:
        alone = {
            (one.value, canonical_unit(one.unit)): None
            for one in cited
            if abs(one.value) <= LARGEST and not _MONTH.fullmatch(one.unit)
        }
        self._figures = [_plain(value, unit) for value, unit in alone][:MOST_FIGURES]
        ordered = sorted(dict.fromkeys(days))[:MOST_DAYS]
        self._spans = sorted({(b - a).days for a, b in combinations(ordered, 2)})

    def gives(self, figure: Figure, claim: str) -> bool:
        """Whether a figure of a claim can be reckoned, as exactly as the claim tells it."""
        if not abs(figure.value) <= LARGEST or _OF_ONE.match(claim, figure.end):
            return False
        wanted = _plain(figure.value, canonical_unit(figure.unit))
        least, most = _bounds(wanted, claim[: figure.start])
        change = claim if not _OF.match(claim, figure.end) else ""
        found = chain(self._lengths(wanted), self._results(wanted, claim, change))
        return any(least <= one <= most for one in found)

    def may_count(self, figure: Figure, claim: str) -> bool:
        """Whether a figure of a claim may be the number of things that are cited one by one: a
        small count of nothing that has another number there."""
        unit, value = canonical_unit(figure.unit), figure.value
        words = claim[figure.start : figure.end].lower()
        if unit in MEASURES or _MONTH.fullmatch(unit) or words in ORDINALS or not _is_small(value):
            return False
        return not any(one.unit == unit and _is_small(one.value) for one in self._figures)

    def _lengths(self, wanted: Figure) -> Iterator[float]:
        if days := _DAYS.get(wanted.unit):
            for span in self._spans:
                yield float(span) if days == 1 else round(2 * span / days) / 2

    def _results(self, wanted: Figure, claim: str, change: str) -> Iterator[float]:
        figures = self._figures
        if wanted.unit == CALENDAR:
            years = [one.value for one in figures if one.unit == CALENDAR]
            counts = [one.value for one in figures if one.unit == "year"]
            yield from (year + sign * n for year in years for n in counts for sign in (1, -1))
            return
        if wanted.unit in _SHARES:
            yield from _shares(wanted, figures, claim, change)
        if wanted.unit == "year":
            years = [one.value for one in figures if one.unit == CALENDAR]
            yield from (abs(a - b) for a, b in combinations(years, 2))
        is_small = _is_small(wanted.value)
        alike = _are_of_one_unit if is_small else _can_be_added
        countable = [one for one in figures if one.unit != CALENDAR]
        for one, other in combinations(countable, 2):
            if alike(wanted, one, other):
                yield from (one.value + other.value, abs(one.value - other.value))
        if is_small:
            return
        for one, other in permutations(countable, 2):
            if 0 < wanted.value < 1:
                if not wanted.unit and other.value and _can_be_added(one, other):
                    yield one.value / other.value
            elif other.unit not in MEASURES | {one.unit} and _can_be_added(wanted, one):
                yield one.value * other.value
                if other.value:
                    yield one.value / other.value
        for three in combinations(countable, 3):
            if _can_be_added(wanted, *three):
                yield sum(one.value for one in three)


def _shares(wanted: Figure, figures: Sequence[Figure], claim: str, change: str) -> Iterator[float]:
    """Shares in per cent, what is left of them, and by how much they changed.

    Args:
        change: The claim, where it may say by how much something changed.
    """
    shares = [one.value for one in figures if one.unit in _SHARES]
    yield from (abs(a - b) for a, b in combinations(shares, 2))
    if wanted.unit == "percent":
        if _REST.search(claim):
            yield from (100 - one for one in shares)
        rose, fell = _ROSE.search(change), _FELL.search(change)
        for one, other in permutations(figures, 2):
            if other.value and one.unit not in _SHARES and _can_be_added(one, other):
                if not (rose or fell):
                    yield 100 * one.value / other.value
                is_so = bool(rose) == bool(fell) or (one.value > other.value) == bool(rose)
                if change and is_so:
                    yield 100 * abs(one.value - other.value) / other.value


def _bounds(wanted: Figure, before: str) -> tuple[float, float]:
    """Between which values a figure stands for, by how it is written and by the words before it."""
    value = wanted.value
    if inexact := _INEXACT.search(before):
        slack = ROUNDING * abs(value)
        below = 0.0 if inexact["above"] else slack
        above = 0.0 if inexact["below"] else slack
        return value - below, value + above
    if not wanted.unit and 0 < value < 1:
        slack = PART * value
    else:
        digits = f"{round(value, 6):f}".rstrip("0").rstrip(".")
        places = len(digits.partition(".")[2])
        zeros = 0 if places else len(digits) - len(digits.rstrip("0"))
        is_rounded = bool(places or wanted.unit in _SHARES)
        slack = 0.5 * 10.0**-places if is_rounded else min(0.5 * 10.0**zeros, CLOSE * abs(value))
    slack = 0.0 if wanted.unit == CALENDAR else slack
    return value - slack - 1e-9 * abs(value), value + slack + 1e-9 * abs(value)


def _can_be_added(*figures: Figure) -> bool:
    """Whether there are no two measures among the units: dollars and hours, people and miles."""
    units = {one.unit for one in figures} - {""}
    return len(units) < 2 or not units & (MEASURES | _SHARES)


def _are_of_one_unit(*figures: Figure) -> bool:
    """Whether all have one unit, which some may leave out where it is a measure."""
    units = {one.unit for one in figures}
    return len(units) == 1 or ("" in units and len(units) == 2 and bool(units & MEASURES))


def _is_small(value: float) -> bool:
    return math.isfinite(value) and value.is_integer() and 0 <= value <= SMALL


def _plain(value: float, unit: str) -> Figure:
    return Figure(value, unit, 0, 0)
