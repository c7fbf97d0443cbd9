"""A question and its answer as HTML: text with its markers, quotations, passages read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from qa.answer import Answer, Citation
from qa.conversations.standing import Standing
from qa.markers import parts
from qa.question import ASKS_BACK, REFUSAL
from qa.web.conversation import Exchange, Passage
from qa.web.filters import in_words
from qa.web.judging import UNJUDGED, Judged, Judgings, render_judging
from qa.web.markup import NOTHING, Html, about, count, lines, opener
from qa.web.shelf import Overview
from qa.web.understood import render_understood

EXAMPLES = (
    "When will the Harbour Tram carry its first passengers?",
    "How many people marched in Port Aldry?",
    "Which company got the contract for the sea wall at Lowmarsh?",
)
"""Questions that the sample of invented news answers."""

NEAREST = 3
"""Articles that are named where none answers."""

_HALF_MARK = re.compile(r"\s*\[[\d\s,;–-]*$")


def render_exchanges(exchanges: Sequence[Exchange], judged: Judgings) -> Html:
    """A conversation from top to bottom; `judged` has the number of what was judged."""
    return lines(render_exchange(one, judged.get(one.number, UNJUDGED)) for one in exchanges)


def render_exchange(exchange: Exchange, judged: Judged = UNJUDGED) -> Html:
    """One question with what became of it so far."""
    used = in_words(exchange.filters)
    return Html(
        '<section class="exchange" data-exchange="{number}">'
        '<h2 class="asked" dir="auto">{question}</h2>{used}{understood}'
        '<div class="answer" aria-live="polite" aria-busy="{busy}">{body}</div>{judging}</section>'
    ).format(
        number=exchange.number,
        question=exchange.question,
        used=Html('<p class="asked-of" dir="auto">{}</p>').format(used) if used else NOTHING,
        understood=render_understood(exchange),
        busy="false" if exchange.is_done else "true",
        body=_body(exchange),
        judging=render_judging(exchange, judged),
    )


def render_welcome(overview: Overview | None) -> Html:
    """What stands where no question has been asked yet."""
    if overview is None:
        return Html(
            '<div class="welcome"><p>There are no articles yet.</p>'
            "<p>Add some under <strong>Articles</strong>, or run "
            "<code>article-qa index FOLDER</code> with a folder of yours.</p></div>"
        )
    examples = NOTHING
    if overview.is_sample:
        chip = '<button type="button" class="chip" data-example="{}">{}</button>'
        examples = Html('<div class="chips"><p>For example</p>{}</div>').format(
            lines(Html(chip).format(number, text) for number, text in enumerate(EXAMPLES))
        )
    return Html(
        '<div class="welcome"><p>Ask a question. Each sentence of the answer rests on quotations '
        "from the articles; their numbers open the article at that place.</p>{}</div>"
    ).format(examples)


def render_answer_text(answer: Answer) -> Html:
    """The text with a button for each of its markers."""
    return lines(
        _marker(part) if isinstance(part, Citation) else Html.escape(part) for part in parts(answer)
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
            _notices(answer.notices),
            _citations(answer, exchange.since),
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
    text = sources = notices = NOTHING
    if answer:
        text = render_answer_text(answer) + _draft(answer.draft, after_text=bool(answer.text))
        sources = _evidence(answer.evidence) if answer.evidence else _citations(answer, {})
        notices = _notices(answer.notices)
    return Html(
        '<div class="writing{}"><p class="answer-text" dir="auto">{}</p><p class="waiting">{}</p>'
        '</div><div>{}</div><div aria-live="off">{}</div>{}'
    ).format(
        " over-evidence" if answer and answer.evidence else "",
        text,
        _doing(answer, exchange.passages),
        notices,
        sources,
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


def _draft(draft: str, *, after_text: bool) -> Html:
    """The sentence that is being written; a screen reader is not told of each of its words."""
    draft = _HALF_MARK.sub("", draft)
    if not draft:
        return NOTHING
    return Html(
        '{}<span class="draft" aria-live="off"><span class="unseen">Not checked yet: </span>'
        "{}</span>"
    ).format(" " if after_text else "", draft)


def _evidence(evidence: Sequence[Citation]) -> Html:
    """What the answer is written from, to be read meanwhile, article by article."""
    groups = groupby(evidence, key=lambda citation: citation.article_id)
    return Html(
        '<div class="evidence"><p class="nearest">The answer is written from these sentences:</p>'
        "{}</div>"
    ).format(lines(_from_article(list(group)) for _, group in groups))


def _from_article(citations: Sequence[Citation]) -> Html:
    first = citations[0]
    title = Html('<span dir="auto">{}</span>').format(first.title)
    return Html('<p class="about">{}{}</p><ul>{}</ul>').format(
        opener(title, first.article_id, (first.start, first.end), quote=first.quote),
        about(first.source, first.date),
        lines(_sentence(one) for one in citations if _one_line(one.quote) != first.title),
    )


def _sentence(citation: Citation) -> Html:
    quote = Html('<span dir="auto">{}</span>').format(citation.quote)
    span = (citation.start, citation.end)
    return Html("<li>{}</li>").format(
        opener(quote, citation.article_id, span, quote=citation.quote, css="sentence")
    )


def _writer(answer: Answer) -> Html:
    """Who phrased it, where that was not the articles themselves."""
    if answer.answerer == "extractive" or not answer.sentences:
        return NOTHING
    return Html(
        '<p class="writer">Written by <bdi>{}</bdi>, each sentence checked against the quotations '
        "below.</p>"
    ).format(answer.model or "a language model")


def _said(exchange: Exchange, answer: Answer) -> Html:
    if answer.status == "unanswered" and answer.text == f"{REFUSAL} {ASKS_BACK}":
        return Html('<p class="answer-text">{}</p>').format(ASKS_BACK)
    if answer.status == "unanswered" and answer.text.startswith(REFUSAL):
        return _refusal(exchange.passages)
    text = Html('<p class="answer-text" dir="auto">{}</p>').format(render_answer_text(answer))
    if answer.short and answer.short.strip(" .") != answer.text.strip(" ."):
        return Html('<p class="short" dir="auto">{}</p>{}').format(answer.short, text)
    return text


def _refusal(passages: Sequence[Passage]) -> Html:
    nearest = {passage.article_id: passage for passage in reversed(passages)}
    shown = [nearest[name] for name in dict.fromkeys(p.article_id for p in passages)][:NEAREST]
    heading = Html('<p class="nearest">The nearest articles:</p>') if shown else NOTHING
    return Html('<p class="answer-text">{}</p>{}<ul class="articles">{}</ul>').format(
        REFUSAL, heading, lines(_passage(passage, with_text=False) for passage in shown)
    )


def _marker(citation: Citation) -> Html:
    return opener(
        Html("[{}]").format(citation.number),
        citation.article_id,
        (citation.start, citation.end),
        quote=citation.quote,
        css="marker",
        label=f"Quotation {citation.number}, from {citation.title}",
    )


def _notices(notices: Sequence[str]) -> Html:
    return lines(Html('<p class="notice" dir="auto">{}</p>').format(one) for one in notices)


def _citations(answer: Answer, since: Mapping[int, Standing]) -> Html:
    if not answer.citations:
        return NOTHING
    is_verbatim = all(_one_line(one.quote) in answer.text for one in answer.citations)
    return Html('<ol class="citations{}" aria-label="Quotations">{}</ol>').format(
        " is-verbatim" if is_verbatim else "",
        lines(_citation(one, since.get(one.number)) for one in answer.citations),
    )


def _citation(citation: Citation, since: Standing | None) -> Html:
    span = (citation.start, citation.end)
    opens_with_title = _one_line(citation.quote).startswith(citation.title.rstrip("…"))
    name = "Open the article" if opens_with_title else citation.title
    title = Html('<span dir="auto">{}</span>').format(name)
    return Html(
        '<li><span class="number">{number}</span><div>'
        '<blockquote dir="auto">{quote}</blockquote>'
        '<p class="about">{title}{about}</p>{since}</div></li>'
    ).format(
        number=citation.number,
        quote=citation.quote,
        title=opener(title, citation.article_id, span, quote=citation.quote),
        about=about(citation.source, citation.date),
        since=Html('<p class="since {}">{}</p>').format(since.name.lower(), since)
        if since
        else NOTHING,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _confidence(answer: Answer) -> Html:
    if answer.status == "unanswered":
        words = "Confidence that the articles answer it:"
    elif answer.confidence >= 0.85:
        words = "High confidence"
    else:
        words = "Confidence" if answer.confidence >= 0.65 else "Low confidence"
    return Html('<p class="confidence">{} {:.2f}</p>').format(words, answer.confidence)


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


def _passage(passage: Passage, *, with_text: bool = True) -> Html:
    span = (passage.start, passage.end)
    title = Html('<span dir="auto">{}</span>').format(passage.title)
    text = Html('<p class="passage-text" dir="auto">{}</p>').format(passage.text)
    return Html('<li><p class="about">{}{}</p>{}</li>').format(
        opener(title, passage.article_id, span, quote=passage.text)
        if with_text
        else opener(title, passage.article_id),
        about(passage.source, passage.date),
        text if with_text else NOTHING,
    )
