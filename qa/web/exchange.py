"""A question and its answer as HTML: text with its markers, quotations, passages read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from qa.answer import REFUSAL, Answer, Citation
from qa.web.conversation import Exchange, Passage
from qa.web.filters import in_words
from qa.web.markup import NOTHING, Html, about, count, lines, opener
from qa.web.shelf import Overview

EXAMPLES = (
    "When will the Harbour Tram carry its first passengers?",
    "How many people marched in Port Aldry?",
    "Which company got the contract for the sea wall at Lowmarsh?",
)
"""Questions that the sample of invented news answers."""

NEAREST = 3
"""Articles that are named where none answers."""

_MARKER = re.compile(r"\[([0-9]{1,4})\]")


def render_exchanges(exchanges: Sequence[Exchange]) -> Html:
    """A conversation from top to bottom."""
    return lines(render_exchange(exchange) for exchange in exchanges)


def render_exchange(exchange: Exchange) -> Html:
    """One question with what became of it so far."""
    used = in_words(exchange.filters)
    return Html(
        '<section class="exchange" data-exchange="{number}">'
        '<h2 class="asked" dir="auto">{question}</h2>{used}'
        '<div class="answer" aria-live="polite" aria-busy="{busy}">{body}</div></section>'
    ).format(
        number=exchange.number,
        question=exchange.question,
        used=Html('<p class="asked-of" dir="auto">{}</p>').format(used) if used else NOTHING,
        busy="false" if exchange.is_done else "true",
        body=_body(exchange),
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
        '<div class="welcome"><p>Ask a question. The answer is made of sentences that stand in '
        "the articles; each has a number that opens the article at that sentence.</p>{}</div>"
    ).format(examples)


def render_answer_text(answer: Answer) -> Html:
    """The text with a button for each of its markers.

    A sentence that happens to hold "[1]" itself keeps it as text: markers are
    looked for between the sentences, where they were put.
    """
    citations = {citation.number: citation for citation in answer.citations}
    pieces: list[Html] = []
    at = 0
    for sentence in answer.sentences:
        found = answer.text.find(sentence.text, at)
        if found < 0 or not sentence.text:
            continue
        end = found + len(sentence.text)
        if not _MARKER.match(answer.text[end:].lstrip()):  # its markers are within it
            continue
        pieces += _with_markers(answer.text[at:found], citations)
        pieces.append(Html.escape(sentence.text))
        at = end
    pieces += _with_markers(answer.text[at:], citations)
    return lines(pieces)


def _body(exchange: Exchange) -> Html:
    if exchange.problem is not None:
        return Html('<p class="problem">{}</p>').format(exchange.problem)
    answer = exchange.answer
    stopped = Html('<p class="waiting">Stopped.</p>') if exchange.was_stopped else NOTHING
    if answer is None:
        return stopped or _waiting("Searching the articles…")
    return lines(
        [
            _said(exchange, answer) if answer.text else stopped or _reading(exchange.passages),
            stopped if answer.text else NOTHING,
            _notices(answer.notices),
            _citations(answer),
            _confidence(answer) if exchange.is_done and not exchange.was_stopped else NOTHING,
            _passages(exchange),
        ]
    )


def _said(exchange: Exchange, answer: Answer) -> Html:
    if answer.status == "unanswered" and exchange.is_done and answer.text.startswith(REFUSAL):
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


def _reading(passages: Sequence[Passage]) -> Html:
    if not passages:
        return _waiting("Nothing like it was found…")
    return _waiting(f"Reading the {count(len(passages), 'passage')} found…")


def _waiting(words: str) -> Html:
    return Html('<p class="waiting">{}</p>').format(words)


def _with_markers(text: str, citations: Mapping[int, Citation]) -> Iterator[Html]:
    at = 0
    for marker in _MARKER.finditer(text):
        citation = citations.get(int(marker[1]))
        if citation is not None:
            yield Html.escape(text[at : marker.start()])
            yield _marker(citation)
            at = marker.end()
    yield Html.escape(text[at:])


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


def _citations(answer: Answer) -> Html:
    if not answer.citations:
        return NOTHING
    is_verbatim = all(_one_line(one.quote) in answer.text for one in answer.citations)
    return Html('<ol class="citations{}" aria-label="Quotations">{}</ol>').format(
        " is-verbatim" if is_verbatim else "", lines(map(_citation, answer.citations))
    )


def _citation(citation: Citation) -> Html:
    span = (citation.start, citation.end)
    opens_with_title = _one_line(citation.quote).startswith(citation.title.rstrip("…"))
    name = "Open the article" if opens_with_title else citation.title
    title = Html('<span dir="auto">{}</span>').format(name)
    return Html(
        '<li><span class="number">{number}</span><div>'
        '<blockquote dir="auto">{quote}</blockquote>'
        '<p class="about">{title}{about}</p></div></li>'
    ).format(
        number=citation.number,
        quote=citation.quote,
        title=opener(title, citation.article_id, span, quote=citation.quote),
        about=about(citation.source, citation.date),
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
