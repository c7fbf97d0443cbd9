"""What was just said is not said again where something further is asked for.

"What else did she say?", "Tell me more", "Any other reasons?".
"""

from __future__ import annotations

import re
from dataclasses import replace

from qa.types import Evidence, QueryPlan

_FURTHER = re.compile(
    r"\b(?:what|who|where|whom|why|how|when|anything|anyone|anybody|something|someone) else\b"
    r"|\b(?:tell|say|know|hear|read|find)\b.{0,30}\bmore\b|^\W*(?:and |some |any )?more\b(?! than)"
    r"|\bmore (?:details?|information|on|about)\b"
    r"|\b(?:any|what|which|are there) (?:other|further|more)\b|\bgo on\b|\bcontinue\b",
    re.IGNORECASE,
)


def leave_out_already_said(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence without the sentences that the last answer quotes, where the question asks for
    more than that, and there is more."""
    said = _plain(plan.question.last_said("assistant"))
    if not said or not _FURTHER.search(plan.question.line):
        return evidence
    rest = tuple(one for one in evidence.sentences if _plain(one.sentence.text) not in said)
    return replace(evidence, sentences=rest) if rest else evidence


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
