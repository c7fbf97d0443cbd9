"""What a question takes for granted, where the articles say the contrary.

"Why did the council reject the plan?" presupposes that it did. Where the likeliest sentences
contradict that and none supports it, the answer is the sentence that does, and a notice says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from qa.cross_encoder.layout import heading_of
from qa.entailment import load_entailment_model
from qa.entailment.assertion import Assertion, assertion_of
from qa.text.clauses import content
from qa.text.dates import days_in
from qa.text.lexicon import AUXILIARY
from qa.text.wording import capitalised
from qa.types import Evidence, QueryPlan, ScoredSentence

CONTRADICTED, SUPPORTED = 0.7, 0.3
"""A sentence must contradict it with this probability, and none may support it with that."""
LOOKED_AT = 3
LEAST_WORDS = 3
"""Words of a presupposition that are no function words."""
NOTICE = "The articles contradict what the question takes for granted."

_PRESUPPOSES = re.compile(
    rf"^\W*(?:when|where|why|how(?! (?:many|much|long|old|far|often)\b))\s+(?P<aux>{AUXILIARY})\s+"
    r"(?P<rest>[^,;?]+)\W*$",
    re.IGNORECASE,
)


def presupposition_of(asked: str) -> str:
    """What the question takes for granted, as a claim, but for the days that it names, of which an
    article may not tell; empty where it cannot be told."""
    for period in reversed(days_in(asked, date.today(), with_years=True)):
        asked = f"{asked[: period.start]}{asked[period.end :]}"
    match = _PRESUPPOSES.match(" ".join(asked.split()))
    if not match or len(content(match["rest"])) < LEAST_WORDS:
        return ""
    rest = match["rest"].strip()
    return f"{capitalised(rest)}."


def check_presupposition(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence led by the sentence that contradicts the presupposition, with a notice.

    Unchanged where there is no such sentence, and for follow-ups and questions of several parts,
    of which the presupposition cannot be told.
    """
    claim = "" if plan.context or plan.is_several else presupposition_of(plan.query)
    near = evidence.sentences[:LOOKED_AT]
    if not claim or not near:
        return evidence
    said = [assertion_of(claim, one.sentence.text, plan.store.terms) for one in near]
    if Assertion.ASSERTED in said:  # in so many words; the network is not asked
        return evidence
    denial = _denial(claim, near)
    if denial is None:
        return evidence
    return evidence.led_by(denial).answered_with("").noting(NOTICE)


def _denial(claim: str, near: Sequence[ScoredSentence]) -> ScoredSentence | None:
    headings = [heading_of(one.sentence.hit) for one in near]
    texts = [one.sentence.text for one in near]
    read = load_entailment_model().predict(claim, headings, texts)
    if any(one.supported >= SUPPORTED for one in read):
        return None
    surest, sentence = max(zip(read, near, strict=True), key=lambda pair: pair[0].contradicted)
    return sentence if surest.contradicted >= CONTRADICTED else None
