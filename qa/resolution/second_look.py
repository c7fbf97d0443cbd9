"""A second look at the sentences that likeliest answer, by the entailment network.

The reader looks for what is likest to an answer; that network was taught what only looks like one
(`qa.entailment.questions`).
"""

from __future__ import annotations

from dataclasses import replace

from qa.entailment.questions import KINDS, log_odds_of_answering
from qa.resolution.reweighing import reweighed
from qa.types import Evidence, QueryPlan

LOOKED_AT = 3
WEIGHT = 0.4
"""Of the network's log-odds, added to the reader's."""


def look_again(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence with its likeliest sentences in the order of both networks, where a question
    asks for a fact or an explanation."""
    near, rest = evidence.sentences[:LOOKED_AT], evidence.sentences[LOOKED_AT:]
    if len(near) < 2 or plan.kind not in KINDS:
        return evidence
    answers = log_odds_of_answering(plan.query, [one.sentence for one in near])
    whole = sum(one.probability for one in near)
    again = reweighed(near, [WEIGHT * odds for odds in answers], whole)
    ordered = sorted([*again, *rest], key=lambda one: -one.probability)
    return replace(evidence, sentences=tuple(ordered), short=ordered[0].sentence.short)
