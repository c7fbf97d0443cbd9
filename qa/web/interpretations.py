"""What was read from a question's words: chips under it, each of which can be taken off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from qa.history.exchange import Exchange
from qa.question import InterpretationKind
from qa.text.html import NOTHING, Html, lines
from qa.types import Interpretation
from qa.web.actions import read_number

NAMES = {
    InterpretationKind.CONVERSATION: "Searched as",
    InterpretationKind.DATES: "Days",
    InterpretationKind.NEWEST: "Newest first",
    InterpretationKind.SOURCES: "Source",
    InterpretationKind.COMPARISON: "Compared",
}


def render_interpretations(exchange: Exchange) -> Html:
    """A chip for each kind of thing that was read; a click on it asks again without."""
    if exchange.answer is None or not exchange.answer.interpretations:
        return NOTHING
    groups = groupby(exchange.answer.interpretations, key=lambda one: one.kind)
    return Html('<ul class="understood" aria-label="Read from your question">{}</ul>').format(
        lines(_chip(kind, list(group), exchange) for kind, group in groups)
    )


def _chip(kind: InterpretationKind, group: Sequence[Interpretation], exchange: Exchange) -> Html:
    name = NAMES[kind]
    meaning = "" if kind is InterpretationKind.NEWEST else "; ".join(one.meaning for one in group)
    words = ", ".join(one.words for one in group if one.words)
    button = NOTHING
    if exchange.is_done:
        button = Html(
            '<button type="button" data-without="{}" data-number="{}" '
            'aria-label="Ask again without: {}" title="Ask again without this">×</button>'
        ).format(kind.value, exchange.number, f"{name} {meaning}".strip())
    return Html('<li title="{}"><span dir="auto"><b>{}</b> {}</span>{}</li>').format(
        f"From “{words}”" if words else "", name, meaning, button
    )


def read_removed_interpretation(
    data: object, exchanges: Sequence[Exchange]
) -> tuple[Exchange, frozenset[InterpretationKind]] | None:
    """The exchange whose chip was clicked, and all that is not to be read from its question.

    None where the click says no such thing.
    """
    kind = data.get("kind") if isinstance(data, Mapping) else None
    if (
        not isinstance(data, Mapping)
        or not isinstance(kind, str)
        or kind not in set(InterpretationKind)
    ):
        return None
    exchange = read_number(data, exchanges)
    if exchange is None or exchange.problem is not None:
        return None
    return exchange, exchange.ignored | {InterpretationKind(kind)}
