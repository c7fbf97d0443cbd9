"""The picture of how many articles of each source appeared when: the geometry of its SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from qa.i18n import number, say, short_month
from qa.web.articles.selection import Selection
from qa.web.articles.timeline import NAMED, UNNAMED, Bar, Timeline
from qa.web.render.jinja import NOTHING, render
from qa.web.render.words import source_in_words

_LABELS = 5
"""Labels of the axis at most."""
_HEIGHT = 100
"""Of the picture, in units of the SVG; a bar is 8 wide and stands every 10."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The articles of one source in a bar."""

    css: str
    x: int
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class _Stack:
    """A bar with its parts, from the bottom to the top."""

    in_words: str
    parts: list[_Part]


@dataclass(frozen=True, slots=True)
class _Label:
    """A label of the axis: from which bar on it stands, counted from 1, and over how many."""

    column: int
    width: int
    text: str
    is_last: bool
    """It ends with the axis where it would go beyond it."""


@dataclass(frozen=True, slots=True)
class _Source:
    """An entry of the legend."""

    css: str
    name: str
    shown: str
    articles: int


@dataclass(frozen=True, slots=True)
class _Picture:
    """What the template draws; `most` is the number of articles of the highest bar."""

    most: int
    width: int
    height: int
    description: str
    stacks: list[_Stack]
    labels: list[_Label]
    legend: list[_Source]


@dataclass(frozen=True, slots=True)
class _BarButton:
    """Shows the articles of one bar; it lies over the picture."""

    column: int
    first: str
    last: str
    in_words: str
    is_selected: bool


def render_timeline(
    shown: Timeline, selection: Selection | None = None, name: str = "timeline"
) -> Markup:
    """The picture with its legend, and the same in numbers; nothing where there is no article.

    Args:
        selection: What of it is chosen; None where nothing can be.
        name: Makes the ids of its elements unlike those of another on the page.
    """
    if not shown.bars and not shown.undated:
        return NOTHING
    return render(
        "timeline.html.j2",
        name=name,
        title=_title(shown),
        timeline=shown,
        picture=_picture(shown) if shown.bars else None,
        bars=_buttons(shown, selection) if selection else [],
        can_select=selection is not None,
        selected_source=selection.source if selection else None,
        undated=_undated(shown) if shown.undated else "",
    )


def bar_in_words(bar: Bar) -> str:
    """May 2024, 2024, 2020–2029."""
    first, last = bar.first, bar.last
    if (first.year, first.month) == (last.year, last.month):
        return short_month(first)
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"


def _title(shown: Timeline) -> str:
    if not shown.years:
        return say("collection.by_month")
    return say(
        "collection.by_year" if shown.years == 1 else "collection.by_years", years=shown.years
    )


def _buttons(shown: Timeline, selection: Selection) -> list[_BarButton]:
    return [
        _BarButton(
            column,
            bar.first.isoformat(),
            bar.last.isoformat(),
            _in_words(shown, bar),
            (bar.first, bar.last) == (selection.first, selection.last),
        )
        for column, bar in enumerate(shown.bars, start=1)
        if bar.total
    ]


def _picture(shown: Timeline) -> _Picture:
    most = max(bar.total for bar in shown.bars)
    return _Picture(
        most=most,
        width=10 * len(shown.bars),
        height=_HEIGHT,
        description=_description(shown),
        stacks=[
            _stack(shown, at, _HEIGHT / most) for at, bar in enumerate(shown.bars) if bar.total
        ],
        labels=_labels(shown.bars),
        legend=[
            _Source(_css(shown, at), source, source_in_words(source), shown.total(at))
            for at, source in enumerate(shown.sources)
        ],
    )


def _stack(shown: Timeline, at: int, scale: float) -> _Stack:
    bar, parts, below = shown.bars[at], [], 0
    for series, articles in enumerate(bar.counts):
        below += articles
        if articles:
            y, height = f"{_HEIGHT - below * scale:.2f}", f"{articles * scale:.2f}"
            parts.append(_Part(_css(shown, series), 10 * at + 1, y, height))
    return _Stack(_in_words(shown, bar), parts)


def _labels(bars: Sequence[Bar]) -> list[_Label]:
    step = -(-len(bars) // _LABELS)
    return [
        _Label(
            at + 1, min(step, len(bars) - at), bar_in_words(bars[at]), 0 < at >= len(bars) - step
        )
        for at in range(0, len(bars), step)
        if at == 0 or 10 * (len(bars) - at) >= 7 * step  # else there is no room
    ]


def _description(shown: Timeline) -> str:
    """What a screen reader says of the picture."""
    most = max(shown.bars, key=lambda bar: bar.total)
    filled = [bar for bar in shown.bars if bar.total]
    total = say("count.articles", n=sum(bar.total for bar in shown.bars))
    if len(filled) == 1:
        return say("collection.in_one", when=bar_in_words(most), articles=total)
    first, last = bar_in_words(filled[0]), bar_in_words(filled[-1])
    when = {"first": first, "last": last, "most": bar_in_words(most)}
    return say("collection.in_several", **when, articles=total)


def _in_words(shown: Timeline, bar: Bar) -> str:
    """May 2024: 3 articles (Radio Ostrel 2, No source 1)."""
    of = [
        f"{source_in_words(name)} {number(n)}"
        for name, n in zip(shown.sources, bar.counts, strict=True)
        if n
    ]
    counted = say("count.articles", n=bar.total)
    return say("collection.bar", when=bar_in_words(bar), articles=counted, sources=", ".join(of))


def _css(shown: Timeline, at: int) -> str:
    is_rest = at == NAMED or shown.sources[at] == UNNAMED
    return "of-rest" if is_rest else f"of-{at}"


def _undated(shown: Timeline) -> str:
    if not shown.bars:
        return say("collection.no_dates")
    return say("collection.undated", n=shown.undated)
