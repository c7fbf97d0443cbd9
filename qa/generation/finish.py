"""What is added to an answer once it is written: notices, and copies of what it quotes."""

from __future__ import annotations

from qa.generation.age import old_evidence
from qa.generation.copies import with_copies
from qa.generation.relative_days import dated
from qa.types import Answer, QueryPlan


def finished(plan: QueryPlan, answer: Answer, old_after: int) -> Answer:
    """The whole answer: which day "on Thursday" was, how old its evidence is, where else it stands.

    Args:
        answer: Answered, with all its sentences.
        old_after: Days after which evidence counts as old; see `QASettings.old_after`.
    """
    days = dated(plan.query, answer.short, answer.citations)
    age = old_evidence(plan, answer.citations, old_after)
    reported = [report.article_id for report in answer.reports]
    citations, differing = with_copies(plan, answer.citations, reported)
    return answer.citing(citations).finished(*days, *age, *differing)
