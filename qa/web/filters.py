"""Dates and source as a person typed them, to filters and back to words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from index import Filters, Summary
from index.articles import parse_day
from index.days import long_day
from index.errors import ReadError, UsageError
from qa.retrieval.coverage import kept
from qa.web.markup import NOTHING, Html
from qa.web.reports import render_problem


def read_day(name: str, typed: str | None) -> date | None:
    """A day as it was typed into the field `name`, or None where it is empty.

    Raises:
        UsageError: it is not a day.
    """
    typed = (typed or "").strip()
    if not typed:
        return None
    try:
        return parse_day(typed[:100])
    except ReadError as error:
        raise UsageError(
            f"{name}: “{typed[:40]}” is not a day. Write it as YYYY-MM-DD, such as 2023-07-28."
        ) from error


def read_filters(after: str | None, before: str | None, source: str | None) -> Filters:
    """The filters that were typed and chosen.

    Raises:
        UsageError: a day is none, or no day lies between the two.
    """
    return Filters(
        after=read_day("From", after), before=read_day("Until", before), source=source or None
    )


def in_words(filters: Filters) -> str:
    """What the filters let pass, or "" where it is everything."""
    parts = []
    if filters.source:
        parts.append(f"of {filters.source}")
    if filters.after:
        parts.append(f"from {long_day(filters.after)}")
    if filters.before:
        parts.append(f"until {long_day(filters.before)}")
    return f"Only articles {', '.join(parts)}" if parts else ""


def active_filters(
    after: str | None, before: str | None, source: str | None, summaries: Sequence[Summary] = ()
) -> Html:
    """The line that keeps active filters in sight, or says what is wrong with them.

    Args:
        summaries: All articles, so that it says how many of them pass.
    """
    try:
        filters = read_filters(after, before, source)
    except UsageError as error:
        return render_problem(error)
    words = in_words(filters)
    if not words:
        return NOTHING
    return Html(
        '<p class="active-filters" role="status"><span dir="auto">{}{}</span>'
        '<button type="button" class="quiet" data-clear>Clear filters</button></p>'
    ).format(words, _how_many(filters, summaries))


def _how_many(filters: Filters, summaries: Sequence[Summary]) -> str:
    found = kept(filters, summaries)
    return f": {found.articles or 'none'} of {found.total:,}" if found.total else ""
