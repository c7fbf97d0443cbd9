"""A question with what became of it so far, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from qa.history.exchange import Exchange, Passage
from qa.question import REFUSAL
from qa.text.filters import in_words
from qa.text.html import NOTHING, Html, about, count, lines, one_line, opener
from qa.types import Answer
from qa.web.actions import render_actions
from qa.web.answer_text import render_answer_text, render_draft
from qa.web.evidence_cards import render_cards
from qa.web.interpretations import render_interpretations
from qa.web.judging import UNJUDGED, Judged, Judgings, render_judging
from qa.web.refusal import render_refusal
from qa.web.support_marks import render_legend


def render_exchanges(exchanges: Sequence[Exchange], judged: Judgings) -> Html:
    """A conversation from top to bottom; `judged` has the number of what was judged."""
    return lines(render_exchange(one, judged.get(one.number, UNJUDGED)) for one in exchanges)


def render_exchange(exchange: Exchange, judged: Judged = UNJUDGED) -> Html:
    """One question with what became of it so far."""
    used = in_words(exchange.filters)
    return Html(
        '<section class="exchange" data-exchange="{number}" aria-labelledby="asked-{number}">'
        '<h2 class="asked" id="asked-{number}" dir="auto">{question}</h2>{used}{understood}'
        '<div class="answer" aria-live="polite" aria-busy="{busy}">{body}</div>{actions}{judging}'
        "</section>"
    ).format(
        number=exchange.number,
        question=exchange.question,
        used=Html('<p class="asked-of" dir="auto">{}</p>').format(used) if used else NOTHING,
        interpretations=render_interpretations(exchange),
        busy="false" if exchange.is_done else "true",
        body=_body(exchange),
        actions=render_actions(exchange),
        judging=render_judging(exchange, judged),
    )


def _body(exchange: Exchange) -> Html:
    if exchange.problem is not None:
        return Html('<p class="problem">{}</p>').format(exchange.problem)
    if not exchange.is_done:
        return _growing(exchange)
    answer = exchange.answer
    stopped = Html('<p class="waiting">Stopped.</p>') if exchange.was_stopped else NOTHING
    if answer is None:
        return stopped
    return lines(
        [
            _said(exchange, answer) if answer.text else NOTHING,
            stopped,
            _writer(answer),
            _notices(exchange.number, answer),
            NOTHING if exchange.was_stopped else _confidence(answer),
            _passages(exchange),
        ]
    )


def _growing(exchange: Exchange) -> Html:
    """An answer that is not whole: always the same parts, so that none of them jumps.

    Gradio compares part by part what is there with what is new, and leaves alone
    what is the same: a list that is unfolded, a button that is being pressed.
    """
    answer = exchange.answer
    text = notices = NOTHING
    if answer:
        text = render_answer_text(answer, exchange.number)
        text += render_draft(answer.draft, after_text=bool(answer.text))
        notices = _notices(exchange.number, answer)
    return Html(
        '<div class="evidence" aria-live="off">{}</div>'
        '<div class="writing"><p class="answer-text" dir="auto">{}</p><p class="waiting">{}</p>'
        "</div><div>{}</div>{}"
    ).format(
        render_cards(exchange),
        text,
        _doing(answer, exchange.passages),
        notices,
        _passages(exchange),
    )


def _doing(answer: Answer | None, passages: Sequence[Passage]) -> str:
    """What is going on, in a line."""
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


def _writer(answer: Answer) -> Html:
    """Who phrased it, where that was not the articles themselves."""
    if answer.answerer == "extractive" or not answer.sentences:
        return NOTHING
    return Html(
        '<p class="writer">Written by <bdi>{}</bdi>, each sentence checked against its quotations.'
        "</p>"
    ).format(answer.model or "a language model")


def _said(exchange: Exchange, answer: Answer) -> Html:
    if answer.status == "unanswered" and answer.text.startswith(REFUSAL):
        return render_refusal(exchange)
    text = render_answer_text(answer, exchange.number)
    short = NOTHING
    if answer.short and answer.short.strip(" .") != answer.text.strip(" ."):
        short = Html('<p class="short" dir="auto">{}</p>').format(answer.short)
    return Html(
        '<div class="evidence{}">{}</div>{}<p class="answer-text" dir="auto">{}</p>{}'
    ).format(
        " is-verbatim" if _is_verbatim(answer) else "",
        render_cards(exchange),
        short,
        text,
        render_legend(answer.sentences, answer.citations),
    )


def _is_verbatim(answer: Answer) -> bool:
    """Whether the text is its quotations themselves, so that the cards need not show them whole."""
    return all(one_line(one.quote) in answer.text for one in answer.citations)


def _notices(number: int, answer: Answer) -> Html:
    """What one should know, and what a language model wrote that does not hold."""
    notices = lines(
        Html('<p class="notice" dir="auto">{}</p>').format(one) for one in answer.notices
    )
    if not answer.dropped:
        return notices
    return Html(
        '{}<details class="dropped" data-fold="dropped-{}">'
        "<summary>Show what was left out</summary><p>The model wrote this, too. Nothing that was "
        "read supports it:</p><ul>{}</ul></details>"
    ).format(
        notices,
        number,
        lines(Html('<li dir="auto">{}</li>').format(one) for one in answer.dropped),
    )


def _confidence(answer: Answer) -> Html:
    if answer.status == "unanswered":
        words = "Confidence that the articles answer it:"
    elif answer.confidence >= 0.85:
        words = "High confidence"
    else:
        words = "Confidence" if answer.confidence >= 0.65 else "Low confidence"
    took = answer.timings.total_ms / 1000
    return Html('<p class="confidence">{} {:.2f}{}</p>').format(
        words, answer.confidence, f" · {took:.1f} s" if took else ""
    )


def _passages(exchange: Exchange) -> Html:
    if not exchange.passages:
        return NOTHING
    return Html(
        '<details class="passages" data-fold="{}"><summary>{} read</summary><ol>{}</ol></details>'
    ).format(
        exchange.number,
        count(len(exchange.passages), "passage"),
        lines(_passage(passage) for passage in exchange.passages),
    )


def _passage(passage: Passage) -> Html:
    span = (passage.start, passage.end)
    title = Html('<span dir="auto">{}</span>').format(passage.title)
    return Html(
        '<li><p class="about">{}{}</p><p class="passage-text" dir="auto">{}</p></li>'
    ).format(
        opener(title, passage.article_id, span, quote=passage.text),
        about(passage.source, passage.date),
        passage.text,
    )
