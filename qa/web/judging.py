"""What a person says of an answer: the line under it, and what becomes of a click there.

Whether it was right, what would be, and which of its quotations do not support it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from index.articles import one_line
from index.errors import ReadError, StoreError
from qa.history.exchange import Exchange, said_before
from qa.history.feedback import Feedback
from qa.history.judgement import Judgement, Verdict
from qa.text.html import NOTHING, Html, lines
from qa.types import Citation

MAX_CORRECTION = 500
"""Characters."""
_MOST_SOURCES = 100


@dataclass(frozen=True, slots=True)
class Said:
    """What a click says of the answer with that number; what it does not say stays as it was."""

    number: int
    verdict: Verdict | None
    correction: str | None = None
    unanswerable: bool = False
    wrong_sources: tuple[int, ...] | None = None
    """Citations that do not support it; where that is said, nothing else is."""


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
    if "sources" in data:
        sources = _numbers(data["sources"])
        return None if sources is None else Said(number, None, wrong_sources=sources)
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


def _numbers(data: object) -> tuple[int, ...] | None:
    """Numbers of citations; None where they are none."""
    if not isinstance(data, list) or len(data) > _MOST_SOURCES:
        return None
    return tuple(sorted(set(data))) if all(type(one) is int for one in data) else None


def can_be_judged(exchange: Exchange) -> bool:
    """Whether there is an answer, and it grows no more."""
    return bool(
        exchange.is_done
        and exchange.problem is None
        and exchange.answer is not None
        and exchange.answer.text
    )


def judge(
    said: Said,
    exchanges: Sequence[Exchange],
    judged: Judgings,
    person: str | None = None,
    file: Path | None = None,
) -> Judgings | None:
    """Keeps what was said of one of `exchanges`; None where it has no answer to judge.

    Args:
        person: Who is signed in.
        file: The file of the conversations, where the settings name one.
    """
    exchange = next((one for one in exchanges if one.number == said.number), None)
    if exchange is None or not can_be_judged(exchange):
        return None
    if exchange.answer is None or exchange.folder is None:
        return None
    before = judged.get(said.number, UNJUDGED)
    if said.wrong_sources == () and before.judgement is None:
        return None
    judgement = before.judgement or Judgement(
        id=secrets.token_hex(8),
        when=datetime.now(UTC),
        question=exchange.question,
        history=said_before(exchange, exchanges),
        filters=exchange.filters,
        answer=exchange.answer.to_json(),
        verdict="wrong",  # an answer with a wrong source, until it is said that it is right
        person=person,
    )
    judgement = _changed(judgement, said, exchange.answer.citations)
    try:
        Feedback(exchange.folder, file).keep(judgement)
    except StoreError as error:
        return {**judged, said.number: replace(before, problem=f"Not noted. {error}")}
    return {**judged, said.number: Judged(judgement)}


def _changed(judgement: Judgement, said: Said, citations: Sequence[Citation]) -> Judgement:
    """The judgement with what was said now."""
    now = datetime.now(UTC)
    if said.verdict is None:
        known = {one.number for one in citations}
        wrong = tuple(number for number in said.wrong_sources or () if number in known)
        return replace(judgement, when=now, wrong_sources=wrong)
    return replace(
        judgement,
        when=now,
        verdict=said.verdict,
        correction=said.correction,
        unanswerable=said.unanswerable,
    )


def render_judging(exchange: Exchange, judged: Judged) -> Html:
    """The line under an answer, with the forms that its buttons unfold; page.js unfolds them."""
    if not can_be_judged(exchange):
        return NOTHING
    judgement = judged.judgement
    verdict = judgement.verdict if judgement else None
    citations = exchange.answer.citations if exchange.answer else ()
    return Html(
        '<div class="judging" role="group" aria-label="Was this right?" data-judging="{number}" '
        'title="What you say is kept beside the articles and sent nowhere.">'
        '<p><span>Was this right?</span>{right}{wrong}{source}<span role="status">{noted}</span>'
        "</p>{forms}</div>"
    ).format(
        number=exchange.number,
        right=_button("right", "Right", verdict == "right", NOTHING),
        wrong=_button("wrong", "Wrong", verdict == "wrong", _UNFOLDS.format("correction")),
        source=_source_button(judgement) if citations else NOTHING,
        noted=_noted(judged),
        forms=_form(exchange, judgement) + _sources(citations, judgement),
    )


_UNFOLDS = Html(' data-unfolds="{}" aria-expanded="false"')


def _button(verdict: Verdict, name: str, is_pressed: bool, more: Html) -> Html:
    return Html(
        '<button type="button" class="small" data-judge="{}" aria-pressed="{}"{}>{}</button>'
    ).format(verdict, "true" if is_pressed else "false", more, name)


def _source_button(judgement: Judgement | None) -> Html:
    is_marked = bool(judgement and judgement.wrong_sources)
    return Html('<button type="button" class="small{}"{}>Wrong source</button>').format(
        " is-marked" if is_marked else "", _UNFOLDS.format("sources")
    )


def _noted(judged: Judged) -> Html:
    judgement = judged.judgement
    if judged.problem:
        return Html('<span class="problem">{}</span>').format(judged.problem)
    if judgement is None:
        return NOTHING
    noted, sources = Html("Noted."), wrong_sources_in_words(judgement.wrong_sources)
    if judgement.unanswerable:
        noted = Html("Noted: the articles do not answer this.")
    elif judgement.correction:
        noted = Html('Noted: <bdi class="right-one">{}</bdi>').format(judgement.correction)
    elif sources and judgement.verdict == "wrong":
        sources += " Is the answer itself right? Then press Right."
    return Html("{} {}").format(noted, sources) if sources else noted


def wrong_sources_in_words(numbers: Sequence[int]) -> str:
    """Quotation 2 does not support it."""
    if not numbers:
        return ""
    *others, last = map(str, numbers)
    if not others:
        return f"Quotation {last} does not support it."
    return f"Quotations {', '.join(others)} and {last} do not support it."


def _form(exchange: Exchange, judgement: Judgement | None) -> Html:
    """What would be right; that the articles do not answer is asked where they were said to."""
    unanswerable = NOTHING
    if exchange.answer and exchange.answer.status == "answered":
        unanswerable = Html(
            '<label class="ticked"><input type="checkbox" name="unanswerable"{}>'
            "<span>The articles do not answer this</span></label>"
        ).format(_ticked(bool(judgement and judgement.unanswerable)))
    return Html(
        '<form class="correcting" data-form="correction" hidden><label>What would be right?'
        '<input type="text" name="correction" maxlength="{}" value="{}" dir="auto" '
        'autocomplete="off"></label>{}<button type="submit" class="small">Save</button></form>'
    ).format(MAX_CORRECTION, (judgement and judgement.correction) or "", unanswerable)


def _sources(citations: Sequence[Citation], judgement: Judgement | None) -> Html:
    """Which quotations do not support it."""
    if not citations:
        return NOTHING
    wrong = judgement.wrong_sources if judgement else ()
    return Html(
        '<form class="correcting" data-form="sources" hidden><fieldset>'
        "<legend>Which quotation does not support the answer?</legend>{}</fieldset>"
        '<button type="submit" class="small">Save</button></form>'
    ).format(lines(_source(one, one.number in wrong) for one in citations))


def _source(citation: Citation, is_wrong: bool) -> Html:
    return Html(
        '<label class="ticked"><input type="checkbox" name="source" value="{number}"{ticked}>'
        '<span class="number">{number}</span><span class="which" dir="auto">{quote}</span></label>'
    ).format(number=citation.number, ticked=_ticked(is_wrong), quote=citation.quote)


def _ticked(is_ticked: bool) -> Html:
    return Html(" checked") if is_ticked else NOTHING
