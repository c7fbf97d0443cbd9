"""Whether a part of a sentence can answer at all."""

from __future__ import annotations

from qa.text.question_forms import asks_what_was_said, asks_yes_or_no
from qa.types import Evidence, QueryPlan

FEW_WORDS = 2
"""As few do not tell what somebody said or did: 15 of 18 answers so short to such questions of
newsqa had nothing of the gold answer."""


def fit_short_answer(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence without a short answer where the question asks for none: yes or no, or what
    somebody said or did."""
    is_bare = len(evidence.short.split()) <= FEW_WORDS
    if asks_yes_or_no(plan.focus) or (is_bare and asks_what_was_said(plan.focus)):
        return evidence.answered_with("")
    return evidence
