"""Whether a quotation still stands in the store as it stood when it was quoted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

from index import Article
from qa.types import Citation


class Standing(StrEnum):
    """What has become of the article since; the value says it to a person."""

    MOVED = "The article has changed since, but still says this."
    CHANGED = "The article has changed since, and no longer says this."
    GONE = "The article is no longer in the store."


def standing(citation: Citation, article: Article | None) -> Standing | None:
    """What has become of the quotation in `article`; None where it stands as it stood."""
    if article is None:
        return Standing.GONE
    if article.text[citation.start : citation.end] == citation.quote:
        return None
    return Standing.MOVED if citation.quote in article.text else Standing.CHANGED


def standings(
    citations: Iterable[Citation], find: Callable[[str], Article | None]
) -> dict[int, Standing]:
    """By the number of the citation, what does not stand as it stood.

    Args:
        find: Gives the article of an id as it is now, or None.
    """
    articles: dict[str, Article | None] = {}
    found: dict[int, Standing] = {}
    for citation in citations:
        if citation.article_id not in articles:
            articles[citation.article_id] = find(citation.article_id)
        if what := standing(citation, articles[citation.article_id]):
            found[citation.number] = what
    return found
