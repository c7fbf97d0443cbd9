"""The form of an explanation: what leads to it and follows from it, as the reports tell it.

Reasons seldom stand in one sentence. The likeliest sentences bring those that follow them, until
the answer is a paragraph.
"""

from __future__ import annotations

from itertools import zip_longest

from qa.generation.forms.neighbours import Neighbours
from qa.generation.selection import in_reading_order, with_antecedents
from qa.types import Evidence, EvidenceSentence, QueryPlan

MOST = 5
"""Sentences of an explanation."""
LEADS = 3
"""Sentences that bring their neighbours."""
SHARE = 0.1
"""Of the likeliest sentence's probability that the others must have."""


def explanation(plan: QueryPlan, evidence: Evidence) -> list[EvidenceSentence]:
    """See `qa.generation.forms.Form`."""
    best = evidence.sentences[0].probability
    leads = [one.sentence for one in evidence.sentences if one.probability >= SHARE * best][:LEADS]
    chosen = {one.place: one for one in leads}
    neighbours = Neighbours(one.sentence for one in evidence.sentences)
    texts = {one.text for one in leads}
    runs = (neighbours.following(lead, MOST - 1) for lead in leads)
    for follower in (one for nearest in zip_longest(*runs) for one in nearest if one):
        if len(chosen) < MOST and follower.text not in texts:
            chosen.setdefault(follower.place, follower)
    return in_reading_order(with_antecedents(list(chosen.values()), MOST))
