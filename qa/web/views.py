"""What the page shows of the store in use; where that fails, in words."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Sequence

from index import ArticleQAError
from qa.history.exchange import Exchange
from qa.server.stores import OpenStores
from qa.text.html import NOTHING, Html
from qa.web.article import read_wanted, render_article, render_missing
from qa.web.changed_quotations import find_quoted
from qa.web.filters import active_filters
from qa.web.listing import render_masthead, render_table
from qa.web.order import Order
from qa.web.removing import Removing
from qa.web.reports import render_problem
from qa.web.timeline import render_timeline, timeline
from qa.web.welcome import render_welcome


def masthead(shelf: OpenStores) -> Html:
    """The title, and what the store holds."""
    try:
        return render_masthead(shelf.overview())
    except ArticleQAError as error:
        return render_masthead(None) + render_problem(error)


def welcome(shelf: OpenStores) -> Html:
    """What stands where nothing has been asked."""
    with contextlib.suppress(ArticleQAError):  # the masthead says what is wrong
        return render_welcome(shelf.overview())
    return NOTHING


def active(shelf: OpenStores, after: str, before: str, source: str) -> Html:
    """The line about active filters, with how many articles pass them."""
    with contextlib.suppress(ArticleQAError):
        return active_filters(after, before, source, shelf.summaries())
    return active_filters(after, before, source)


def sources(shelf: OpenStores) -> list[tuple[str, str]] | None:
    """The sources to choose from, as shown and as meant; None where the store cannot be read."""
    with contextlib.suppress(ArticleQAError):
        named = [(f"{name} ({count:,})", name) for name, count in shelf.sources()]
        return [("All sources", ""), *named]
    return None


def listed(
    shelf: OpenStores, typed: str, order: Order, removing: Removing, *, anew: bool = False
) -> Html:
    """The table of the articles whose title and source hold what was typed.

    Args:
        anew: The page is to make it anew, even if it says the same as before.
    """
    try:
        store, summaries = shelf.store(), shelf.summaries()
    except ArticleQAError as error:
        return render_problem(error)
    is_sample = store is not None and shelf.is_sample(store)
    token = secrets.token_hex(4) if anew else ""
    return render_table(
        summaries, typed, order, is_sample=is_sample, removing=removing, token=token
    )


def appeared(shelf: OpenStores) -> Html:
    """The picture of when the articles appeared."""
    with contextlib.suppress(ArticleQAError):  # the table says what is wrong
        return render_timeline(timeline(shelf.summaries()))
    return NOTHING


def opened(shelf: OpenStores, data: object, exchanges: Sequence[Exchange] = ()) -> Html:
    """The panel for what was clicked; what comes from the page is not trusted.

    Args:
        exchanges: The conversation in which it was clicked, and which knows what was quoted.
    """
    wanted = read_wanted(data)
    token = secrets.token_hex(4)
    if wanted is None:
        return render_missing(token)
    quoted = find_quoted(exchanges, wanted.article_id, wanted.span, wanted.check)
    with contextlib.suppress(ArticleQAError):
        if article := shelf.article(wanted.article_id):
            return render_article(article, wanted, token, quoted)
    return render_missing(token, quoted)
