"""How many articles of each source appeared when: the counts, and their picture.

The picture is SVG that stretches to the width there is; its words stand beside it as
HTML, so that they keep their size. The same is told in numbers below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index import Summary
from qa.text.html import NOTHING, Html, count, lines

MOST_MONTHS = 36
"""Months that get a bar each; a longer time is shown by years."""
NAMED = 6
"""Sources that get a colour each."""
OTHERS = "Other sources"
UNNAMED = "No source"
_MOST_BARS = 60
_FEWEST_MONTHS = 12
_LABELS = 5
_HEIGHT = 100.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time with the number of articles of each source in it."""

    label: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Articles of all sources."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars from the first article to the last, `each` a month or longer.

    `sources` are those that are shown, the most frequent first, with what is left last;
    each bar has a count for each of them.
    """

    each: str
    sources: tuple[str, ...]
    bars: tuple[Bar, ...]
    undated: int

    def total(self, source: int) -> int:
        """Articles of the source with that number."""
        return sum(bar.counts[source] for bar in self.bars)


def timeline(summaries: Sequence[Summary]) -> Timeline:
    """Counts articles by time and source."""
    dated = [(one.date, one.source) for one in summaries if one.date]
    undated = len(summaries) - len(dated)
    if not dated:
        return Timeline("month", (), (), undated)
    names = _shown([source for _, source in dated])
    days = [day for day, _ in dated]
    span = _Span.of(min(days), max(days))
    rest = len(names) - 1
    counted = Counter(
        (span.number(day), names.index(source) if source in names[:NAMED] else rest)
        for day, source in dated
    )
    bars = [
        Bar(span.label(bar), tuple(counted[bar, number] for number in range(len(names))))
        for bar in range(span.number(max(days)) + 1)
    ]
    return Timeline(span.each, tuple(names), tuple(bars), undated)


def render_timeline(shown: Timeline) -> Html:
    """The picture with its legend, and the same in numbers; nothing where there is no article."""
    if not shown.bars:
        return _said(_undated(shown)) if shown.undated else NOTHING
    return Html(
        '<figure class="timeline"><figcaption>Articles by {each} and source</figcaption>'
        '<div class="timeline-frame" style="--bars: {bars}"><p class="timeline-most" '
        'aria-hidden="true">{most:,}</p>{picture}{axis}</div>{legend}{undated}{numbers}</figure>'
    ).format(
        each=shown.each,
        bars=len(shown.bars),
        most=max(bar.total for bar in shown.bars),
        picture=_picture(shown),
        axis=_axis(shown.bars),
        legend=_legend(shown),
        undated=_said(_undated(shown)) if shown.undated else NOTHING,
        numbers=_numbers(shown),
    )


@dataclass(frozen=True, slots=True)
class _Span:
    """How time is cut: by months, or by so many years; counted from its first."""

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

    @property
    def each(self) -> str:
        return {0: "month", 1: "year"}.get(self.years, f"{self.years} years")

    def number(self, day: date) -> int:
        """The number of the bar that a day belongs to."""
        return (day.year // self.years if self.years else _month(day)) - self.first

    def label(self, bar: int) -> str:
        """May 2024, 2024, 2020–2029."""
        at = self.first + bar
        if not self.years:
            return f"{date(2000, at % 12 + 1, 1):%b} {at // 12}"
        return str(at) if self.years == 1 else f"{at * self.years}–{(at + 1) * self.years - 1}"


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


def _picture(shown: Timeline) -> Html:
    scale = _HEIGHT / max(bar.total for bar in shown.bars)
    return Html(
        '<svg viewBox="0 0 {width} {height:.0f}" preserveAspectRatio="none" role="img" '
        'aria-labelledby="timeline-title timeline-about">'
        '<title id="timeline-title">Articles by {each} and source</title>'
        '<desc id="timeline-about">{about}</desc>{bars}</svg>'
    ).format(
        width=10 * len(shown.bars),
        height=_HEIGHT,
        each=shown.each,
        about=_about(shown),
        bars=lines(_stack(shown, number, scale) for number in range(len(shown.bars))),
    )


def _stack(shown: Timeline, number: int, scale: float) -> Html:
    bar, parts, below = shown.bars[number], [], 0
    for series, articles in enumerate(bar.counts):
        below += articles
        if articles:
            parts.append(
                Html('<rect class="{}" x="{}" y="{:.2f}" width="8" height="{:.2f}"/>').format(
                    _css(shown, series), 10 * number + 1, _HEIGHT - below * scale, articles * scale
                )
            )
    if not parts:
        return NOTHING
    return Html("<g><title>{}</title>{}</g>").format(_in_words(shown, bar), lines(parts))


def _axis(bars: Sequence[Bar]) -> Html:
    step = -(-len(bars) // _LABELS)
    labels = [
        Html('<span style="grid-column: {} / span {}">{}</span>').format(
            at + 1, min(step, len(bars) - at), bars[at].label
        )
        for at in range(0, len(bars), step)
        if at == 0 or 10 * (len(bars) - at) >= 7 * step  # else there is no room
    ]
    return Html('<p class="timeline-axis" aria-hidden="true">{}</p>').format(lines(labels))


def _legend(shown: Timeline) -> Html:
    return Html('<ul class="timeline-legend">{}</ul>').format(
        lines(
            Html('<li><span class="swatch {}"></span><bdi>{}</bdi> {:,}</li>').format(
                _css(shown, number), source, shown.total(number)
            )
            for number, source in enumerate(shown.sources)
        )
    )


def _numbers(shown: Timeline) -> Html:
    return Html(
        '<details class="timeline-numbers"><summary>In numbers</summary><ul>{}</ul></details>'
    ).format(
        lines(
            Html('<li dir="auto">{}</li>').format(_in_words(shown, bar))
            for bar in shown.bars
            if bar.total
        )
    )


def _about(shown: Timeline) -> str:
    most = max(shown.bars, key=lambda bar: bar.total)
    filled = [bar for bar in shown.bars if bar.total]
    first, last = filled[0].label, filled[-1].label
    when = f"In {first}" if first == last else f"From {first} to {last}, most in {most.label}"
    total = count(sum(bar.total for bar in shown.bars), "article")
    return f"{when}: {total}. Each number stands below, under In numbers."


def _in_words(shown: Timeline, bar: Bar) -> str:
    """May 2024: 3 articles (Radio Ostrel 2, No source 1)."""
    of = [f"{name} {n:,}" for name, n in zip(shown.sources, bar.counts, strict=True) if n]
    return f"{bar.label}: {count(bar.total, 'article')} ({', '.join(of)})"


def _css(shown: Timeline, number: int) -> str:
    is_rest = number == NAMED or shown.sources[number] == UNNAMED
    return "of-rest" if is_rest else f"of-{number}"


def _undated(shown: Timeline) -> str:
    if not shown.bars:
        return "No article has a date, so there is no picture of when they appeared."
    what = count(shown.undated, "article")
    return f"{what} without a date {'is' if shown.undated == 1 else 'are'} not in the picture."


def _said(words: str) -> Html:
    return Html('<p class="timeline-undated">{}</p>').format(words)
