"""What was said of an answer, with the two forms in which more is said."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from qa.history.exchange import ChatExchange
from qa.history.judgement import Judgement
from qa.i18n import say
from qa.web.judgements import LONGEST_CORRECTION, JudgementState, can_be_judged
from qa.web.render.jinja import NOTHING, render
from qa.web.render.words import listed


def render_judgement_form(exchange: ChatExchange, state: JudgementState) -> Markup:
    """The line and its forms, filled with what was said before; nothing without an answer."""
    if exchange.answer is None or not can_be_judged(exchange):
        return NOTHING
    judgement = state.judgement
    return render(
        "judgement_form.html.j2",
        citations=exchange.answer.citations,
        is_answered=exchange.answer.status == "answered",
        verdict=judgement.verdict if judgement else None,
        correction=(judgement and judgement.correction) or "",
        unanswerable=bool(judgement and judgement.unanswerable),
        wrong_sources=judgement.wrong_sources if judgement else (),
        about_sources=_about_sources(judgement) if judgement else "",
        problem=state.problem,
        longest_correction=LONGEST_CORRECTION,
    )


def wrong_sources_in_words(numbers: Sequence[int]) -> str:
    """Quotation 2 does not support it."""
    if not numbers:
        return ""
    if len(numbers) == 1:
        return say("judging.one_wrong", number=numbers[0])
    return say("judging.several_wrong", numbers=listed([*map(str, numbers)], "format.and"))


def _about_sources(judgement: Judgement) -> str:
    """Which quotations do not support it; and where only that was said, a question."""
    sources = wrong_sources_in_words(judgement.wrong_sources)
    is_all = not judgement.unanswerable and not judgement.correction
    if sources and is_all and judgement.verdict == "wrong":
        sources += " " + say("judging.is_it_right")
    return sources
