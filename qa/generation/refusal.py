"""What is said where the articles do not answer: which come near, and what they do answer."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice

from index import Hit
from qa.generation.article_names import Named, article_name, origin, quoted, shortened
from qa.generation.examples import example_questions, questions_of
from qa.question import REFUSAL
from qa.text.markers import as_sentence, unmarked
from qa.text.wording import such_as
from qa.types import Answer, Citation, Evidence, QueryPlan

NAMED = 3
"""Articles that a refusal names."""
LONGEST_QUOTE = 400
"""Characters of what is quoted: a few sentences are a table, or have no end."""
SUGGESTED = 2
"""Questions that it suggests."""
ALIKE = 0.4
"""Cosine from which a passage is near the question …"""
SOMEWHAT_ALIKE, SHARED = 0.3, 0.5
"""… or a lower one, where it has so much of the weight of the question's words. Both were chosen
by looking at questions that the sample and MultiHop-RAG's articles do not answer."""
WORTH_QUOTING = 0.15
"""Confidence from which the likeliest sentence is quoted. Of 140 natural questions that were
refused though the articles answer, what would have been answered was right for 63."""


def refused(
    plan: QueryPlan, evidence: Evidence, answer: Answer, confidence: float | None = None
) -> Answer:
    """The answer that the articles do not answer, or that it cannot be told what is meant: with the
    sentence that comes closest, the articles that come near, and questions that they answer.

    Args:
        confidence: Takes the place of the answer's own.
    """
    near = list(_near(plan, evidence))
    ids_near = {hit.article_id for hit in near}
    closest = None if plan.question_back else _closest(evidence, ids_near)
    if closest:
        near.sort(key=lambda hit: hit.article_id != closest.article_id)
    del near[NAMED:]
    ids = tuple(hit.article_id for hit in near)
    suggestions: tuple[str, ...] = ()
    if near or not plan.question_back:
        others = (question for question, _ in example_questions(plan.store, plan.filters))
        found = questions_of(plan.store, ids) if near else others
        asked = (plan.question.line, plan.query)
        suggestions = tuple(islice((one for one in found if one not in asked), SUGGESTED))
    text = refusal_text(near, suggestions, plan.question_back, closest)
    return answer.refused(text, confidence, closest, ids, suggestions)


def refusal_text(
    near: Sequence[Named],
    suggestions: Iterable[str] = (),
    question_back: str = "",
    closest: Citation | None = None,
) -> str:
    """Says that there is no answer, asks back where that helps, quotes what comes closest to one,
    names the articles that come near, and what one could ask."""
    nearest_quote = f"Closest: {_quoted(closest)}" if closest else ""
    nearest = f"Closest articles: {'; '.join(map(article_name, near))}." if near else ""
    parts = (REFUSAL, question_back, nearest_quote, nearest, such_as(suggestions))
    return " ".join(filter(None, parts))


def _quoted(citation: Citation) -> str:
    quote = shortened(as_sentence(citation.quote), LONGEST_QUOTE)
    return f"{quoted(quote, unmarked(origin(citation) or citation.title))}."


def _closest(evidence: Evidence, near: Container[str]) -> Citation | None:
    """The likeliest sentence, if it may be right and is of an article that comes near."""
    if not evidence.sentences or evidence.confidence < WORTH_QUOTING:
        return None
    likeliest = evidence.sentences[0].sentence
    return Citation.of(1, likeliest) if likeliest.hit.article_id in near else None


def _near(plan: QueryPlan, evidence: Evidence) -> Iterator[Hit]:
    """Of each article that comes near the question its best passage."""
    weights = evidence.term_weights
    least = SHARED * sum(weights.values())
    names = _names(plan) if plan.language else set[str]()
    seen: set[str] = set()
    for hit in evidence.hits:
        if hit.article_id in seen:
            continue
        terms = plan.store.terms(f"{hit.title} {hit.text}")
        shared = sum(weight for term, weight in weights.items() if term in terms)
        cosine = hit.cosine or 0.0
        is_somewhat_alike = cosine >= SOMEWHAT_ALIKE and shared >= least > 0
        if cosine >= ALIKE or is_somewhat_alike or names & terms:
            seen.add(hit.article_id)
            yield hit


def _names(plan: QueryPlan) -> set[str]:
    """Words with a capital, which another language shares with the articles; stemmed."""
    words = re.findall(r"(?<=\s)[A-Z]\w+", plan.query)
    return plan.store.terms(" ".join(filter(plan.store.has_word, words)))
