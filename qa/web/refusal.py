"""An answer that is none: a line that says so, the nearest passages, what filters left out."""

from __future__ import annotations

from qa.history.exchange import Exchange
from qa.query.followup import ASKS_BACK
from qa.question import REFUSAL, InterpretationKind
from qa.text.filters import in_words
from qa.text.html import NOTHING, Html, lines
from qa.web.evidence_cards import render_nearest
from qa.web.interpretations import NAMES

_NARROWS = (InterpretationKind.DATES, InterpretationKind.SOURCES)
"""What is read from a question and may narrow the search."""


def render_refusal(exchange: Exchange) -> Html:
    """The line, the passages that come nearest, and what was not searched."""
    if exchange.answer and exchange.answer.text == f"{REFUSAL} {ASKS_BACK}":
        return Html('<p class="answer-text">{}</p>').format(ASKS_BACK)
    heading = Html('<p class="nearest">Nearest to it:</p>') if exchange.passages else NOTHING
    return Html('<p class="answer-text">{}</p>{}{}<div class="evidence">{}</div>').format(
        REFUSAL, render_excluded(exchange), heading, render_nearest(exchange.passages)
    )


def render_excluded(exchange: Exchange) -> Html:
    """What the filters left out of the search, with buttons to ask without; or nothing."""
    found, answer = exchange.coverage, exchange.answer
    if found is None or answer is None or not found.left_out:
        return NOTHING
    read = {one.kind for one in answer.interpretations}
    without = [_without(kind, exchange.number) for kind in _NARROWS if kind in read]
    if in_words(exchange.filters):
        button = Html(
            '<button type="button" class="small" data-again="{}" data-unfiltered>'
            "Ask without filters</button>"
        )
        without.insert(0, button.format(exchange.number))
    return Html(
        '<p class="excluded"><span dir="auto">{} of {} articles were left out of the search: '
        "{}.</span> {}</p>"
    ).format(
        f"{found.left_out:,}",
        f"{found.total:,}",
        in_words(answer.filters).replace("Only", "only", 1),
        lines(without),
    )


def _without(kind: InterpretationKind, number: int) -> Html:
    return Html(
        '<button type="button" class="small" data-without="{}" data-number="{}">{}</button>'
    ).format(kind.value, number, f"Ask without: {NAMES[kind]}")
