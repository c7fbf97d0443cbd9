"""The answer to what needs no search: a greeting, or a question about the collection itself."""

from __future__ import annotations

from qa.generation.collection import collection_text
from qa.generation.talk import talk
from qa.question import QuestionKind
from qa.types import QueryPlan


def unsearched_reply(plan: QueryPlan) -> tuple[str, tuple[str, ...]]:
    """What to say, and questions that one could ask.

    Args:
        plan: Of a kind that is among `qa.question.UNSEARCHED`.
    """
    return talk(plan) if plan.kind is QuestionKind.TALK else (collection_text(plan), ())
