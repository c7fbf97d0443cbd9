"""Dates and source as a person typed them, to filters and back to words."""

from __future__ import annotations

from collections.abc import Sequence

from index import Filters, Summary
from index.errors import UsageError
from qa.retrieval.coverage import coverage
from qa.text.filters import in_words, read_day
from qa.text.html import NOTHING, Html
from qa.web.reports import render_problem


def read_filters(after: str | None, before: str | None, source: str | None) -> Filters:
    """The filters that were typed and chosen.

    Raises:
        UsageError: a day is none, or no day lies between the two.
    """
    return Filters(
        after=read_day("From", after), before=read_day("Until", before), source=source or None
    )


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
    found = coverage(filters, summaries)
    return f": {found.articles or 'none'} of {found.total:,}" if found.total else ""
