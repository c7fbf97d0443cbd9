"""A question with what became of it so far, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from qa.history.exchange import ChatExchange, Passage
from qa.i18n import say
from qa.i18n.translation import translated
from qa.question import QuestionKind
from qa.resolution.value_changes import OF_CHANGES
from qa.types import Answer
from qa.web.asking.followups import OFFERED
from qa.web.judgements import UNJUDGED, JudgementState, JudgementStates
from qa.web.render.actions import render_actions
from qa.web.render.answer import changes, render_answer
from qa.web.render.answer_text import render_answer_text, shown_draft
from qa.web.render.interpretations import render_interpretations
from qa.web.render.jinja import NOTHING, render
from qa.web.render.refusal import is_refusal, render_refusal


def render_exchanges(exchanges: Sequence[ChatExchange], judgements: JudgementStates) -> Markup:
    """A conversation from top to bottom."""
    return NOTHING.join(
        render_exchange(one, judgements.get(one.number, UNJUDGED)) for one in exchanges
    )


def render_exchange(exchange: ChatExchange, judgement: JudgementState = UNJUDGED) -> Markup:
    """One question with what became of it so far, and how its answer was judged."""
    return render(
        "exchange.html.j2",
        number=exchange.number,
        question=exchange.question,
        interpretations=render_interpretations(exchange),
        is_done=exchange.is_done,
        body=_body(exchange),
        actions=render_actions(exchange, judgement),
        follow_ups=_follow_ups(exchange),
    )


def _follow_ups(exchange: ChatExchange) -> Markup:
    """What one may ask next: how it changed, where reports differ, and other questions that the
    articles of the answer answer."""
    answer = exchange.answer
    if answer is None or not exchange.is_done or exchange.was_stopped:
        return NOTHING
    changed = bool(changes(answer)) and answer.kind is QuestionKind.FACT
    if not changed and not exchange.follow_ups:
        return NOTHING
    return render(
        "follow_ups.html.j2",
        number=exchange.number,
        timeline=QuestionKind.TIMELINE.value if changed else "",
        questions=exchange.follow_ups[: OFFERED - changed],
    )


def _body(exchange: ChatExchange) -> Markup:
    if exchange.problem is not None:
        return render("failed_answer.html.j2", problem=exchange.problem)
    return _finished(exchange) if exchange.is_done else _growing(exchange)


def _finished(exchange: ChatExchange) -> Markup:
    answer = exchange.answer
    return render(
        "finished_answer.html.j2",
        body=render_answer(exchange, answer) if answer and answer.text else NOTHING,
        was_stopped=exchange.was_stopped,
        writer=_writer(answer) if answer else "",
        notices=_notices(exchange.number, answer) if answer else NOTHING,
    )


def _growing(exchange: ChatExchange) -> Markup:
    answer = exchange.answer
    return render(
        "growing_answer.html.j2",
        quoted=_quoted(exchange, answer) if answer else NOTHING,
        text=_text_so_far(exchange, answer) if answer else NOTHING,
        activity=_activity(answer, exchange.passages),
        notices=_notices(exchange.number, answer) if answer else NOTHING,
    )


def _quoted(exchange: ChatExchange, answer: Answer) -> Markup:
    """What the articles themselves say, until a model has written its first sentence."""
    return render_answer_text(answer.quoted, exchange.number) if answer.quoted else NOTHING


def _text_so_far(exchange: ChatExchange, answer: Answer) -> Markup:
    if is_refusal(answer):
        return render_refusal(exchange, answer)
    return render_answer_text(answer, exchange.number, shown_draft(answer.draft))


def _activity(answer: Answer | None, passages: Sequence[Passage]) -> str:
    """What the program is doing just now, in a line."""
    if answer is None:
        return say("answer.searching")
    if answer.waiting:
        return translated(answer.waiting, "doing")
    if answer.evidence and (answer.draft or answer.sentences):
        return say("answer.writing")
    if answer.evidence:
        return say("answer.reading_sentences", n=len(answer.evidence))
    if answer.text:
        return ""
    if not answer.query:
        return say("answer.reading_question")
    if not passages:
        return say("answer.nothing_like_it")
    return say("answer.reading_passages", n=len(passages))


def _writer(answer: Answer) -> str:
    """The name of the model that phrased it; empty where the articles' own words are quoted."""
    if answer.answerer == "extractive" or not answer.sentences:
        return ""
    return answer.model or say("answer.a_model")


def _notices(number: int, answer: Answer) -> Markup:
    """What one should know besides; what the strip of figures shows is not said twice."""
    is_shown = bool(changes(answer))
    notices = [one for one in answer.notices if not (is_shown and one.startswith(OF_CHANGES))]
    if not (notices or answer.dropped):
        return NOTHING
    return render("notices.html.j2", number=number, notices=notices, dropped=answer.dropped)
