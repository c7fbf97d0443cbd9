"""An article out of the store, and back into it as it was."""

from __future__ import annotations

from dataclasses import dataclass

from index import Article, ArticleQAError, Summary, build
from index import remove as remove_from_store
from index.errors import StoreBusy, UsageError
from qa.server.stores import OpenStores
from qa.web.article import read_wanted

BUSY = "Articles are being stored just now. Wait until that has ended, then try again."


@dataclass(frozen=True, slots=True)
class Removed:
    """The article that was removed last, kept by the page that did it and nowhere else.

    `warning` says why its text may still stand in the files of the store, if it may.
    """

    article: Article
    summary: Summary
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the article of that id was not removed or put back."""

    article_id: str
    problem: str


@dataclass(frozen=True, slots=True)
class Removing:
    """What a page removed last and can put back, and what was refused since."""

    removed: Removed | None = None
    refused: Refused | None = None


def remove(data: object, before: Removing, shelf: OpenStores) -> Removing:
    """Removes the article that was clicked; nothing is ever taken from the sample."""
    wanted = read_wanted(data)
    if wanted is None:
        return before
    try:
        return Removing(_remove(wanted.article_id, shelf))
    except ArticleQAError as error:
        return Removing(before.removed, Refused(wanted.article_id, _in_words(error)))


def put_back(before: Removing, shelf: OpenStores) -> Removing:
    """Stores the very same article again."""
    if before.removed is None:
        return before
    article, settings = before.removed.article, shelf.settings
    try:
        own = shelf.own()
        if own and own.content_hash(article.id):
            raise UsageError("It has been added anew since; that one stays.")
        embedder = own.embedder() if own else None  # it is loaded already
        build(articles=[article], store=settings.store, settings=settings, embedder=embedder)
    except ArticleQAError as error:
        return Removing(before.removed, Refused(article.id, _in_words(error)))
    return Removing()


def _remove(article_id: str, shelf: OpenStores) -> Removed:
    current = shelf.store()
    if current and shelf.is_sample(current):
        raise UsageError("Nothing can be removed from the sample. It goes once you add articles.")
    article = current.article(article_id) if current else None
    if article is None:
        raise UsageError("This article is no longer in the store.")
    settings = shelf.settings
    report = remove_from_store([article_id], store=settings.store, settings=settings)
    about = (article.id, article.title, article.source, article.date, article.url)
    summary = Summary(*about, len(article.text), len(article.text.split()))
    return Removed(article, summary, report.warning or "")


def _in_words(error: ArticleQAError) -> str:
    return BUSY if isinstance(error, StoreBusy) else str(error)
