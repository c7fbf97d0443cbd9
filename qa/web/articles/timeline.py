"""How many articles of each source appeared when: the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index import Summary

MOST_MONTHS = 36
"""Months that get a bar each; a longer time is shown by years."""
NAMED = 6
"""Sources that get a colour each."""
OTHERS = "Other sources"
UNNAMED = "No source"
_MOST_BARS = 60
_FEWEST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time with the number of articles of each source in it."""

    first: date
    last: date
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Articles of all sources."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars from the first article to the last, each a month, or `years` long where these are not 0.

    `sources` are those that are shown, the most frequent first, with what is left last;
    each bar has a count for each of them.
    """

    years: int
    sources: tuple[str, ...]
    bars: tuple[Bar, ...]
    undated: int

    def total(self, source: int) -> int:
        """Articles of the source with that number."""
        return sum(bar.counts[source] for bar in self.bars)


def count_by_time(summaries: Sequence[Summary]) -> Timeline:
    """Counts articles by time and source."""
    dated = [(one.date, one.source) for one in summaries if one.date]
    undated = len(summaries) - len(dated)
    if not dated:
        return Timeline(0, (), (), undated)
    names = _shown([source for _, source in dated])
    days = [day for day, _ in dated]
    span = _Span.of(min(days), max(days))
    rest = len(names) - 1
    counted = Counter(
        (span.number(day), names.index(source) if source in names[:NAMED] else rest)
        for day, source in dated
    )
    bars = [
        Bar(
            *span.days(bar),
            tuple(counted[bar, number] for number in range(len(names))),
        )
        for bar in range(span.number(max(days)) + 1)
    ]
    return Timeline(span.years, tuple(names), tuple(bars), undated)


@dataclass(frozen=True, slots=True)
class _Span:
    """How time is cut into bars.

    `years` is how many years a bar spans, 0 for a month; `first` is the number of the first bar,
    in months or spans since the year 0.
    """

    first: int
    years: int

    @classmethod
    def of(cls, first: date, last: date) -> _Span:
        months = _month(last) - _month(first) + 1
        if months <= MOST_MONTHS:  # some empty ones before, rather than a few broad bars
            return cls(max(_month(last) + 1 - max(months, _FEWEST_MONTHS), _month(date.min)), 0)
        years = next(
            years
            for years in (1, 10, 100, 1000)
            if last.year // years - first.year // years < _MOST_BARS
        )
        return cls(first.year // years, years)

    def number(self, day: date) -> int:
        """The number of the bar that a day belongs to."""
        return (day.year // self.years if self.years else _month(day)) - self.first

    def days(self, bar: int) -> tuple[date, date]:
        """First and last day of a bar."""
        return self._begin(bar), self._begin(bar + 1) - timedelta(days=1)

    def _begin(self, bar: int) -> date:
        at = self.first + bar
        years, month = (at * self.years, 0) if self.years else divmod(at, 12)
        if not date.min.year <= years <= date.max.year:
            return date.min if years < date.min.year else date.max
        return date(years, month + 1, 1)


def _month(day: date) -> int:
    return 12 * day.year + day.month - 1


def _shown(sources: Sequence[str | None]) -> list[str]:
    """The sources that get a colour, the most frequent first; for the others one name."""
    known = Counter(source for source in sources if source)
    by_count = sorted(known, key=lambda source: (-known[source], source.casefold()))
    names = by_count[:NAMED]
    if len(by_count) > NAMED:
        return [*names, OTHERS]
    return [*names, UNNAMED] if None in sources or "" in sources else names
