"""Which sentences of the evidence an answer is made of, and in what order they read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.types import Evidence, EvidenceSentence, ScoredSentence

MOST = 4
"""Sentences in an answer."""
CLOSE = 0.5
"""A sentence joins the answer if it is at least this likely, as a share of the best."""
PART = 0.15
"""Share of a question's word weight that makes a sentence the answer to another part of it."""

_TWO_QUESTIONS = re.compile(
    r"\b(?:who|whom|whose|what|when|where|which|why|how)\b.*\b(?:and|or)\b.*"
    r"\b(?:who|whom|whose|what|when|where|which|why|how)\b",
    re.IGNORECASE | re.DOTALL,
)

_PRONOUN = re.compile(
    r"^[\"“‘']?(?:But |And |Yet |Still, |Later, |Then )?"
    r"(?:He|She|It|They|His|Her|Its|Their|This|These|That|Those|Both|"
    r"The (?:two|three|pair|latter))\b"
)


def select(query: str, evidence: Evidence) -> list[EvidenceSentence]:
    """The sentences of a quoted answer: the best, and up to three that are nearly as likely.

    Of each side of a comparison it has a sentence. A sentence that opens with a pronoun brings
    the one before it along, so that one can tell of whom it speaks.
    """
    if not evidence.sentences:
        return []
    best = evidence.sentences[0].probability
    chosen: dict[str, ScoredSentence] = {}  # by text: the same words elsewhere add nothing
    for one in evidence.sentences:
        if one.probability < CLOSE * best or len(chosen) >= MOST:
            break
        chosen.setdefault(one.sentence.text, one)
    for one in best_of_sides(query, evidence):
        if len(chosen) < MOST:
            chosen.setdefault(one.sentence.text, one)
    return with_antecedents([one.sentence for one in chosen.values()], MOST)


def best_of_sides(query: str, evidence: Evidence) -> Iterator[ScoredSentence]:
    """For each side of a comparison the likeliest sentence of its passages.

    A question of two parts ("when ..., and at whose request?") also gets the sentence that takes
    up what these and the likeliest leave of it.
    """
    best = [
        found
        for side in evidence.sides
        if (found := next((s for s in evidence.sentences if s.sentence.hit.passage in side), None))
    ]
    yield from best
    if _TWO_QUESTIONS.search(query):
        weights = evidence.term_weights
        matched = frozenset[str]().union(
            *(one.matched_terms for one in (*evidence.sentences[:1], *best))
        )
        least = PART * sum(weights.values())
        for one in evidence.sentences:
            if sum(weights[term] for term in one.matched_terms - matched) >= least:
                yield one
                return


def with_antecedents(chosen: list[EvidenceSentence], most: int) -> list[EvidenceSentence]:
    """At most `most` sentences in reading order: those given, and where one of them opens with a
    pronoun, the one before it."""
    places = {sentence.place for sentence in chosen}
    result = list(chosen)
    for sentence in chosen:
        before = sentence.before
        if len(result) >= most:
            break
        if before and before.place not in places and _PRONOUN.match(sentence.text):
            places.add(before.place)
            result.append(before)
    return _in_reading_order(result)


def _in_reading_order(chosen: list[EvidenceSentence]) -> list[EvidenceSentence]:
    """Article by article, the one of the best sentence first; within it as it is written."""
    articles = list(dict.fromkeys(sentence.hit.article_id for sentence in chosen))
    return sorted(chosen, key=lambda s: (articles.index(s.hit.article_id), s.start))
