"""The line that keeps active filters in sight, or says what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from index import Filters, Summary
from index.errors import UsageError
from qa.retrieval.coverage import coverage
from qa.text.filters import in_words
from qa.web.asking.filters import read_filters
from qa.web.render.jinja import NOTHING, render
from qa.web.render.messages import render_problem


def render_active_filters(
    after: str | None, before: str | None, source: str | None, summaries: Sequence[Summary] = ()
) -> Markup:
    """The filters as they were typed, in words; nothing where there are none.

    Args:
        after: First day that articles may be of, as typed.
        before: Last day, as typed.
        source: Name of the only source, as chosen.
        summaries: All articles, so that the line can say how many of them pass.
    """
    try:
        filters = read_filters(after, before, source)
    except UsageError as error:
        return render_problem(error)
    words = in_words(filters)
    if not words:
        return NOTHING
    how_many = _how_many(filters, summaries)
    return render("active_filters.html.j2", filters=words, how_many=how_many)


def _how_many(filters: Filters, summaries: Sequence[Summary]) -> str:
    found = coverage(filters, summaries)
    return f": {found.articles or 'none'} of {found.total:,}" if found.total else ""
