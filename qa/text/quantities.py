"""Figures with what they count: 412 million crowns, 18 percent, eleven people."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from qa.text.lexicon import CAPITAL, FUNCTION_WORDS, MONTH_OR_SHORT, WEEKDAY
from qa.text.numbers import LARGE, has_count, numbers
from qa.text.units import CALENDAR, MEASURES

_UNIT = re.compile(r"[\s-]*(%|[^\W\d_]+)")
_SIGNS = "$€£¥₹"
_SIGN = re.compile(rf"[{_SIGNS}]\s?$")
_NOT_BEHIND = frozenset(["", CALENDAR, *_SIGNS])
"""What `Figure.unit` has where no word behind the figure is its unit."""
_HYPHENATED = re.compile(r"(?:-(?!(?:and|or|to)\b)[^\W\d_]+){2,}(?![\w-])")
"""A unit with more bound to it: "-year-old"; not a range, as in "5-year-to-10-year"."""
_PER_CENT = re.compile(r"\s*per\s+cent\b", re.IGNORECASE)
_YEAR = range(1500, 2101)

_AMOUNT = (
    rf"(?:[{_SIGNS}]\s?)?\d+(?:[.,]\d+)*(?:[\s-](?:{LARGE}))?"
    r"(?:\s?(?:%|per\s?cent))?"
)
_WHOLE = re.compile(
    rf"(?<![\w.,]){_AMOUNT}(?:\s(?:out\s)?of\s(?:the\s)?{_AMOUNT})?(?!\w)", re.IGNORECASE
)
_JOINT = re.compile(rf"(?:%|\sper\s?cent)?\s(?P<word>and|or|to)\s[{_SIGNS}]?")
"""What stands between the two figures of a range."""
_BEFORE_RANGE = re.compile(rf"\b(?P<word>between)\s[{_SIGNS}]?$", re.IGNORECASE)
_OF_CHANGE = frozenset(
    ["from", "by", "rose", "raised", "climbed", "jumped", "grew", "increased", "fell", "dropped",
     "cut", "lowered", "won", "lost", "voted", "beat", "moved", "went"]
)  # fmt: skip
"""Words before two figures with which they are no range …"""
NEAR = 4
"""… where one is among so many."""
_WHOLE_DAY = re.compile(
    rf"\b(?:{WEEKDAY},? (?:the )?)?"
    rf"(?:{MONTH_OR_SHORT}\b\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}}\b)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH_OR_SHORT}\b\.?(?: \d{{4}}\b)?)"
)
_WHO_SAYS = re.compile(
    r",(?: [\w’'.&-]+){1,7} (?:said|says|announced|reported|told|wrote)\b.*$", re.DOTALL
)
_NAME_CUT = re.compile(rf"(?:^| ){CAPITAL}[\w’-]*$")
_START_OF_NAME = re.compile(
    rf"(?<=[\w,;] )(?:(?<![\w’'.-])(?!(?i:{'|'.join(FUNCTION_WORDS)})\b)"
    rf"(?!{MONTH_OR_SHORT}|{WEEKDAY}){CAPITAL}[\w’-]*\w )+$"
)
_REST_OF_NAME = re.compile(
    rf"(?:(?<=\b{CAPITAL}\w)\.|(?<=\b{CAPITAL}\w\w)\.)?(?: {CAPITAL}[\w’-]*\w)+"
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
    return "" if word in FUNCTION_WORDS else word.removesuffix("s")


def widened(text: str, start: int, end: int) -> tuple[int, int]:
    """A place in a text, widened to the figures, ranges and days that it cuts ("17 of 40" for its
    "40", "four decades" for its "four", "20 to 30" for its "20"), and to the rest of a name: "Ana
    Delgado" for its "Ana" or its "Delgado"."""
    if text[start:end][:1].isupper() and (first := _START_OF_NAME.search(text, 0, start)):
        start = first.start()
    if _NAME_CUT.search(text[start:end]) and (rest := _REST_OF_NAME.match(text, end)):
        end = rest.end()
    figures = figures_in(text) if has_count(text, start, end) else []
    for first_of, last_of in _ranges(text, figures):
        if first_of < end and start < last_of:
            start, end = min(start, first_of), max(end, last_of)
    for match in chain(_WHOLE.finditer(text), _WHOLE_DAY.finditer(text)):
        if match.start() < end and start < match.end():
            start, end = min(start, match.start()), max(end, match.end())
    for figure in figures:
        if figure.start < end and start < figure.end:
            start, end = min(start, figure.start), max(end, end_with_unit(text, figure, MEASURES))
    return start, end


def _ranges(text: str, figures: Sequence[Figure]) -> Iterator[tuple[int, int]]:
    """Where ranges of figures stand: "between 3,000 and 5,000", "20 to 30"; not what rose from one
    to the other."""
    for low, high in pairwise(figures):
        joint = _JOINT.fullmatch(text, low.end, high.start)
        if joint is None or low.value >= high.value:
            continue
        if not _OF_CHANGE.isdisjoint(text[: low.start].lower().split()[-NEAR:]):
            continue
        opening = _BEFORE_RANGE.search(text, 0, low.start)
        if opening and joint["word"] == "and":
            yield opening.start(), high.end
        elif joint["word"] != "and" and not opening:
            yield low.start, high.end


def end_with_unit(text: str, figure: Figure, units: Container[str] | None = None) -> int:
    """Where a figure ends with the unit behind it, if one is: "four decades".

    Args:
        units: Those that it may be, as `Figure.unit` has them; default: any.
    """
    stands_behind = figure.unit not in _NOT_BEHIND and (units is None or figure.unit in units)
    behind = (
        _PER_CENT.match(text, figure.end)
        or _HYPHENATED.match(text, figure.end)
        or _UNIT.match(text, figure.end)
    )
    return behind.end() if behind and stands_behind else figure.end


def unattributed(span: str) -> str:
    """A part of a sentence without who says so behind it: "May" of "May, the council said"."""
    return _WHO_SAYS.sub("", span) or span
