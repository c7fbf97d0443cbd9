"""Questions that can be asked, made of articles' own sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index import Filters, Store
from qa.text.example_questions import questions

LOOKED_AT = 400
"""Articles whose sentences are looked at, spread over all of them."""


def example_questions(store: Store, filters: Filters | None = None) -> Iterator[tuple[str, str]]:
    """Questions, one of an article, each with the article's id; the newest articles first.

    A question that opens with the same word as the one before it comes after the others.
    """
    ids = [heading.id for heading in store.headings(filters)]
    yield from _varied(_made(store, ids[:: max(1, len(ids) // LOOKED_AT)]))


def questions_of(store: Store, article_ids: Iterable[str]) -> Iterator[str]:
    """Questions that these articles answer, one of each."""
    return (question for question, _ in _made(store, article_ids))


def _varied(asked: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The same questions; those that open like the one before them stand at the end."""
    later: list[tuple[str, str]] = []
    opened_like = ""
    for question, article_id in asked:
        opening = question.split()[0]
        if opening == opened_like:
            later.append((question, article_id))
        else:
            opened_like = opening
            yield question, article_id
    yield from later


def _made(store: Store, article_ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    for article_id in article_ids:
        article = store.article(article_id)
        question = next(questions(article.text), None) if article else None
        if question is not None:
            yield question, article_id
