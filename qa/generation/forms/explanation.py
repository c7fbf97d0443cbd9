"""The form of an explanation: the sentences that give reasons, as the reports tell them.

What follows the likeliest often goes on to tell why, so it comes along.
"""

from __future__ import annotations

from qa.generation.forms.neighbours import Neighbours
from qa.generation.forms.novelty import says_again
from qa.generation.selection import best_of_parts, is_heading, nearly_likeliest, with_antecedents
from qa.types import Evidence, EvidenceSentence, QueryPlan

MOST = 5
"""Sentences of an explanation."""
SHARE = 0.02
"""Of the likeliest sentence's probability that the others must have."""


def explanation(plan: QueryPlan, evidence: Evidence) -> list[EvidenceSentence]:
    """See `qa.generation.forms.Form`."""
    least = SHARE * evidence.sentences[0].probability
    likely = [one.sentence for one in evidence.sentences if one.probability >= least]
    follower = Neighbours(one.sentence for one in evidence.sentences).after(evidence.best)
    chosen = {one.sentence.text: one.sentence for one in best_of_parts(evidence)}
    for one in (*likely, *([follower] if follower else [])):
        if len(chosen) == MOST:
            break
        if chosen and (is_heading(one.text) or says_again(one, chosen.values(), plan.query)):
            continue  # it tells no reason, or none that is new
        chosen.setdefault(one.text, one)
    told = list(chosen.values())
    return with_antecedents(told, MOST, nearly_likeliest(told, evidence))
