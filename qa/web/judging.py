"""What a person says of an answer: the line under it, and what becomes of a click there."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from index.articles import one_line
from index.errors import ReadError, StoreError
from qa.feedback import Judgement, Verdict, keep
from qa.web.conversation import Exchange, history
from qa.web.markup import NOTHING, Html

MAX_CORRECTION = 500
"""Characters."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a click says of the answer with that number."""

    number: int
    verdict: Verdict
    correction: str | None = None
    unanswerable: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """How an answer has been judged so far; `problem` says why the last word was not kept."""

    judgement: Judgement | None = None
    problem: str = ""


UNJUDGED = Judged()
Judgings = dict[int, Judged]
"""By the number of the exchange."""


def read_said(data: object) -> Said | None:
    """What a click in the page says; None where that is no such thing."""
    if not isinstance(data, Mapping):
        return None
    number, verdict = data.get("number"), data.get("verdict")
    if type(number) is not int or number < 1:
        return None
    if verdict == "right":
        return Said(number, "right")
    correction, unanswerable = data.get("correction", ""), data.get("unanswerable", False)
    if verdict != "wrong" or type(unanswerable) is not bool or not isinstance(correction, str):
        return None
    if len(correction) > MAX_CORRECTION:
        return None
    try:
        right = None if unanswerable else one_line(correction)
    except ReadError:  # half a character
        return None
    return Said(number, "wrong", right, unanswerable)


def can_be_judged(exchange: Exchange) -> bool:
    """Whether there is an answer, and it grows no more."""
    return bool(
        exchange.is_done
        and exchange.problem is None
        and exchange.answer is not None
        and exchange.answer.text
    )


def judge(said: Said, exchanges: Sequence[Exchange], judged: Judgings) -> Judgings | None:
    """Keeps what was said of one of `exchanges`; None where it has no answer to judge."""
    at = next((at for at, one in enumerate(exchanges) if one.number == said.number), None)
    if at is None or not can_be_judged(exchange := exchanges[at]):
        return None
    if exchange.answer is None or exchange.folder is None:
        return None
    before = judged.get(said.number, UNJUDGED)
    judgement = Judgement(
        id=before.judgement.id if before.judgement else secrets.token_hex(8),
        when=datetime.now(UTC),
        question=exchange.question,
        history=history(exchanges[:at]),
        filters=exchange.filters,
        answer=exchange.answer.to_json(),
        verdict=said.verdict,
        correction=said.correction,
        unanswerable=said.unanswerable,
    )
    try:
        keep(exchange.folder, judgement)
    except StoreError as error:
        return {**judged, said.number: replace(before, problem=f"Not noted. {error}")}
    return {**judged, said.number: Judged(judgement)}


def render_judging(exchange: Exchange, judged: Judged) -> Html:
    """The line under an answer, with the form that "Wrong" unfolds; page.js unfolds it."""
    if not can_be_judged(exchange):
        return NOTHING
    judgement = judged.judgement
    verdict = judgement.verdict if judgement else None
    return Html(
        '<div class="judging" role="group" aria-label="Was this right?" data-judging="{number}" '
        'title="What you say is kept beside the articles and sent nowhere.">'
        '<p><span>Was this right?</span>{right}{wrong}<span role="status">{noted}</span></p>'
        "{form}</div>"
    ).format(
        number=exchange.number,
        right=_button("right", "Right", verdict == "right", NOTHING),
        wrong=_button("wrong", "Wrong", verdict == "wrong", Html(' aria-expanded="false"')),
        noted=_noted(judged),
        form=_form(exchange, judgement),
    )


def _button(verdict: Verdict, name: str, is_pressed: bool, more: Html) -> Html:
    return Html(
        '<button type="button" class="small" data-judge="{}" aria-pressed="{}"{}>{}</button>'
    ).format(verdict, "true" if is_pressed else "false", more, name)


def _noted(judged: Judged) -> Html:
    judgement = judged.judgement
    if judged.problem:
        return Html('<span class="problem">{}</span>').format(judged.problem)
    if judgement is None:
        return NOTHING
    if judgement.unanswerable:
        return Html("Noted: the articles do not answer this.")
    if judgement.correction:
        return Html('Noted: <bdi class="right-one">{}</bdi>').format(judgement.correction)
    return Html("Noted.")


def _form(exchange: Exchange, judgement: Judgement | None) -> Html:
    """What would be right; that the articles do not answer is asked where they were said to."""
    unanswerable = NOTHING
    if exchange.answer and exchange.answer.status == "answered":
        unanswerable = Html(
            '<label class="unanswerable"><input type="checkbox" name="unanswerable"{}>'
            "<span>The articles do not answer this</span></label>"
        ).format(Html(" checked") if judgement and judgement.unanswerable else NOTHING)
    return Html(
        '<form class="correcting" hidden><label>What would be right?'
        '<input type="text" name="correction" maxlength="{}" value="{}" dir="auto" '
        'autocomplete="off"></label>{}<button type="submit" class="small">Save</button></form>'
    ).format(MAX_CORRECTION, (judgement and judgement.correction) or "", unanswerable)
