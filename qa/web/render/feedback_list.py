"""The list of what was said of answers as HTML; lists.js tells of clicks in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from qa.history.judgement import Judgement, Verdict
from qa.history.question_set import as_question
from qa.i18n import say
from qa.web.render.jinja import render
from qa.web.render.judgement_form import wrong_sources_in_words

LISTED = 200
"""Judgements that are listed; the question set has all of them."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A judgement of the list; `answer` is None where its text is not known."""

    id: str
    question: str
    verdict: Verdict
    day: date
    answer: str | None
    is_unanswerable: bool
    correction: str
    about_sources: str
    wrong_quotes: list[tuple[int, str]]


def render_feedback(
    judgements: Sequence[Judgement], *, removed: Judgement | None = None, problem: str = ""
) -> Markup:
    """The judgements from the last to the first.

    Args:
        judgements: The latest of them last.
        removed: The one that was taken back just now, and can be put back.
        problem: What went wrong.
    """
    questions = sum(as_question(one) is not None for one in judgements)
    return render(
        "feedback_list.html.j2",
        removed=removed,
        error=problem,
        summary="" if problem and not judgements else _summary(judgements, questions),
        can_export=questions > 0,
        rows=[_row(one) for one in judgements[: -LISTED - 1 : -1]],
    )


def _summary(judgements: Sequence[Judgement], questions: int) -> str:
    """How many there are of each verdict, and how many make a question of a question set."""
    if not judgements:
        return say("feedback.none")
    right = sum(one.verdict == "right" for one in judgements)
    sentences = [
        say("feedback.told", right=right, wrong=len(judgements) - right),
        say("feedback.questions", n=questions),
    ]
    if questions < len(judgements):
        sentences.append(say("feedback.others_lack"))
    if len(judgements) > LISTED:
        sentences.append(say("feedback.latest", n=LISTED))
    return " ".join(sentences)


def _row(judgement: Judgement) -> _Row:
    text = judgement.answer.get("text")
    return _Row(
        id=judgement.id,
        question=judgement.question,
        verdict=judgement.verdict,
        day=judgement.when.astimezone().date(),
        answer=text if isinstance(text, str) else None,
        is_unanswerable=judgement.unanswerable,
        correction=judgement.correction or "",
        about_sources=wrong_sources_in_words(judgement.wrong_sources),
        wrong_quotes=list(judgement.wrong_quotes().items()) if judgement.wrong_sources else [],
    )
