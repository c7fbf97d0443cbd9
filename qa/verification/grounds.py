"""What a sentence is held against: numbered lines, with their neighbours, title, source and day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from index.days import long_day
from index.unseen import visible
from qa.cross_encoder.layout import heading
from qa.text.dates import days_in
from qa.text.injection import is_injection
from qa.types import EvidenceSentence


@dataclass(frozen=True)
class Line:
    """A numbered sentence that a model was shown."""

    number: int
    text: str
    title: str = ""
    source: str = ""
    day: date | None = None
    article: str = ""
    """What tells its article from others; sentences of one article follow each other."""
    before: str = ""
    """The sentence before it, where that is not shown as a line of its own."""

    @classmethod
    def of(cls, number: int, sentence: EvidenceSentence, before: str = "") -> Line:
        """An evidence sentence under its number."""
        hit = sentence.hit
        return cls(
            number, sentence.text, hit.title, hit.source or "", hit.date, hit.article_id, before
        )

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Line:
        """A line as `qa.verify` takes it: `n`, `text`, and what is known of its article.

        Raises:
            ValueError: `n` or `text` is missing, or `date` is no ISO date.
        """
        number, text, said = entry.get("n"), entry.get("text"), entry.get("date")
        if not isinstance(number, int) or not isinstance(text, str):
            raise ValueError("a line of evidence needs a whole number n and a text")
        if said is not None and not isinstance(said, str | date):
            raise ValueError("the date of a line of evidence is an ISO date")
        title, source = str(entry.get("title") or ""), str(entry.get("source") or "")
        day = said if isinstance(said, date) else date.fromisoformat(said) if said else None
        article = str(entry.get("article_id") or f"{source} {day} {title}")
        return cls(number, text, title, source, day, article)

    @property
    def heading(self) -> str:
        """Source, day and title, as the network reads them."""
        return heading(self.title, self.source or None, self.day)

    @cached_property
    def dated(self) -> str:
        """The text, with its date behind each day that it only names: "on Thursday (12 February
        2026)"."""
        return with_dates(self.text, self.day)


def with_dates(text: str, day: date | None) -> str:
    """A text of that day, with their dates behind the days that it only names."""
    if day is None:
        return text
    for period in reversed(days_in(text, day)):
        if period.day:
            text = f"{text[: period.end]} ({long_day(period.day)}){text[period.end :]}"
    return text


@dataclass(frozen=True)
class Grounds:
    """Some lines that a sentence may rest on, among all that were shown."""

    lines: tuple[Line, ...]
    """In reading order; at least one."""
    shown: tuple[Line, ...]

    @classmethod
    def of(cls, numbers: Collection[int], shown: Sequence[Line]) -> Grounds:
        """Those of the lines shown that have these numbers."""
        return cls(tuple(one for one in shown if one.number in numbers), tuple(shown))

    @property
    def numbers(self) -> tuple[int, ...]:
        """Their numbers."""
        return tuple(one.number for one in self.lines)

    @cached_property
    def text(self) -> str:
        """What the lines say themselves."""
        return " ".join(one.dated for one in self.lines)

    @cached_property
    def around(self) -> str:
        """What they say with the sentences right before and after them."""
        places = {one.number: place for place, one in enumerate(self.shown)}
        chosen: dict[int, Line] = {}
        for one in self.lines:
            place = places[one.number]
            for near in self.shown[max(0, place - 1) : place + 2]:
                if near.article == one.article:
                    chosen[places[near.number]] = near
        return " ".join(_with_before(chosen[place]) for place in sorted(chosen))

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings of their articles, each once."""
        return tuple(dict.fromkeys(one.heading for one in self.lines))

    @cached_property
    def named_days(self) -> tuple[date, ...]:
        """The days of their articles, and those that they name."""
        named = [
            period.day
            for one in self.lines
            if one.day
            for period in days_in(one.text, one.day, with_years=True)
            if period.day
        ]
        return tuple(dict.fromkeys([*self.days, *named]))

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days of their articles."""
        return tuple(dict.fromkeys(one.day for one in self.lines if one.day))


def _with_before(line: Line) -> str:
    return f"{line.before} {line.dated}" if line.before else line.dated


def lines_of(sentences: Iterable[EvidenceSentence]) -> tuple[Line, ...]:
    """Evidence sentences, numbered from 1, each with the one before it where that is not among
    them; never with one that tells a program what to do."""
    shown = list(sentences)
    places = {one.place for one in shown}
    lines = []
    for number, one in enumerate(shown, start=1):
        before = one.before
        is_apart = before is not None and before.place not in places
        is_shown = before and is_apart and not is_injection(visible(before.text))
        lines.append(Line.of(number, one, before.text if before and is_shown else ""))
    return tuple(lines)
