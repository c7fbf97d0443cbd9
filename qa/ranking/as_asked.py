"""A follow-up read once more as it was asked.

"Who picked that (Harbour Tram)?" is found by what was put in, and then read for that as well: the
sentence that speaks most of the tram comes first. Within the passages that it has led to, the
question as it was asked tells as much.
"""

from __future__ import annotations

import math
from dataclasses import replace

from qa.ranking.ranker import Ranker
from qa.types import Evidence, QueryPlan

LOOKED_AT = 10
"""Sentences, the likeliest …"""
PASSAGES = 4
"""… of so many passages at most, which are read again."""
LEAST = 1e-9


def read_as_asked(plan: QueryPlan, evidence: Evidence, ranker: Ranker) -> Evidence:
    """The evidence with its likeliest sentences in the order of both readings, each as likely as
    the geometric mean of the two. Whether anything answers, the question made whole tells alone."""
    asked = plan.question.line
    if not (plan.follows and evidence.sentences) or asked == plan.query:
        return evidence
    near = evidence.sentences[:LOOKED_AT]
    hits = list({one.sentence.hit.passage: one.sentence.hit for one in near}.values())[:PASSAGES]
    again = ranker.rank(asked, hits, plan.store, len(hits))
    found = {one.sentence.place: one.probability for one in again.sentences}
    near = tuple(one for one in near if one.sentence.place in found)
    means = [math.sqrt(one.probability * max(LEAST, found[one.sentence.place])) for one in near]
    share = sum(one.probability for one in near) / max(LEAST, sum(means))
    mixed = {
        one.sentence.place: replace(one, probability=mean * share)
        for one, mean in zip(near, means, strict=True)
    }
    sentences = (mixed.get(one.sentence.place, one) for one in evidence.sentences)
    ordered = tuple(sorted(sentences, key=lambda one: -one.probability))
    return replace(evidence, sentences=ordered, short=ordered[0].sentence.short)
