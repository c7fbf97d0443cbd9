"""Where the articles do not answer: a line that says so, and what filters left out."""

from __future__ import annotations

from markupsafe import Markup

from qa.history.exchange import ChatExchange
from qa.i18n import say
from qa.query.context import ASKS_BACK
from qa.question import REFUSAL, InterpretationKind
from qa.types import Answer
from qa.web.render.interpretations import read_in_words
from qa.web.render.jinja import NOTHING, render
from qa.web.render.welcome import render_examples
from qa.web.render.words import filters_in_words

_NARROWS = (InterpretationKind.DATES, InterpretationKind.SOURCES)
"""What is read from a question and may narrow the search."""


def is_refusal(answer: Answer) -> bool:
    """Whether the answer is that there is none."""
    return answer.status == "unanswered" and answer.text.startswith(REFUSAL)


def render_refusal(exchange: ChatExchange, answer: Answer) -> Markup:
    """The line, what comes closest to an answer, what was not searched, and what one could ask;
    until it is whole the line alone."""
    asks_back = answer.text.startswith(f"{REFUSAL} {ASKS_BACK}") and not answer.nearest
    is_done = exchange.is_done
    return render(
        "refusal.html.j2",
        sentence=say(f"refusal.{_sentence(exchange, asks_back)}"),
        closest=answer.closest if is_done else None,
        since=exchange.since.get(answer.closest.number) if answer.closest else None,
        excluded=render_excluded(exchange) if is_done and not asks_back else NOTHING,
        examples=render_examples(answer.suggestions) if is_done else NOTHING,
    )


def _sentence(exchange: ChatExchange, asks_back: bool) -> str:
    """The key of the line."""
    if asks_back:
        return "asks_back"
    nothing_left = exchange.is_done and exchange.coverage and not exchange.coverage.articles
    return "nothing_left" if nothing_left else "refused"


def render_excluded(exchange: ChatExchange) -> Markup:
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
        filters=_within_a_sentence(filters_in_words(answer.filters, exchange.story)),
        is_filtered=bool(filters_in_words(exchange.filters)),
        interpretations=[(kind.value, read_in_words(kind)) for kind in _NARROWS if kind in read],
    )


def _within_a_sentence(phrase: str) -> str:
    return phrase[:1].lower() + phrase[1:]
