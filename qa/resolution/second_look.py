"""A second look at the sentences that likeliest answer, by the entailment network.

The reader looks for what is likest to an answer; that network was taught what only looks like one
(`qa.entailment.questions`).
"""

from __future__ import annotations

from dataclasses import replace

from qa.entailment.questions import log_odds_of_answering
from qa.question import QuestionKind
from qa.resolution.reweighing import reweighed
from qa.types import Evidence, QueryPlan

LOOKED_AT = {QuestionKind.FACT: 5, QuestionKind.EXPLANATION: 8}
"""Sentences that are read again."""
WEIGHT = {QuestionKind.FACT: 0.7, QuestionKind.EXPLANATION: 1.2}
"""Of the network's log-odds, added to the reader's: a reason seldom has the question's words, nor a
short answer, by which the reader goes."""


def look_again(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence with its likeliest sentences in the order of both networks, where a question
    asks for a fact or an explanation."""
    count = LOOKED_AT.get(plan.kind, 0)
    near, rest = evidence.sentences[:count], evidence.sentences[count:]
    if len(near) < 2:
        return evidence
    answers = log_odds_of_answering(plan.query, [one.sentence for one in near])
    whole = sum(one.probability for one in near)
    again = reweighed(near, [WEIGHT[plan.kind] * odds for odds in answers], whole)
    ordered = sorted([*again, *rest], key=lambda one: -one.probability)
    return replace(evidence, sentences=tuple(ordered), short=ordered[0].sentence.short)
