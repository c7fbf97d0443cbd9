"""How answers are judged: what a click under an answer says, checked and kept.

Whether the answer was right, what would be, and which of its quotations do not support it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from index.articles import one_line
from index.errors import ReadError, StoreError
from qa.history.exchange import ChatExchange, numbered, said_before
from qa.history.feedback import Feedback
from qa.history.judgement import Judgement, Verdict
from qa.i18n import say
from qa.types import Citation

LONGEST_CORRECTION = 500
"""Characters."""
_MOST_SOURCES = 100


@dataclass(frozen=True, slots=True)
class JudgementClick:
    """What a click says of the answer with that number; what it does not say stays as it was."""

    number: int
    verdict: Verdict | None
    correction: str | None = None
    unanswerable: bool = False
    wrong_sources: tuple[int, ...] | None = None
    """Numbers of the citations that do not support the answer; with them, nothing else is said."""


@dataclass(frozen=True, slots=True)
class JudgementState:
    """How an answer has been judged so far; `problem` says why the last click was not written."""

    judgement: Judgement | None = None
    problem: str = ""


UNJUDGED = JudgementState()
JudgementStates = dict[int, JudgementState]
"""By the number of the exchange."""
KeptIn = Callable[[Path], Feedback]
"""Gives the feedback on the store in a folder: `feedback_of` with the settings."""


def read_judgement_click(data: object) -> JudgementClick | None:
    """The data of a click in the page, checked; None where it is no judgement."""
    if not isinstance(data, Mapping):
        return None
    number, verdict = data.get("number"), data.get("verdict")
    if type(number) is not int or number < 1:
        return None
    if "sources" in data:
        sources = _numbers(data["sources"])
        return None if sources is None else JudgementClick(number, None, wrong_sources=sources)
    if verdict == "right":
        return JudgementClick(number, "right")
    correction, unanswerable = data.get("correction", ""), data.get("unanswerable", False)
    if verdict != "wrong" or type(unanswerable) is not bool or not isinstance(correction, str):
        return None
    if len(correction) > LONGEST_CORRECTION:
        return None
    try:
        right = None if unanswerable else one_line(correction)
    except ReadError:  # a surrogate without its other half
        return None
    return JudgementClick(number, "wrong", right, unanswerable)


def _numbers(data: object) -> tuple[int, ...] | None:
    """Numbers of citations, sorted; None where `data` is no list of numbers."""
    if not isinstance(data, list) or len(data) > _MOST_SOURCES:
        return None
    return tuple(sorted(set(data))) if all(type(one) is int for one in data) else None


def can_be_judged(exchange: ChatExchange) -> bool:
    """Whether there is an answer, and it grows no more."""
    return bool(
        exchange.is_done
        and exchange.problem is None
        and exchange.answer is not None
        and exchange.answer.text
    )


def record_judgement(
    click: JudgementClick,
    exchanges: Sequence[ChatExchange],
    states: JudgementStates,
    user: str | None = None,
    kept_in: KeptIn = Feedback,
) -> JudgementStates | None:
    """Keeps what was said of one of `exchanges`, among the feedback on the store that answered.

    Args:
        states: How the answers have been judged so far.
        user: Who is signed in.
        kept_in: Gives the feedback on a store.

    Returns:
        The states after it, with a problem where it could not be written; None where the
        exchange has no answer to judge.
    """
    exchange = numbered(exchanges, click.number)
    if exchange is None or not can_be_judged(exchange):
        return None
    if exchange.answer is None or exchange.folder is None:
        return None
    before = states.get(click.number, UNJUDGED)
    if click.wrong_sources == () and before.judgement is None:
        return None
    judgement = before.judgement or Judgement(
        id=secrets.token_hex(8),
        when=datetime.now(UTC),
        question=exchange.question,
        history=said_before(exchange, exchanges),
        filters=exchange.filters,
        answer=exchange.answer.to_json(),
        verdict="wrong",  # where only a source is said to be wrong
        person=user,
    )
    judgement = _with_click(judgement, click, exchange.answer.citations)
    try:
        kept_in(exchange.folder).keep(judgement)
    except StoreError as error:
        problem = say("judging.not_saved", error=error)
        return {**states, click.number: replace(before, problem=problem)}
    return {**states, click.number: JudgementState(judgement)}


def take_back(
    number: int,
    exchanges: Sequence[ChatExchange],
    states: JudgementStates,
    kept_in: KeptIn = Feedback,
) -> JudgementStates | None:
    """Forgets what was said of the exchange of that number.

    Returns:
        The states after it, with a problem where it could not be forgotten; None where nothing
        was said of it.
    """
    exchange = numbered(exchanges, number)
    before = states.get(number, UNJUDGED)
    if exchange is None or exchange.folder is None or before.judgement is None:
        return None
    try:
        kept_in(exchange.folder).take_back(before.judgement.id)
    except StoreError as error:
        problem = say("judging.not_taken_back", error=error)
        return {**states, number: replace(before, problem=problem)}
    return {at: one for at, one in states.items() if at != number}


def _with_click(
    judgement: Judgement, click: JudgementClick, citations: Sequence[Citation]
) -> Judgement:
    now = datetime.now(UTC)
    if click.verdict is None:
        known = {one.number for one in citations}
        wrong = tuple(number for number in click.wrong_sources or () if number in known)
        return replace(judgement, when=now, wrong_sources=wrong)
    return replace(
        judgement,
        when=now,
        verdict=click.verdict,
        correction=click.correction,
        unanswerable=click.unanswerable,
    )
