"""A question with what became of it so far, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from qa.history.exchange import Exchange, Passage
from qa.question import REFUSAL
from qa.text.filters import in_words
from qa.text.wording import count, such_as
from qa.types import Answer
from qa.web.judgements import UNJUDGED, JudgementState, JudgementStates
from qa.web.render.actions import render_actions
from qa.web.render.answer_text import render_answer_text, shown_draft
from qa.web.render.cards import render_cards
from qa.web.render.interpretations import render_interpretations
from qa.web.render.jinja import NOTHING, render
from qa.web.render.judgement_form import render_judgement_form
from qa.web.render.refusal import render_refusal
from qa.web.render.support_levels import one_line, render_legend
from qa.web.render.welcome import render_examples

CONFIDENCE = ((0.85, "Very likely right"), (0.6, "Likely right"), (0.0, "Possibly right"))
"""What is said of an answer, and from which probability that it is right."""


def render_exchanges(exchanges: Sequence[Exchange], judgements: JudgementStates) -> Markup:
    """A conversation from top to bottom."""
    return NOTHING.join(
        render_exchange(one, judgements.get(one.number, UNJUDGED)) for one in exchanges
    )


def render_exchange(exchange: Exchange, judgement: JudgementState = UNJUDGED) -> Markup:
    """One question with what became of it so far, and how its answer was judged."""
    return render(
        "exchange.html.j2",
        number=exchange.number,
        question=exchange.question,
        filters=in_words(exchange.filters),
        interpretations=render_interpretations(exchange),
        is_done=exchange.is_done,
        body=_body(exchange),
        actions=render_actions(exchange),
        judgement_form=render_judgement_form(exchange, judgement),
    )


def _body(exchange: Exchange) -> Markup:
    if exchange.problem is not None:
        return render("failed_answer.html.j2", problem=exchange.problem)
    return _finished(exchange) if exchange.is_done else _growing(exchange)


def _finished(exchange: Exchange) -> Markup:
    answer = exchange.answer
    return render(
        "finished_answer.html.j2",
        body=_answer(exchange, answer) if answer and answer.text else NOTHING,
        was_stopped=exchange.was_stopped,
        writer=_writer(answer) if answer else "",
        notices=_notices(exchange.number, answer) if answer else NOTHING,
        confidence=_confidence(answer) if answer and not exchange.was_stopped else "",
        probability=f"{answer.confidence:.0%}" if answer else "",
        seconds=_seconds(answer) if answer else "",
        passages=_passages(exchange) if answer else NOTHING,
    )


def _growing(exchange: Exchange) -> Markup:
    answer = exchange.answer
    return render(
        "growing_answer.html.j2",
        cards=render_cards(exchange),
        text=render_answer_text(answer, exchange.number) if answer else NOTHING,
        draft=shown_draft(answer.draft) if answer else "",
        activity=_activity(answer, exchange.passages),
        notices=_notices(exchange.number, answer) if answer else NOTHING,
        passages=_passages(exchange),
    )


def _activity(answer: Answer | None, passages: Sequence[Passage]) -> str:
    """What the program is doing just now, in a line."""
    if answer is None:
        return "Searching the articles …"
    if answer.waiting:
        return answer.waiting
    if answer.evidence and (answer.draft or answer.sentences):
        return "Writing … What is in italics is not checked yet."
    if answer.evidence:
        return f"Reading {count(len(answer.evidence), 'sentence')} …"
    if answer.text:
        return ""
    if not answer.query:
        return "Reading the question …"
    if not passages:
        return "Nothing like it was found …"
    return f"Reading the {count(len(passages), 'passage')} found …"


def _answer(exchange: Exchange, answer: Answer) -> Markup:
    if answer.status == "unanswered" and answer.text.startswith(REFUSAL):
        return render_refusal(exchange, answer)
    is_short_new = answer.short and answer.short.strip(" .") != answer.text.strip(" .")
    return render(
        "answer.html.j2",
        is_verbatim=_is_verbatim(answer),
        cards=render_cards(exchange),
        short=answer.short if is_short_new else "",
        text=render_answer_text(_without_suggestions(answer), exchange.number),
        legend=render_legend(answer.sentences, answer.citations),
        examples=render_examples(answer.suggestions),
    )


def _without_suggestions(answer: Answer) -> Answer:
    """The answer without the questions at its end, which are shown to be clicked."""
    return replace(answer, text=answer.text.removesuffix(such_as(answer.suggestions)).rstrip())


def _is_verbatim(answer: Answer) -> bool:
    """Whether the text is its quotations themselves, so that the cards need not show them whole."""
    return all(one_line(one.quote) in answer.text for one in answer.citations)


def _writer(answer: Answer) -> str:
    """The name of the model that phrased it; empty where the articles' own words are quoted."""
    if answer.answerer == "extractive" or not answer.sentences:
        return ""
    return answer.model or "a language model"


def _notices(number: int, answer: Answer) -> Markup:
    if not (answer.notices or answer.dropped):
        return NOTHING
    return render("notices.html.j2", number=number, notices=answer.notices, dropped=answer.dropped)


def _confidence(answer: Answer) -> str:
    """How likely the answer is right, in words; empty where nothing was answered."""
    if answer.status == "unanswered" or not answer.citations:
        return ""
    return next(words for least, words in CONFIDENCE if answer.confidence >= least)


def _seconds(answer: Answer) -> str:
    """How long the answer took; empty where it is not known."""
    return f" · {answer.timings.total_ms / 1000:.1f} s" if answer.timings.total_ms else ""


def _passages(exchange: Exchange) -> Markup:
    if not exchange.passages:
        return NOTHING
    return render("passages.html.j2", number=exchange.number, passages=exchange.passages)
