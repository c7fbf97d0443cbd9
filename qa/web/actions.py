"""What can be done with a whole answer: copy it, ask again, edit its question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from index.days import long_day
from qa.history.exchange import Exchange
from qa.text.html import NOTHING, Html
from qa.types import Answer, Citation


def render_actions(exchange: Exchange) -> Html:
    """The buttons under an answer; page.css hides "Edit" but for the last question."""
    if not exchange.is_done:
        return NOTHING
    if exchange.is_edited:
        return Html(
            '<p class="actions" role="status"><span>Your next question takes the place of this one.'
            '</span><button type="button" class="small" data-unedit>Leave it as it is</button></p>'
        )
    answer = exchange.answer
    copy = NOTHING
    if answer and answer.text:
        copy = Html('<button type="button" class="small" data-copy="{}">Copy</button>').format(
            plain_text(answer)
        )
    return Html(
        '<p class="actions">{copy}<button type="button" class="small" data-again="{number}">Ask '
        'again</button><button type="button" class="small edit" data-edit="{number}">Edit the '
        'question</button><span role="status"></span></p>'
    ).format(copy=copy, number=exchange.number)


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


def read_number(data: object, exchanges: Sequence[Exchange]) -> Exchange | None:
    """The exchange whose button was clicked; None where the click names none."""
    number: Any = data.get("number") if isinstance(data, Mapping) else None
    return next((one for one in exchanges if type(number) is int and one.number == number), None)
