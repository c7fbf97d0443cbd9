"""The form of a comparison: each side with the sentences that speak of it.

A side that asks something ("How high is the old wall?", "the height of the old wall") is told by
what answers it, one that only names a thing ("the old wall") by what an overview of it would open
with.
"""

from __future__ import annotations

from qa.generation.forms.digest import most_telling
from qa.generation.forms.fact import likeliest
from qa.generation.selection import best_of_sides, is_heading, with_antecedents
from qa.question import QuestionKind
from qa.types import Evidence, EvidenceSentence, QueryPlan

MOST = 6
"""Sentences of a comparison."""
OF_SIDE = 2
"""Sentences of each side; of one that only names a thing one more."""
LIKELY, SHARE = 5, 0.02
"""The likeliest sentences, whichever side they speak of, and the share of the likeliest one's
probability that the others must have."""


def _of_side(part: QueryPlan, found: Evidence) -> list[EvidenceSentence]:
    if part.kind is QuestionKind.OVERVIEW:
        return most_telling(part, found, OF_SIDE + 1)
    return likeliest(part, found, OF_SIDE)


def sides(plan: QueryPlan, evidence: Evidence) -> list[EvidenceSentence]:
    """See `qa.generation.forms.Form`."""
    best = evidence.sentences[0].probability
    near = evidence.sentences[:LIKELY]
    likely = [one.sentence for one in near if one.probability >= SHARE * best]
    deciding = [one.sentence for one in evidence.sentences[: evidence.deciding]]
    own = [
        one
        for part, found in zip(plan.parts, evidence.parts, strict=True)
        for one in _of_side(part, found)
    ]
    spoken_of = [one.sentence for one in best_of_sides(evidence)]
    found = [*own, *spoken_of, *likely]
    whole = [one for one in found if not is_heading(one.text)] or found
    chosen: dict[str, EvidenceSentence] = {}
    for one in (*deciding, *whole):
        if len(chosen) < MOST:
            chosen.setdefault(one.text, one)
    return with_antecedents(list(chosen.values()), MOST)
