"""One question with what was answered, as the metrics see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from eval.sets import EvalQuestion
from index import Store
from index.errors import UsageError

Scores = Mapping[str, float]
"""Scores of one question by name. A metric that does not apply to it is not there."""


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """Where an answer stands in a stored text; without offsets the whole article is gold."""

    article_id: str
    start: int | None = None
    end: int | None = None

    def lies_in(self, article_id: str, start: int, end: int) -> bool:
        """Whether `start`:`end` of that article holds all of it."""
        if article_id != self.article_id:
            return False
        return self.start is None or self.end is None or (start <= self.start and self.end <= end)

    def meets(self, article_id: str, start: int, end: int) -> bool:
        """Whether the two have a character in common."""
        if article_id != self.article_id:
            return False
        return self.start is None or self.end is None or (start < self.end and self.start < end)


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
        quote = " ".join(gold.quote.split())
        if not quote:
            spans.append(GoldSpan(gold.article_id))
            continue
        start, end = _find(quote, article.text)
        if start < 0:
            raise UsageError(
                f"Question {question.id}: {quote[:60]!r} does not stand in {gold.article_id!r}."
            )
        spans.append(GoldSpan(gold.article_id, start, end))
    return tuple(spans)


def _find(quote: str, text: str) -> tuple[int, int]:
    """Offsets of `quote` in `text`, where any white space is one blank; (-1, -1) if it is not."""
    start = text.find(quote)
    if start >= 0:
        return start, start + len(quote)
    places = [place for place, one in enumerate(text) if not one.isspace()]
    bare = "".join(text[place] for place in places)
    wanted = "".join(quote.split())
    at = bare.find(wanted)
    return (places[at], places[at + len(wanted) - 1] + 1) if at >= 0 and wanted else (-1, -1)
