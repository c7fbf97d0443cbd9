"""One question with what was answered, as the metrics see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from eval.sets import EvalQuestion
from index import Store
from index.articles import normalise
from index.errors import UsageError

Scores = Mapping[str, float]
"""Scores of one question by name. A metric that does not apply to it is not there."""


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """Where an answer stands in a stored text; without offsets the whole article is gold."""

    article_id: str
    start: int | None = None
    end: int | None = None
    again: tuple[tuple[int, int], ...] = ()
    """Further places with the same words, each as good as the first."""

    def lies_in(self, article_id: str, start: int, end: int) -> bool:
        """Whether `start`:`end` of that article holds all of it."""
        return article_id == self.article_id and (
            not self.places or any(start <= first and last <= end for first, last in self.places)
        )

    def meets(self, article_id: str, start: int, end: int) -> bool:
        """Whether the two have a character in common."""
        return article_id == self.article_id and (
            not self.places or any(start < last and first < end for first, last in self.places)
        )

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """All places; none where the whole article is gold."""
        if self.start is None or self.end is None:
            return ()
        return ((self.start, self.end), *self.again)


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the Answer it got (as JSON, see docs/formats.md), and where gold stands."""

    question: EvalQuestion
    answer: Mapping[str, Any]
    gold: tuple[GoldSpan, ...]

    @property
    def is_answered(self) -> bool:
        """Whether there was an answer rather than a refusal."""
        return bool(self.answer["status"] == "answered")


Metric = Callable[[Case], Scores]
"""Scores one case; a name that does not apply is left out."""


def locate(question: EvalQuestion, store: Store) -> tuple[GoldSpan, ...]:
    """Where a question's gold quotations stand in the store.

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
    """Where `quote` stands in `text`, whole words before parts of words.

    Its blanks stand for any white space, or for none if it stands nowhere else.
    """
    words = [re.escape(word) for word in quote.split()]
    for blank in (r"\s+", r"\s*"):
        said = blank.join(words)
        for wanted in (rf"(?<!\w){said}(?!\w)", said):
            if places := [one.span() for one in re.finditer(wanted, text)]:
                return places
    return []
