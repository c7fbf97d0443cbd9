"""The form of a list: every sentence that brings an item which the others do not have."""

from __future__ import annotations

from qa.generation.forms.novelty import likeness
from qa.generation.selection import with_antecedents
from qa.types import Evidence, EvidenceSentence, QueryPlan

MOST = 6
"""Sentences of a list."""
SHARE = 0.03
ALIKE = 0.8


def items(plan: QueryPlan, evidence: Evidence) -> list[EvidenceSentence]:
    """See `qa.generation.forms.Form`."""
    best = evidence.sentences[0].probability
    chosen: list[EvidenceSentence] = []
    words: list[set[str]] = []
    for one in evidence.sentences:
        if len(chosen) == MOST or one.probability < SHARE * best:
            break
        own = plan.store.terms(one.sentence.text)
        if any(likeness(own, other) >= ALIKE for other in words):
            continue
        chosen.append(one.sentence)
        words.append(own)
    return with_antecedents(chosen, MOST)
