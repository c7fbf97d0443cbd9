"""What stands under a whole answer: how likely it is right, its kind, what can be done with it."""

from __future__ import annotations

from markupsafe import Markup

from qa.history.exchange import ChatExchange
from qa.i18n import decimal, long_day, say
from qa.question import UNSEARCHED
from qa.types import Answer, Citation
from qa.web.judgements import JudgementState, can_be_judged
from qa.web.render.interpretations import render_kind
from qa.web.render.jinja import NOTHING, render
from qa.web.render.judgement_form import render_judgement_form

_CONFIDENCE = ((0.85, "very_likely"), (0.6, "likely"), (0.0, "possibly"))
"""What is said of an answer, by its key, and from which probability that it is right."""


def render_actions(exchange: ChatExchange, judgement: JudgementState) -> Markup:
    """The line under an answer; nothing while it grows."""
    if not exchange.is_done:
        return NOTHING
    answer = exchange.answer
    return render(
        "actions.html.j2",
        number=exchange.number,
        is_edited=exchange.is_edited,
        copied=plain_text(answer) if answer and answer.text else "",
        confidence=_confidence(answer) if answer and not exchange.was_stopped else "",
        certainty=_certainty(answer) if answer else "",
        evidence=_evidence(exchange, answer) if answer else "",
        kind=render_kind(exchange),
        is_judged=can_be_judged(exchange),
        verdict=judgement.judgement.verdict if judgement.judgement else None,
        judgement_form=render_judgement_form(exchange, judgement),
    )


def plain_text(answer: Answer) -> str:
    """An answer to be pasted elsewhere: the question, the text, each quotation with its origin."""
    parts = [answer.question, answer.text]
    if answer.citations:
        parts.append("\n".join(map(_quotation, answer.citations)))
    return "\n\n".join(parts)


def _quotation(citation: Citation) -> str:
    day = long_day(citation.date) if citation.date else None
    known = [citation.title, citation.source, day, citation.url]
    return f"[{citation.number}] “{citation.quote}” – {', '.join(part for part in known if part)}"


def _confidence(answer: Answer) -> str:
    """How likely the answer is right, in words; empty where nothing was answered."""
    if answer.status == "unanswered" or not answer.citations:
        return ""
    return say("actions." + next(name for least, name in _CONFIDENCE if answer.confidence >= least))


def _certainty(answer: Answer) -> str:
    """How likely the answer is right, in per cent, and how long it took, where that is known."""
    parts = [say("actions.probability", probability=f"{answer.confidence:.0%}")]
    if answer.timings.total_ms:
        parts.append(say("actions.took", seconds=decimal(answer.timings.total_ms / 1000)))
    return ". ".join(parts)


def _evidence(exchange: ChatExchange, answer: Answer) -> str:
    """What the button says that shows the evidence; empty where nothing was searched."""
    if answer.kind in UNSEARCHED or not (answer.citations or exchange.passages):
        return ""
    if answer.citations:
        return say("count.quotations", n=len(answer.citations))
    return say("actions.closest" if answer.nearest else "actions.read")
