"""What the page shows of the store in use, as HTML; where the store fails, a sentence says so."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Sequence

from markupsafe import Markup

from index import ArticleQAError
from qa.history.exchange import Exchange
from qa.server.stores import OpenStores
from qa.web.articles.opening import find_quoted, read_article_request
from qa.web.articles.removal import RemovalState
from qa.web.articles.sorting import SortOrder
from qa.web.articles.timeline import count_by_time
from qa.web.render.active_filters import render_active_filters
from qa.web.render.article import render_article, render_missing
from qa.web.render.article_table import render_table
from qa.web.render.jinja import NOTHING
from qa.web.render.masthead import render_masthead
from qa.web.render.messages import render_problem
from qa.web.render.timeline import render_timeline
from qa.web.render.welcome import render_welcome


def show_masthead(stores: OpenStores) -> Markup:
    """The title, and what the store holds."""
    try:
        return render_masthead(stores.overview())
    except ArticleQAError as error:
        return render_masthead(None, str(error))


def show_welcome(stores: OpenStores) -> Markup:
    """What stands where nothing has been asked."""
    with contextlib.suppress(ArticleQAError):  # the masthead says what is wrong
        return render_welcome(stores.overview())
    return NOTHING


def show_active_filters(stores: OpenStores, after: str, before: str, source: str) -> Markup:
    """The line about active filters, with how many articles pass them."""
    with contextlib.suppress(ArticleQAError):
        return render_active_filters(after, before, source, stores.summaries())
    return render_active_filters(after, before, source)


def source_choices(stores: OpenStores) -> list[tuple[str, str]] | None:
    """The sources to choose from, as shown and as meant; None where the store cannot be read."""
    with contextlib.suppress(ArticleQAError):
        named = [(f"{name} ({count:,})", name) for name, count in stores.sources()]
        return [("All sources", ""), *named]
    return None


def show_table(
    stores: OpenStores,
    typed: str,
    order: SortOrder,
    removal: RemovalState,
    *,
    is_new: bool = False,
) -> Markup:
    """The table of the articles whose title and source hold what was typed.

    Args:
        is_new: The page is to make it anew, even if it says the same as before.
    """
    try:
        store, summaries = stores.store(), stores.summaries()
    except ArticleQAError as error:
        return render_problem(error)
    is_sample = store is not None and stores.is_sample(store)
    token = secrets.token_hex(4) if is_new else ""
    return render_table(summaries, typed, order, is_sample=is_sample, removal=removal, token=token)


def show_timeline(stores: OpenStores) -> Markup:
    """The picture of when the articles appeared."""
    with contextlib.suppress(ArticleQAError):  # the table says what is wrong
        return render_timeline(count_by_time(stores.summaries()))
    return NOTHING


def show_article(stores: OpenStores, data: object, exchanges: Sequence[Exchange] = ()) -> Markup:
    """The panel for the article that was clicked.

    Args:
        data: What the click says; it is not trusted.
        exchanges: The conversation in which it was clicked, and which knows what was quoted.
    """
    request = read_article_request(data)
    token = secrets.token_hex(4)
    if request is None:
        return render_missing(token)
    quoted = find_quoted(exchanges, request)
    with contextlib.suppress(ArticleQAError):
        if article := stores.article(request.article_id):
            return render_article(article, request, token, quoted)
    return render_missing(token, quoted)
