"""A follow-up put into words that stand on their own, by a language model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from qa.llm.endpoint import Piece
from qa.llm.models import LanguageModel
from qa.llm.prompts import load_prompts
from qa.query.plan import plan_query
from qa.question import UNSEARCHED, Question, QuestionKind, Turn
from qa.text.facts import Facts
from qa.text.markers import without_citations
from qa.text.unicode import joined_halves
from qa.types import QueryPlan, Usage, Waiting

QUESTION_TOKENS = 60
HISTORY_TURNS = 6
"""Turns of a conversation that a model is shown, the latest."""
HISTORY_CHARACTERS = 400
"""Characters of each."""
LONGEST = 300
"""Characters of a question that is taken from a model."""


def is_worth_rewriting(plan: QueryPlan) -> bool:
    """Whether a question leans on what was said before, so that a model may put it better."""
    return plan.query != plan.question.line and plan.kind is not QuestionKind.TALK


def plan_rewritten(
    question: Question, plan: QueryPlan, model: LanguageModel
) -> Iterator[Waiting | Usage | QueryPlan]:
    """The plan of the question as the model puts it, last, where that is another one; before it
    what is waited for, and what it has cost.

    The program's own reading stands beside the model's as an alternative: the evidence decides.

    Args:
        question: As it was asked.
        plan: Its plan by the program's own reading.

    Raises:
        LanguageModelError: there is no model to be had.
    """
    for piece in rewrite(plan.question, model, plan.query):
        if not isinstance(piece, str):
            yield piece
        elif piece != plan.query:
            own = () if plan.kind in UNSEARCHED else (replace(plan, alternatives=()),)
            yield replace(plan_query(question, plan.store, piece), alternatives=own)


def rewrite(question: Question, model: LanguageModel, otherwise: str) -> Iterator[Piece]:
    """The standalone question, last; before it what is waited for, and what it has cost.

    What the model writes is taken only where it brings in no name or figure that nobody
    mentioned; else it is `otherwise`.

    Raises:
        LanguageModelError: there is no model to be had.
    """
    messages = load_prompts()["condense"].messages(
        conversation=_conversation(question.history), question=question.line
    )
    said = ""
    with closing(model.stream(messages, QUESTION_TOKENS, ("\n",))) as pieces:
        for piece in pieces:
            if isinstance(piece, Usage):
                yield piece
                continue
            said += piece if isinstance(piece, str) else ""
            why = piece.why if isinstance(piece, Waiting) else ""
            yield Waiting(why or "Putting the question into words …")
    written = " ".join(joined_halves(said).split())
    yield written if _is_faithful(written, question) else otherwise


def _is_faithful(written: str, question: Question) -> bool:
    talk = _conversation(question.history)
    is_question = written.endswith("?") and len(written) <= LONGEST
    return is_question and not Facts.of(written).missing(Facts.of(talk, question.text))


def _conversation(history: Sequence[Turn]) -> str:
    """The latest turns, each cut to its budget, without citation marks."""
    labels = {"user": "Question", "assistant": "Answer"}
    return "\n".join(
        f"{labels[turn.role]}: "
        f"{without_citations(' '.join(turn.content.split()))[:HISTORY_CHARACTERS]}"
        for turn in history[-HISTORY_TURNS:]
    )
