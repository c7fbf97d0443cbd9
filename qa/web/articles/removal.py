"""Removing an article from the store, and putting it back as it was."""

from __future__ import annotations

from dataclasses import dataclass

from index import Article, ArticleQAError, Summary, build
from index import remove as remove_from_store
from index.errors import StoreBusy, UsageError
from qa.i18n import say
from qa.server.stores import OpenStores
from qa.web.articles.opening import read_article_request


@dataclass(frozen=True, slots=True)
class RemovedArticle:
    """The article that was removed last, kept by the page that did it and nowhere else.

    `warning` says why its text may still stand in the files of the store, if it may.
    """

    article: Article
    summary: Summary
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the article of that id was not removed, or not put back."""

    article_id: str
    problem: str


@dataclass(frozen=True, slots=True)
class RemovalState:
    """What a page removed last and can put back, and what was refused since, if anything."""

    removed: RemovedArticle | None = None
    refused: Refused | None = None


def remove(data: object, before: RemovalState, stores: OpenStores) -> RemovalState:
    """Removes the article that was clicked; one of the sample is refused.

    Args:
        data: What the click says.
        before: What was removed before; it can be put back no more once another one is removed.
    """
    request = read_article_request(data)
    if request is None:
        return before
    try:
        return RemovalState(_remove(request.article_id, stores))
    except ArticleQAError as error:
        return RemovalState(before.removed, Refused(request.article_id, _in_words(error)))


def restore(before: RemovalState, stores: OpenStores) -> RemovalState:
    """Stores the article that was removed last again, as it was."""
    if before.removed is None:
        return before
    article, settings = before.removed.article, stores.settings
    try:
        own = stores.own()
        if own and own.content_hash(article.id):
            raise UsageError(say("articles.back_already"))
        embedder = own.embedder() if own else None  # it is loaded already
        build(articles=[article], store=settings.store, settings=settings, embedder=embedder)
    except ArticleQAError as error:
        return RemovalState(before.removed, Refused(article.id, _in_words(error)))
    return RemovalState()


def _remove(article_id: str, stores: OpenStores) -> RemovedArticle:
    current = stores.store()
    if current and stores.is_sample(current):
        raise UsageError(say("articles.of_sample"))
    article = current.article(article_id) if current else None
    if article is None:
        raise UsageError(say("articles.gone"))
    settings = stores.settings
    report = remove_from_store([article_id], store=settings.store, settings=settings)
    about = (article.id, article.title, article.source, article.date, article.url)
    summary = Summary(*about, len(article.text), len(article.text.split()), article.tags)
    return RemovedArticle(article, summary, report.warning or "")


def _in_words(error: ArticleQAError) -> str:
    return say("articles.busy") if isinstance(error, StoreBusy) else str(error)
