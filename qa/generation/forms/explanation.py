"""The form of an explanation: the sentences that give reasons, as the reports tell them.

What follows the likeliest often goes on to tell why, so it comes along.
"""

from __future__ import annotations

from qa.generation.forms.neighbours import Neighbours
from qa.generation.selection import best_of_parts, is_heading, with_antecedents
from qa.types import Evidence, EvidenceSentence, QueryPlan

MOST = 5
"""Sentences of an explanation."""
SHARE = 0.02
"""Of the likeliest sentence's probability that the others must have."""


def explanation(plan: QueryPlan, evidence: Evidence) -> list[EvidenceSentence]:
    """See `qa.generation.forms.Form`."""
    least = SHARE * evidence.sentences[0].probability
    chosen = {one.sentence.text: one.sentence for one in best_of_parts(evidence)}
    for one in evidence.sentences:
        if one.probability < least or len(chosen) == MOST:
            break
        if not chosen or not is_heading(one.sentence.text):  # which tells no reason
            chosen.setdefault(one.sentence.text, one.sentence)  # the same words add nothing
    follower = Neighbours(one.sentence for one in evidence.sentences).after(evidence.best)
    if follower and len(chosen) < MOST and not is_heading(follower.text):
        chosen.setdefault(follower.text, follower)
    return with_antecedents(list(chosen.values()), MOST)
