"""What one article answers, where it is of a kind that changes: a figure, a day, a name.

Two articles' answers can be held against each other: whether they are the same, of one kind, and,
as figures, near each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.days import long_day
from index.words import MONTHS
from qa.text.lexicon import MONTH_OR_SHORT, NAME, YEAR
from qa.text.quantities import Figure, figures_in, widened
from qa.types import CLEAR, Report, ScoredSentence, SentenceReading

ANSWERS = 0.0
"""Logit of the reader from which a sentence is taken for an answer, and its passage for one
that has it, where the question asks of what was."""
NEAR = 4.0
"""Figures of one thing, in reports whose words differ, are not so many times as large …"""
ALIKE = 10.0
"""… and not so many times in reports that have the same words."""
ANY = "?"
DAY, NAMED, NUMBER = "a day", "a name", "a number"
"""Kinds of answers that are no figure with a unit: of two words, as no unit is."""
AHEAD = timedelta(days=366)
"""A report dated further ahead than this is no newest report: nobody can have written it yet."""

MOST_LISTED = 3
"""Reports that a notice names."""

_MONTHS = [name[:3] for name in MONTHS]
_DATE = re.compile(
    rf"\b(?:(?P<first>\d{{1,2}}) )?(?P<month>{MONTH_OR_SHORT})\b\.?(?: (?P<day>\d{{1,2}})\b)?"
    r"(?:,? (?P<year>\d{4})\b)?"
)
_PART_ENDS = re.compile(r"[,;:–—](?!\d)")
_OPENS_WITH_YEAR = re.compile(rf"\W*(?:\w+\s+){{0,3}}{YEAR}(?=,)")
_NAME = re.compile(
    rf"\b(?!(?:Mr|Mrs|Ms|Dr|Sir|Lady|Lord|Prof(?:essor)?|President|Prime|Minister|Mayor|Chancellor|"
    rf"King|Queen|Prince(?:ss)?|Governor|Senator|Judge|General|Captain|Chief|The)\b){NAME}"
)


@dataclass(frozen=True, slots=True)
class Reported:
    """The answer that one article gives."""

    scored: ScoredSentence
    kind: str
    """What sort of thing it is: the unit of a figure, or `DAY`, `NAMED`, `NUMBER`."""
    value: str
    """The same for the same answer; a day that is told in part has `ANY` for the rest."""
    short: str
    """The answer in the article's words."""
    figure: float | None = None
    """Its number, where it is one."""

    @property
    def day(self) -> date:
        """When the article appeared."""
        return self.scored.day

    @property
    def answer(self) -> float:
        """The reader's logit that the sentence answers."""
        reading = self.scored.sentence.reading
        return reading.answer if reading else ANSWERS

    @property
    def count(self) -> float:
        """Its number; 0 where it is none."""
        return self.figure or 0.0

    @property
    def said(self) -> str:
        """The answer, from its figure on where it is one."""
        figures = figures_in(self.short) if self.figure is not None else []
        return self.short[figures[0].start :] if figures else self.short

    @property
    def as_report(self) -> Report:
        """The same as the answer's JSON has it."""
        return Report.of(self.said, self.scored.sentence)

    @property
    def is_past(self) -> bool:
        """Whether it is a day of a month before its report's own; without a year, the nearest."""
        if self.kind != DAY:
            return False
        month, _, year = self.value.split()
        ahead = _MONTHS.index(month) + 1 - self.day.month
        if year == ANY:
            return -6 <= ahead < 0 or ahead > 6
        return 12 * (int(year) - self.day.year) + ahead < 0

    @property
    def is_of_earlier_year(self) -> bool:
        """Whether its part of the sentence, or what opens that, names a year that was over, and
        none that was not: "In 2008, it cost $4.11", "the 1960 tsunami that killed 61"."""
        text, (start, _) = self.scored.sentence.text, self.scored.sentence.short_span
        first = max((end.end() for end in _PART_ENDS.finditer(text, 0, start)), default=0)
        last = _PART_ENDS.search(text, start)
        opening = _OPENS_WITH_YEAR.match(text)
        part = f"{opening[0] if opening else ''} {text[first : last.start() if last else None]}"
        years = [int(year) for year in re.findall(YEAR, part)]
        return bool(years) and max(years) < self.day.year

    def same(self, other: Reported) -> bool:
        """Whether two answers of one kind say the same, as far as they say it."""
        if self.kind == NAMED:  # Delgado may be Ana Delgado; Luis Delgado is not
            names, others = set(self.value.split()), set(other.value.split())
            return names <= others or others <= names
        if self.kind != DAY:
            return self.value == other.value
        pairs = zip(self.value.split(), other.value.split(), strict=True)
        return all(a == b or ANY in (a, b) for a, b in pairs)

    def is_near(self, other: Reported, times: float = NEAR) -> bool:
        """Whether neither figure is more than so many times the other; two that are none are."""
        if self.figure is None or other.figure is None:
            return self.figure is other.figure
        low, high = sorted((abs(self.figure), abs(other.figure)))
        return high <= times * low

    def is_of_a_kind(self, other: Reported) -> bool:
        """Whether both are the same kind of thing; a figure without a unit is of the unit of one
        that is near it."""
        if self.kind == other.kind:
            return True
        has_bare = NUMBER in (self.kind, other.kind) and self.figure is not None
        return has_bare and self.is_near(other)

    def is_told_by(self, other: Reported) -> bool:
        """Whether its sentence says what the other answers, too."""
        said = figures_in(self.scored.sentence.text) if other.figure is not None else []
        unit = "" if other.kind == NUMBER else other.kind
        return self.same(other) or any(
            figure.value == other.figure and figure.unit in ("", unit) for figure in said
        )


