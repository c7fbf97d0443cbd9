"""What the forms of an answer share: the sentences of each side, of whom a pronoun speaks, and the
order in which sentences read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.sentences import ends_as_sentence
from qa.types import Evidence, EvidenceSentence, ScoredSentence

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


def opens_with_pronoun(text: str) -> bool:
    """Whether a sentence speaks of somebody or something that the one before it names."""
    return bool(_PRONOUN.match(text))


def with_antecedents(chosen: list[EvidenceSentence], most: int) -> list[EvidenceSentence]:
    """At most `most` sentences in reading order: those given, and where one of them opens with a
    pronoun, the one before it, if it is no heading."""
    places = {sentence.place for sentence in chosen}
    result = list(chosen)
    for sentence in chosen:
        before = sentence.before
        if len(result) >= most:
            break
        if not before or before.place in places or not ends_as_sentence(before.text):
            continue
        if opens_with_pronoun(sentence.text):
            places.add(before.place)
            result.append(before)
    return _in_reading_order(result)


def _in_reading_order(chosen: list[EvidenceSentence]) -> list[EvidenceSentence]:
    """Article by article, the one of the best sentence first; within it as it is written."""
    articles = list(dict.fromkeys(sentence.hit.article_id for sentence in chosen))
    return sorted(chosen, key=lambda s: (articles.index(s.hit.article_id), s.start))
