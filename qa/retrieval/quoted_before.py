"""Which articles a conversation is about: those that the last answer quotes."""

from __future__ import annotations

from collections.abc import Sequence

from index import Hit
from index.sentences import sentence_spans
from qa.text.markers import spoken
from qa.types import QueryPlan

LEAST = 40
"""Characters of a quotation by which an article is known."""
READ = 16
"""Articles, at most, whose whole text is looked at for it."""


def quoted_before(plan: QueryPlan, hits: Sequence[Hit]) -> frozenset[str]:
    """Of the articles found those that the answer before quotes, where the question leans on it."""
    if not plan.follows:
        return frozenset()
    said = " ".join(spoken(plan.question.last_said("assistant")).split())
    quotes = [said[start:end].strip().rstrip(".") for start, end in sentence_spans(said)]
    quotes = [quote for quote in quotes if len(quote) >= LEAST]
    found = {hit.article_id for hit in hits if _has(hit.text, quotes)}
    if quotes and not found:  # quoted from elsewhere in the article
        first = list(dict.fromkeys(hit.article_id for hit in hits))[:READ]
        articles = {name: plan.store.article(name) for name in first}
        found = {name for name, one in articles.items() if one and _has(one.text, quotes)}
    return frozenset(found)


def _has(text: str, quotes: Sequence[str]) -> bool:
    line = " ".join(text.split())
    return any(quote in line for quote in quotes)
