"""A follow-up read once more as it was asked.

"Who picked that (Harbour Tram)?" is found by what was put in, and then read for that as well: the
sentence that speaks most of the tram comes first. Within the passages that it has led to, the
question as it was asked tells as much.
"""

from __future__ import annotations

import math
from dataclasses import replace

from qa.log_odds import log_odds
from qa.ranking.ranker import Ranker
from qa.types import Evidence, EvidenceSentence, QueryPlan

LOOKED_AT = 10
"""Sentences, the likeliest …"""
PASSAGES = 4
"""… of so many passages at most, which are read again."""
LEAST = 1e-9


def read_as_asked(plan: QueryPlan, evidence: Evidence, ranker: Ranker) -> Evidence:
    """The evidence with its likeliest sentences in the order of both readings, each as likely as
    the geometric mean of the two."""
    asked = plan.question.line
    if not (plan.follows and evidence.sentences) or asked == plan.query:
        return evidence
    near = evidence.sentences[:LOOKED_AT]
    hits = list({one.sentence.hit.passage: one.sentence.hit for one in near}.values())[:PASSAGES]
    again = ranker.rank(asked, hits, plan.store, len(hits))
    found = {one.sentence.place: one for one in again.sentences}
    near = tuple(one for one in near if one.sentence.place in found)
    both = [(one, found[one.sentence.place]) for one in near]
    means = [math.sqrt(one.probability * max(LEAST, other.probability)) for one, other in both]
    share = sum(one.probability for one in near) / max(LEAST, sum(means))
    mixed = {
        one.sentence.place: replace(
            one, sentence=_mean(one.sentence, other.sentence), probability=mean * share
        )
        for (one, other), mean in zip(both, means, strict=True)
    }
    sentences = (mixed.get(one.sentence.place, one) for one in evidence.sentences)
    ordered = tuple(sorted(sentences, key=lambda one: -one.probability))
    logits = [log_odds(one.answerability, LEAST) for one in (evidence, again)]
    answerability = 1 / (1 + math.exp(-sum(logits) / 2))
    return replace(
        evidence,
        sentences=ordered,
        answerability=answerability,
        confidence=answerability,
        short=ordered[0].sentence.short,
    )


def _mean(one: EvidenceSentence, other: EvidenceSentence) -> EvidenceSentence:
    """The sentence with the mean of what two readings say of it, and the surer short answer."""
    if one.reading is None or other.reading is None:
        return one
    surer = max((one.reading, other.reading), key=lambda reading: reading.answer)
    reading = replace(
        surer,
        inside=(one.reading.inside + other.reading.inside) / 2,
        answer=(one.reading.answer + other.reading.answer) / 2,
    )
    return replace(one, reading=reading, relevance=(one.relevance + other.relevance) / 2)
