"""The list of stories, each with a strip of its days, and one story as a timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from index.hits import Heading, Story
from qa.i18n import long_day, say
from qa.types import Answer
from qa.web.render.answer import changes
from qa.web.render.answer_text import render_answer_text
from qa.web.render.jinja import NOTHING, render
from qa.web.render.words import days_in_words

PER_PAGE = 50
"""Stories of a page."""
NAMED = 3
"""Sources that are named of a story."""
_WIDTH, _DAY, _HEIGHT = 1000, 8, 20
"""Of a strip, and of a day in it."""


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of a strip: where it stands, and how high."""

    x: float
    y: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class _Shown:
    """A story as the list shows it."""

    story: Story
    about: list[str]
    days: list[_Day]
    description: str


def render_stories(found: Sequence[Story], page: int = 0, lost: int | None = None) -> Markup:
    """A page of the list, from 0; below a sentence where one was asked for that is not there, with
    the number of that request."""
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(0, page), pages - 1)
    shown = found[page * PER_PAGE : (page + 1) * PER_PAGE]
    return render(
        "stories.html.j2",
        summary=_summary(len(found)),
        lost=lost,
        stories=[_Shown(one, _about(one), _strip(one), _description(one)) for one in shown],
        width=_WIDTH,
        height=_HEIGHT,
        day=_DAY,
        page=page,
        pages=pages,
    )


def render_story(story: Story, articles: Sequence[Heading], answer: Answer) -> Markup:
    """One story: what happened, in quoted sentences by their days, and its articles."""
    timeline = render(
        "answer.html.j2",
        text=render_answer_text(answer, 0),
        origin=[],
        reports=changes(answer),
        legend=NOTHING,
        examples=NOTHING,
    )
    return render(
        "story.html.j2",
        story=story,
        about=_about(story),
        timeline=timeline if answer.sentences else NOTHING,
        articles=sorted(articles, key=lambda one: str(one.date), reverse=True),
    )


def _summary(stories: int) -> str:
    if not stories:
        return say("stories.none")
    return say("stories.listed", n=stories)


def _about(story: Story) -> list[str]:
    days, reports = days_in_words(story.first, story.last), say("count.reports", n=story.reports)
    sources, more = ", ".join(story.sources[:NAMED]), len(story.sources) - NAMED
    if more > 0:
        sources = say("stories.more_sources", sources=sources, n=more)
    return [days, reports, *filter(None, [sources])]


def _strip(story: Story) -> list[_Day]:
    """The days on which there were reports, from the first to the last."""
    number = Counter(story.days)
    most, span = max(number.values()), (story.last - story.first).days or 1
    found = []
    for day in sorted(number):
        height = _HEIGHT * (0.4 + 0.6 * number[day] / most)
        x = (_WIDTH - _DAY) * (day - story.first).days / span
        words = f"{long_day(day)}: {say('count.reports', n=number[day])}"
        found.append(_Day(round(x, 1), round(_HEIGHT - height, 1), round(height, 1), words))
    return found


def _description(story: Story) -> str:
    """What a screen reader says of the strip."""
    reports = say("count.reports", n=story.reports)
    return say("stories.on_days", reports=reports, n=len(set(story.days)))
