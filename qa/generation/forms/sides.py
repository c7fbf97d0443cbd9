"""The form of a comparison: each side with the sentences that speak of it."""

from __future__ import annotations

from qa.generation.selection import best_of_sides, with_antecedents
from qa.types import Evidence, EvidenceSentence, QueryPlan

MOST = 5
SHARE = 0.2


def sides(plan: QueryPlan, evidence: Evidence) -> list[EvidenceSentence]:
    """See `qa.generation.forms.Form`."""
    best = evidence.sentences[0].probability
    chosen: dict[str, EvidenceSentence] = {}
    for one in (*best_of_sides(plan.query, evidence), *evidence.sentences):
        if len(chosen) == MOST:
            break
        if one.probability >= SHARE * best or not chosen:
            chosen.setdefault(one.sentence.text, one.sentence)
    for one in best_of_sides(plan.query, evidence):
        chosen.setdefault(one.sentence.text, one.sentence)
    return with_antecedents(list(chosen.values()), MOST)
