"""A conversation as one HTML file with footnotes, which needs nothing else and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator

from index.readers.records import web_address
from qa.generation.markers import parts
from qa.history.as_markdown import began
from qa.history.conversations import Conversation
from qa.history.exchange import Exchange
from qa.text.filters import in_words
from qa.text.html import NOTHING, Html, about, lines
from qa.types import Answer, AnswerSentence, Citation

_STYLE = """
:root { color-scheme: light dark; }
body {
  max-width: 40rem; margin: 0 auto; padding: 2rem 1.25rem 4rem;
  font: 1.05rem/1.65 Charter, "Bitstream Charter", Georgia, serif; overflow-wrap: anywhere;
}
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 0 0 .75rem; font-size: 1.15rem; line-height: 1.4; }
section { margin-top: 2rem; padding-top: 1.5rem; border-top: 1px solid #8886; }
.quiet, .about { color: #66605b; font: .9rem/1.5 system-ui, sans-serif; }
.short { font-size: 1.3rem; }
.answer, blockquote { white-space: pre-line; }
.notice { padding-left: .75rem; border-left: 2px solid #8886; font-size: .95rem; }
sup { line-height: 0; }
a { color: #0f766e; text-decoration: none; }
a:hover { text-decoration: underline; }
ol { padding-left: 1.5rem; }
li { margin-bottom: .75rem; }
li:target { background: #fdeaa855; }
blockquote { margin: 0; font-size: 1rem; }
.about { margin: 0; }
.about-part + .about-part::before { content: "·"; margin: 0 .4em; }
@media (prefers-color-scheme: dark) { .quiet, .about { color: #b4aca6; } a { color: #5eead4; } }
"""
_HEAD = (
    "<!doctype html>\n"
    '<html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta name="referrer" content="no-referrer">'
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    f"<style>{_STYLE}</style>"
)
_PAGE = Html(
    '<title>{title}</title></head><body><h1 dir="auto">{title}</h1><p class="quiet">{began}</p>\n'
    "{exchanges}</body></html>\n"
)


def as_html(conversation: Conversation) -> str:
    """The conversation as a page: a section for each question, a footnote for each quotation."""
    page = _PAGE.format(
        title=conversation.title,
        began=began(conversation),
        exchanges=lines(map(_exchange, conversation.exchanges)),
    )
    return _HEAD + str(page)


def _exchange(exchange: Exchange) -> Html:
    return Html('<section><h2 dir="auto">{}</h2>{}{}{}{}</section>\n').format(
        exchange.question,
        _quiet(in_words(exchange.filters)),
        _quiet(exchange.problem or ""),
        _answer(exchange.answer, exchange) if exchange.answer else NOTHING,
        _quiet("Stopped.") if exchange.was_stopped and not exchange.answer else NOTHING,
    )


def _quiet(words: str) -> Html:
    return Html('<p class="quiet" dir="auto">{}</p>').format(words) if words else NOTHING


def _answer(answer: Answer, exchange: Exchange) -> Html:
    short = NOTHING
    if answer.short and answer.short.strip(" .") != answer.text.strip(" ."):
        short = Html('<p class="short" dir="auto">{}</p>').format(answer.short)
    notices = lines(
        Html('<p class="notice" dir="auto">{}</p>').format(one) for one in answer.notices
    )
    notes = lines(_footnote(one, exchange) for one in answer.citations)
    return Html('{}<p class="answer" dir="auto">{}</p>{}{}{}').format(
        short,
        lines(_text(answer, exchange.number)),
        _quiet("Stopped.") if exchange.was_stopped else NOTHING,
        notices,
        Html("<ol>{}</ol>").format(notes) if notes else NOTHING,
    )


def _text(answer: Answer, number: int) -> Iterator[Html]:
    """The answer's text, each marker a link to its footnote, which leads back to the first."""
    seen: set[int] = set()
    for part in parts(answer):
        if isinstance(part, AnswerSentence):
            continue
        if isinstance(part, str):
            yield Html.escape(part)
            continue
        place = Html("{}-{}").format(number, part.number)
        name = NOTHING if part.number in seen else Html(' id="at-{}"').format(place)
        seen.add(part.number)
        yield Html('<sup><a href="#note-{}"{}>[{}]</a></sup>').format(place, name, part.number)


def _footnote(citation: Citation, exchange: Exchange) -> Html:
    place = Html("{}-{}").format(exchange.number, citation.number)
    since = exchange.since.get(citation.number)
    return Html(
        '<li value="{number}" id="note-{place}"><blockquote dir="auto">“{quote}”</blockquote>'
        '<p class="about">{about} <a href="#at-{place}" aria-label="Back to the answer">↑</a></p>'
        "{since}</li>"
    ).format(
        number=citation.number,
        place=place,
        quote=citation.quote,
        about=_about(citation),
        since=_quiet(since.value if since else ""),
    )


def _about(citation: Citation) -> Html:
    """Title · Source · 28 July 2023, the title a link where the article has an address."""
    title = Html('<cite dir="auto">{}</cite>').format(citation.title)
    if address := web_address(citation.url):
        title = Html('<a href="{}" rel="noopener noreferrer">{}</a>').format(address, title)
    return Html("{} {}").format(title, about(citation.source, citation.date))
