"""The form of a fact: the sentence that answers, and those that may answer in its place.

Sentences join until the answer likely stands among them, so that a sure answer is short; the
likeliest comes first.
"""

from __future__ import annotations

from qa.generation.forms.novelty import says_again
from qa.generation.selection import best_of_parts, best_of_sides, is_heading, with_antecedents
from qa.types import Evidence, EvidenceSentence, QueryPlan

MOST = 3
"""Sentences that may answer; with those of parts and sides, and those that pronouns lean on, one
more."""
ENOUGH = 0.95
"""Probability that the answer is among the chosen sentences, at which no more are added."""
LEAST = 0.02
"""Probability of a sentence that is added."""


def fact(plan: QueryPlan, evidence: Evidence) -> list[EvidenceSentence]:
    """See `qa.generation.forms.Form`."""
    of_sides = [one.sentence for one in best_of_sides(evidence)]
    chosen = {one.sentence.text: one.sentence for one in best_of_parts(evidence)}
    for one in (*likeliest(plan, evidence, MOST), *of_sides):
        if len(chosen) <= MOST:
            chosen.setdefault(one.text, one)
    told = list(chosen.values())
    return with_antecedents(told, MOST + 1, told[:1])


def likeliest(plan: QueryPlan, evidence: Evidence, most: int) -> list[EvidenceSentence]:
    """The sentences among which the answer likely stands, at most `most`, the likeliest first;
    those that decide a verdict in any case. What says the same again adds nothing."""
    by_text: dict[str, EvidenceSentence] = {}
    for one in evidence.sentences[: evidence.deciding]:
        by_text.setdefault(one.sentence.text, one.sentence)
    chosen = list(by_text.values())
    mass = sum(one.probability for one in evidence.sentences[: evidence.deciding])
    for one in evidence.sentences[evidence.deciding :]:
        if len(chosen) >= most or (chosen and (mass >= ENOUGH or one.probability < LEAST)):
            break
        if chosen and is_heading(one.sentence.text):  # beside a sentence it adds little
            continue
        if not says_again(one.sentence, chosen, plan.query):
            chosen.append(one.sentence)
        mass += one.probability
    return chosen
