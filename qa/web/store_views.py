"""What the page shows of the store in use, as HTML; where the store fails, a sentence says so."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from index import ArticleQAError, Summary
from qa.api import tell_story
from qa.history.exchange import ChatExchange
from qa.server.login import signed_in_name
from qa.server.stores import OpenStores
from qa.web.articles.following import FollowForm, followed
from qa.web.articles.opening import find_quoted, read_article_request
from qa.web.articles.removal import RemovalState
from qa.web.articles.selection import Selection
from qa.web.articles.sorting import matching
from qa.web.articles.text_hits import TextHit, find_hit
from qa.web.articles.timeline import OTHERS, count_by_time
from qa.web.asking.answer_options import answerer_facts
from qa.web.render.article import render_article, render_missing
from qa.web.render.article_table import render_table
from qa.web.render.collection import render_collection
from qa.web.render.following import render_following
from qa.web.render.foot import render_foot
from qa.web.render.jinja import NOTHING
from qa.web.render.messages import render_other_articles, render_problem
from qa.web.render.stories import render_stories, render_story
from qa.web.render.timeline import bar_in_words, render_timeline
from qa.web.render.view_head import render_library_head
from qa.web.render.welcome import render_welcome


def show_foot(stores: OpenStores, request: Any = None) -> Markup:
    """The way to the other views, how many articles there are, and who is signed in."""
    name = signed_in_name(request)
    try:
        return render_foot(stores.overview(), name)
    except ArticleQAError as error:
        return render_foot(None, name, str(error))


def show_welcome(stores: OpenStores) -> Markup:
    """What stands where nothing has been asked."""
    try:
        return render_welcome(stores.overview())
    except ArticleQAError as error:
        return render_welcome(None, str(error))


def show_collection(stores: OpenStores) -> Markup:
    """What stands in the place of evidence where nothing has been asked."""
    with contextlib.suppress(ArticleQAError):  # the welcome says what is wrong
        return render_collection(stores.of_all(count_by_time), stores.summaries())
    return NOTHING


def show_other_articles(stores: OpenStores, exchanges: Sequence[ChatExchange]) -> Markup:
    """That a conversation was answered from another store than the one in use; nothing where it
    was not, or nothing was asked."""
    folder = exchanges[-1].folder if exchanges else None
    with contextlib.suppress(ArticleQAError):  # the answer says what is wrong
        store = stores.store()
        if folder and store and folder.resolve() != store.folder.resolve():
            return render_other_articles(store.counts()[0])
    return NOTHING


def count_sample(stores: OpenStores) -> int:
    """How many articles the sample has, where it is in use."""
    with contextlib.suppress(ArticleQAError):  # what is done next says what is wrong
        overview = stores.overview()
        return overview.articles if overview and overview.is_sample else 0
    return 0


def option_facts(stores: OpenStores) -> dict[str, Any]:
    """What there is to choose from under the question, as the page's script takes it: sources with
    their number of articles, tags and times with theirs, and who may answer."""
    facts: dict[str, Any] = {"answerers": answerer_facts(stores.settings)}
    with contextlib.suppress(ArticleQAError):
        by_number = sorted(stores.sources(), key=lambda one: (-one[1], one[0].casefold()))
        overview = stores.overview()
        facts["newest"] = overview.last.isoformat() if overview and overview.last else ""
        facts["sources"] = [[name, count] for name, count in by_number]
        facts["tags"] = [list(one) for one in stores.tags()]
        facts["bars"] = [
            {
                "label": bar_in_words(bar),
                "first": bar.first.isoformat(),
                "last": bar.last.isoformat(),
                "total": bar.total,
            }
            for bar in stores.of_all(count_by_time).bars
        ]
    return facts


def show_library_head(stores: OpenStores) -> Markup:
    """The heading of the articles."""
    try:
        return render_library_head(stores.overview())
    except ArticleQAError:  # the table says what is wrong
        return render_library_head(None)


def show_table(
    stores: OpenStores,
    typed: str,
    selection: Selection,
    removal: RemovalState,
    *,
    is_new: bool = False,
) -> Markup:
    """The table of the articles whose title, source or text holds what was typed.

    Args:
        is_new: The page is to make it anew, even if it says the same as before.
    """
    try:
        store, summaries = stores.store(), stores.summaries()
        named = stores.of_all(count_by_time).sources if selection.source == OTHERS else ()
        found = _holding(stores, selection.of(summaries, named), typed)
        hits = _hits(stores, selection, found, typed)
    except ArticleQAError as error:
        return render_problem(error)
    is_sample = store is not None and stores.is_sample(store)
    return render_table(
        found,
        len(summaries),
        typed,
        selection,
        hits=hits,
        is_sample=is_sample,
        removal=removal,
        token=secrets.token_hex(4) if is_new else "",
    )


def show_timeline(stores: OpenStores, selection: Selection = Selection()) -> Markup:
    """The picture of when the articles appeared, in which `selection` is marked."""
    with contextlib.suppress(ArticleQAError):  # the table says what is wrong
        return render_timeline(stores.of_all(count_by_time), selection)
    return NOTHING


def show_following(
    stores: OpenStores, form: FollowForm = FollowForm(), problem: str = ""
) -> Markup:
    """What is followed, with its state, and the form with what was typed into it."""
    works = stores.settings.follow
    token = secrets.token_hex(4)
    try:
        return render_following(followed(stores), form, problem, works=works, token=token)
    except ArticleQAError as error:
        return render_problem(error)


def show_stories(stores: OpenStores, page: int = 0, lost: int | None = None) -> Markup:
    """A page of the stories, from 0; `lost` is the number of a request for one that is gone."""
    try:
        store = stores.store()
        return render_stories(store.stories() if store else (), page, lost)
    except ArticleQAError as error:
        return render_problem(error)


def show_story(stores: OpenStores, story: str, page: int = 0, number: int = 0) -> Markup:
    """One story; a page of the list where it is not there any more.

    Args:
        story: Its id, as the address says; it is not trusted.
        number: Of the request, by which the page knows it again.
    """
    try:
        store = stores.store()
        found = store.story(story) if store else None
        if store is None or found is None:
            return show_stories(stores, page, lost=number)
        timeline = tell_story(found.id, store, stores.settings)
        return render_story(found, store.story_articles(found.id), timeline)
    except ArticleQAError as error:
        return render_problem(error)


def show_article(
    stores: OpenStores, data: object, exchanges: Sequence[ChatExchange] = ()
) -> Markup:
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
            versions = stores.versions(request.article_id)
            return render_article(article, request, token, quoted, versions)
    return render_missing(token, quoted)


def _holding(stores: OpenStores, summaries: Sequence[Summary], typed: str) -> list[Summary]:
    """Those whose title and source hold all words of `typed`, or whose text does."""
    found = matching(summaries, typed)
    store = stores.store()
    if store is None or len(typed.strip()) < SHORTEST_IN_TEXT:
        return found
    named = {one.id for one in found}
    named.update(one.id for one in store.mentioning(typed))
    return [one for one in summaries if one.id in named]


def _hits(
    stores: OpenStores, selection: Selection, found: Sequence[Summary], typed: str
) -> dict[str, TextHit]:
    """Where the texts of those on the page hold what was typed whose titles and sources do not."""
    if len(typed.strip()) < SHORTEST_IN_TEXT:
        return {}
    shown, *_ = selection.shown_of(found)
    named = {one.id for one in matching(shown, typed)}
    articles = [stores.article(one.id) for one in shown if one.id not in named]
    hits = {one.id: find_hit(one.text, typed) for one in articles if one}
    return {name: hit for name, hit in hits.items() if hit}


SHORTEST_IN_TEXT = 3
"""Characters from which on what was typed is looked for in texts, too."""
