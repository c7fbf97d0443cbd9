"""Where the articles do not answer: a line that says so, and what filters left out."""

from __future__ import annotations

from markupsafe import Markup

from qa.history.exchange import Exchange
from qa.query.followup import ASKS_BACK
from qa.question import REFUSAL, InterpretationKind
from qa.text.filters import in_words
from qa.types import Answer
from qa.web.render.interpretations import NAMES
from qa.web.render.jinja import NOTHING, render
from qa.web.render.welcome import render_examples

_NARROWS = (InterpretationKind.DATES, InterpretationKind.SOURCES)
"""What is read from a question and may narrow the search."""


def render_refusal(exchange: Exchange, answer: Answer) -> Markup:
    """The line, what was not searched, and what one could ask."""
    asks_back = answer.text.startswith(f"{REFUSAL} {ASKS_BACK}") and not answer.nearest
    return render(
        "refusal.html.j2",
        sentence=ASKS_BACK if asks_back else REFUSAL,
        excluded=NOTHING if asks_back else render_excluded(exchange),
        examples=render_examples(answer.suggestions),
    )


def render_excluded(exchange: Exchange) -> Markup:
    """What the filters left out of the search, with buttons to ask without; or nothing."""
    found, answer = exchange.coverage, exchange.answer
    if found is None or answer is None or not found.left_out:
        return NOTHING
    read = {one.kind for one in answer.interpretations}
    return render(
        "excluded.html.j2",
        number=exchange.number,
        left_out=found.left_out,
        total=found.total,
        filters=in_words(answer.filters).replace("Only", "only", 1),
        is_filtered=bool(in_words(exchange.filters)),
        interpretations=[(kind.value, NAMES[kind]) for kind in _NARROWS if kind in read],
    )
