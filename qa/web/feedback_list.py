"""The list of what was said of answers as HTML; talks.js tells of clicks in it."""

from __future__ import annotations

from collections.abc import Sequence

from index.days import long_day
from qa.history.judgement import Judgement
from qa.history.question_set import as_question
from qa.text.html import NOTHING, Html, lines
from qa.web.judging import wrong_sources_in_words
from qa.web.reports import render_problem

LISTED = 200
"""Judgements that are listed; the question set has all of them."""
_VERDICTS = {"right": "Right", "wrong": "Wrong"}


def render_verdicts(
    judgements: Sequence[Judgement], *, removed: Judgement | None = None, problem: str = ""
) -> Html:
    """The judgements, the latest of which come last, from the last to the first.

    Args:
        removed: The one that was taken back just now, and can be put back.
    """
    latest = judgements[: -LISTED - 1 : -1]
    return Html('{}{}<div class="said">{}</div><ul class="talks">{}</ul>').format(
        _undo(removed) if removed else NOTHING,
        render_problem(problem) if problem else NOTHING,
        NOTHING if problem and not judgements else _summary(judgements),
        lines(map(_entry, latest)),
    )


def _summary(judgements: Sequence[Judgement]) -> Html:
    if not judgements:
        return Html('<p role="status">{}</p>').format(
            "No answer has been judged yet. Under each answer you can say whether it was right."
        )
    right = sum(one.verdict == "right" for one in judgements)
    questions = sum(as_question(one) is not None for one in judgements)
    told = f"{right:,} right, {len(judgements) - right:,} wrong; "
    told += f"{questions:,} of them {'makes' if questions == 1 else 'make'} a question."
    if questions < len(judgements):
        told += " The others lack what would be right."
    if len(judgements) > LISTED:
        told += f" The latest {LISTED} are listed here."
    export = NOTHING
    if questions:
        export = Html(
            '<p><button type="button" class="small" data-export="jsonl">Export as a question set'
            "</button></p>"
        )
    return Html('<p role="status">{}</p>{}').format(told, export)


def _undo(removed: Judgement) -> Html:
    return Html(
        '<p class="notice removed" role="status"><span>Taken back: <bdi>{}</bdi></span>'
        '<button type="button" class="quiet" data-restore>Undo</button></p>'
    ).format(removed.question)


def _entry(judgement: Judgement) -> Html:
    return Html(
        '<li data-kept="{id}" class="verdict is-{verdict}"><p class="judged" dir="auto">{question}'
        '</p>{answer}<p class="about">{about}</p>{said}'
        '<div class="talk-actions"><button type="button" class="quiet" data-remove '
        'aria-label="{label}">Take back</button></div></li>'
    ).format(
        id=judgement.id,
        verdict=judgement.verdict,
        question=judgement.question,
        answer=_answer(judgement),
        about=_about(judgement),
        said=lines(map(_line, _said(judgement))),
        label=f"Take back: {judgement.question}",
    )


def _answer(judgement: Judgement) -> Html:
    text = judgement.answer.get("text")
    if not isinstance(text, str):
        return NOTHING
    return Html('<p class="answered" dir="auto">{}</p>').format(text)


def _about(judgement: Judgement) -> Html:
    day = long_day(judgement.when.astimezone().date())
    return Html(
        '<span class="about-parts"><b class="about-part">{}</b>'
        '<span class="about-part">{}</span></span>'
    ).format(_VERDICTS[judgement.verdict], day)


def _said(judgement: Judgement) -> list[Html | str]:
    """What was said beside the verdict, in sentences."""
    said: list[Html | str] = []
    if judgement.unanswerable:
        said.append("The articles do not answer this.")
    elif judgement.correction:
        right = Html('Right would be: <bdi class="right-one">{}</bdi>')
        said.append(right.format(judgement.correction))
    if judgement.wrong_sources:
        said.append(wrong_sources_in_words(judgement.wrong_sources))
        said += [
            Html('<span class="which">[{}] <bdi>{}</bdi></span>').format(number, quote)
            for number, quote in judgement.wrong_quotes().items()
        ]
    return said


def _line(sentence: Html | str) -> Html:
    return Html('<p class="said-of">{}</p>').format(sentence)
