"""What can be done with a whole answer: copy it, ask again, edit its question."""

from __future__ import annotations

from markupsafe import Markup

from index.days import long_day
from qa.history.exchange import Exchange
from qa.types import Answer, Citation
from qa.web.render.jinja import NOTHING, render


def render_actions(exchange: Exchange) -> Markup:
    """The buttons under an answer; nothing while it grows."""
    if not exchange.is_done:
        return NOTHING
    answer = exchange.answer
    return render(
        "actions.html.j2",
        number=exchange.number,
        is_edited=exchange.is_edited,
        copied=plain_text(answer) if answer and answer.text else "",
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