def listed(reports: Sequence[Reported], most: int = MOST_LISTED) -> str:
    """What reports answer and when, in words, each once a day: “455 million” (2 May 2024)."""
    told: list[Reported] = []
    for one in reports:
        if not any(one.same(other) and one.day == other.day for other in told):
            told.append(one)
    named = [f"“{one.said}” ({_about(one)})" for one in told[:most]]
    more = len(told) - most
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def _about(one: Reported) -> str:
    hit = one.scored.sentence.hit
    day = long_day(one.day)
    return f"{hit.source}, {day}" if hit.source else day


def is_dated(scored: ScoredSentence) -> bool:
    """Whether its article has a day on which it can have been written."""
    day = scored.sentence.hit.date
    return day is not None and day <= date.today() + AHEAD


def reported(scored: ScoredSentence, short: str = "") -> Reported | None:
    """What the sentence answers, where it is of a kind that changes; `short` instead of its own."""
    sentence = scored.sentence
    short = short or sentence.short
    if not short or not is_dated(scored) or sentence.reading is None:
        return None
    date_said = _DATE.search(short)
    if date_said and (date_said[0] == short or re.search(r"\d", date_said[0])):
        return _of_day(scored, date_said, short)
    first, last = sentence.short_span
    figures = [one for one in figures_in(sentence.text) if first <= one.start < last]
    if figures:
        return _of_figure(scored, figures[0], short)
    if _NAME.search(short):
        return Reported(scored, NAMED, " ".join(_NAME.findall(short)), short)
    return None


def reported_alike(scored: ScoredSentence, best: Reported) -> Reported | None:
    """What the sentence answers, where it is of the kind that the best answers; for a figure, where
    the reader is sure of another word ("the number of people"), the only one of that kind."""
    read = reported(scored)
    if read and read.is_of_a_kind(best):
        return read
    reading = scored.sentence.reading
    if best.figure is None or reading is None or reading.answer < ANSWERS or not is_dated(scored):
        return None
    found = [_with_figure(scored, reading, one) for one in figures_in(scored.sentence.text)]
    alike = [one for one in found if one.is_of_a_kind(best)]
    return alike[0] if len(alike) == 1 else None


def _with_figure(scored: ScoredSentence, reading: SentenceReading, figure: Figure) -> Reported:
    """A sentence whose answer is a figure in it."""
    sentence = scored.sentence
    start, end = widened(sentence.text, figure.start, figure.end)
    span = (sentence.start + start, sentence.start + end)
    answering = replace(sentence, reading=replace(reading, short=span, lead=CLEAR))
    return _of_figure(replace(scored, sentence=answering), figure, sentence.text[start:end])


def _of_day(scored: ScoredSentence, said: re.Match[str], short: str) -> Reported:
    day = said["first"] or said["day"] or ANY
    return Reported(scored, DAY, f"{said['month'][:3]} {day} {said['year'] or ANY}", short)


def _of_figure(scored: ScoredSentence, figure: Figure, short: str) -> Reported:
    return Reported(scored, figure.unit or NUMBER, f"{figure.value:g}", short, figure.value)
