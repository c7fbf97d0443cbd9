"""What a question takes for granted, where the articles say the contrary.

"Why did the council reject the plan?" takes for granted that it did. Where the likeliest
sentences contradict that and none supports it, the answer is the sentence that does, and a notice
says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.entailment import ClaimReader
from qa.ranking.ranker import Choice, Judged
from qa.ranking.reader.layout import heading_of
from qa.text.clauses import AUX, content

CONTRADICTED, SUPPORTED = 0.7, 0.3
"""A sentence must contradict it so surely, and none may support it so much."""
LOOKED_AT = 3
LEAST_WORDS = 3
"""Words of a premise that are no function words."""
NOTICE = "The articles contradict what the question takes for granted."

_PREMISE = re.compile(
    rf"^\W*(?:when|where|why|how(?! (?:many|much|long|old|far|often)\b))\s+(?P<aux>{AUX})\s+"
    r"(?P<rest>[^,;?]+)\W*$",
    re.IGNORECASE,
)


def premise_of(asked: str) -> str:
    """What the question takes for granted, as a claim; empty where it cannot be told."""
    match = _PREMISE.match(" ".join(asked.split()))
    if not match or len(content(match["rest"])) < LEAST_WORDS:
        return ""
    rest = match["rest"].strip()
    return f"{rest[:1].upper()}{rest[1:]}."


def hold_against(asked: str, choice: Choice, checker: ClaimReader) -> tuple[Choice, str]:
    """The choice with the sentence first that contradicts the premise, and the notice; the choice
    as it is, and none, where there is no such sentence."""
    claim = premise_of(asked)
    near = choice.ranking[:LOOKED_AT]
    if not claim or not near:
        return choice, ""
    denial = _denial(claim, near, checker)
    if denial is None:
        return choice, ""
    first = replace(denial, share=near[0].share)
    rest = [judged for judged in choice.ranking if judged is not denial]
    return replace(choice, ranking=(first, *rest), short=""), NOTICE


def _denial(claim: str, near: Sequence[Judged], checker: ClaimReader) -> Judged | None:
    above = [heading_of(judged.sentence.hit) for judged in near]
    stances = checker.judge(claim, above, [judged.sentence.text for judged in near])
    if any(stance.supported >= SUPPORTED for stance in stances):
        return None
    surest, judged = max(zip(stances, near, strict=True), key=lambda pair: pair[0].contradicted)
    return judged if surest.contradicted >= CONTRADICTED else None
