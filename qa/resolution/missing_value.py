"""A figure or a time that is asked for, and that nothing in the evidence tells.

"How much does it cost?" is not answered by when it will be sold, however near that stands.
"""

from __future__ import annotations

from qa.question import QuestionKind
from qa.text.answer_types import may_hold, wanted_by
from qa.types import Evidence, QueryPlan

LOOKED_AT = 5
"""The likeliest sentences, more than an answer quotes."""


def doubt_missing_value(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence with two thirds of its confidence lost where a fact is asked for and none of the
    likeliest sentences has anything of the type that it must be of."""
    if plan.kind is not QuestionKind.FACT or not evidence.sentences:
        return evidence
    wanted = wanted_by(plan.query)
    likeliest = evidence.sentences[:LOOKED_AT]
    if any(may_hold(wanted, one.sentence.text) for one in likeliest):
        return evidence
    return evidence.doubted()
