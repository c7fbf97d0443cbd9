"""From which confidence on an answer is written, and by whom."""

from __future__ import annotations

from qa.generation.answerer import Answerer
from qa.llm.profile import Profile
from qa.settings import QASettings
from qa.types import Evidence, QueryPlan


def may_answer(
    plan: QueryPlan, evidence: Evidence, settings: QASettings, profile: Profile | None
) -> bool:
    """Whether the evidence is good enough for anybody to write; else the question is refused.

    Args:
        profile: Of the language model that would write; None where the articles are quoted.
    """
    least = settings.threshold(plan.kind, quotes=profile is None)
    if profile is not None and settings.model_threshold is None:
        least *= profile.caution
    return bool(evidence.sentences) and evidence.confidence >= least


def may_quote_instead(
    plan: QueryPlan, evidence: Evidence, settings: QASettings, profile: Profile | None
) -> bool:
    """Whether the articles are quoted where the model has nothing to say that holds: a small one,
    and the quotation is sure.

    Args:
        profile: Of the language model that wrote; None where the articles were quoted anyway.
    """
    is_small = profile is not None and not profile.whole_passages
    return is_small and may_answer(plan, evidence, settings, profile=None)


def may_quote_meanwhile(
    plan: QueryPlan, evidence: Evidence, settings: QASettings, answerer: Answerer
) -> bool:
    """Whether the articles are quoted until a model has written its first sentence: where it is
    of this machine, which reads for seconds, and the quotation is sure."""
    return answerer.name == "local" and may_answer(plan, evidence, settings, profile=None)
