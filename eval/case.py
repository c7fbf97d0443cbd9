"""A question with the answer it got: what the measures are computed from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from eval.sets import EvalQuestion
from index import Store
from index.articles import normalise
from index.errors import UsageError

Scores = Mapping[str, float]
"""Values of one question by measure. A measure that does not apply to it is not there."""


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A gold quotation in a stored text; without offsets the whole article is gold."""

    article_id: str
    start: int | None = None
    end: int | None = None
    again: tuple[tuple[int, int], ...] = ()
    """Further places with the same words, which count as much as the first."""

    def is_within(self, article_id: str, start: int, end: int) -> bool:
        """Whether `start`:`end` of that article includes all of it, at one of its places."""
        return article_id == self.article_id and (
            not self.places or any(start <= first and last <= end for first, last in self.places)
        )

    def overlaps(self, article_id: str, start: int, end: int) -> bool:
        """Whether it has a character in common with `start`:`end` of that article."""
        return article_id == self.article_id and (
            not self.places or any(start < last and first < end for first, last in self.places)
        )

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of all places; empty where the whole article is gold."""
        if self.start is None or self.end is None:
            return ()
        return ((self.start, self.end), *self.again)


@dataclass(frozen=True, slots=True)
class Case:
    """A question, its Answer as JSON (docs/formats.md), and its gold quotations in the store."""

    question: EvalQuestion
    answer: Mapping[str, Any]
    gold: tuple[GoldSpan, ...]

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer; otherwise the pipeline abstained."""
        return bool(self.answer["status"] == "answered")


Metric = Callable[[Case], Scores]
"""Computes measures of one case; leaves out those that do not apply."""


def check_stories(questions: Iterable[EvalQuestion], store: Store) -> None:
    """That each story that a question is limited to is there.

    Raises:
        UsageError: one is not, or not any more.
    """
    for one in questions:
        story = one.filters.story
        if story is not None and not store.story_articles(story):
            raise UsageError(f"Question {one.id}: there is no story {story!r} in the store.")


def locate(question: EvalQuestion, store: Store) -> tuple[GoldSpan, ...]:
    """Finds a question's gold quotations in the store, in their order.

    Raises:
        UsageError: an article is not in the store, or does not hold the quotation.
    """
    spans = []
    for gold in question.gold:
        article = store.article(gold.article_id)
        if article is None:
            raise UsageError(
                f"Question {question.id}: the article {gold.article_id!r} in its gold is not in "
                "the store. Index the articles of the set first, or name their store."
            )
        quote = " ".join(normalise(gold.quote).split())
        if not quote:
            spans.append(GoldSpan(gold.article_id))
            continue
        places = _find(quote, article.text)
        if not places:
            raise UsageError(
                f"Question {question.id}: {quote[:60]!r} does not stand in {gold.article_id!r}."
            )
        (start, end), *again = places
        spans.append(GoldSpan(gold.article_id, start, end, tuple(again)))
    return tuple(spans)


def _find(quote: str, text: str) -> list[tuple[int, int]]:
    """Places of `quote` in `text`: of whole words, or else also of parts of words.

    A blank of the quotation matches any white space; where that finds nothing, also none at all.
    """
    words = [re.escape(word) for word in quote.split()]
    for blank in (r"\s+", r"\s*"):
        pattern = blank.join(words)
        for wanted in (rf"(?<!\w){pattern}(?!\w)", pattern):
            if places := [one.span() for one in re.finditer(wanted, text)]:
                return places
    return []
