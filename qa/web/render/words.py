"""Phrases that several parts of the page show, in its language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from index import Filters
from qa.i18n import long_day, say
from qa.web.articles.timeline import OTHERS, UNNAMED

_SOURCES = {OTHERS: "collection.other_sources", UNNAMED: "collection.no_source"}


def listed(names: Sequence[str], joined_by: str = "format.or") -> str:
    """Names in one phrase: A, B or C."""
    *others, last = names
    return say(joined_by, others=", ".join(others), last=last) if others else last


def days_in_words(first: date, last: date) -> str:
    """A day, or from when to when."""
    if first == last:
        return long_day(first)
    return say("page.from_to", first=long_day(first), last=long_day(last))


def source_in_words(source: str) -> str:
    """The name of a source of the picture, or what stands for those that it does not name."""
    return say(_SOURCES[source]) if source in _SOURCES else source


def filters_in_words(filters: Filters, story: str = "") -> str:
    """What the filters let pass, or "" where it is everything.

    Args:
        story: Title of the story that they name, where it is known.
    """
    parts = []
    if filters.all_sources:
        parts.append(say("asked.of", sources=listed(filters.all_sources)))
    if filters.tags:
        parts.append(say("asked.tagged", tags=listed(filters.tags)))
    if filters.after:
        parts.append(say("asked.after", day=long_day(filters.after)))
    if filters.before:
        parts.append(say("asked.before", day=long_day(filters.before)))
    if filters.story:
        parts.append(say("asked.of_the_story", title=story) if story else say("asked.of_story"))
    return say("asked.only", parts=", ".join(parts)) if parts else ""
