"""One article as HTML, with the quotation marked where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from index import Article
from index.readers.records import MAX_ID, web_address
from qa.text.html import NOTHING, Html, about, fingerprint, lines
from qa.web.changed_quotations import Quoted, render_quoted

_STEPS = Html(
    '<div class="steps" role="group" aria-label="Quotations of the answer" hidden>'
    '<button type="button" data-step="-1" aria-label="Previous quotation">'
    '<span aria-hidden="true">‹</span></button><span role="status"></span>'
    '<button type="button" data-step="1" aria-label="Next quotation">'
    '<span aria-hidden="true">›</span></button></div>'
)
"""To the other quotations of the same answer; reader.js shows it where there are any."""
_BREAK = re.compile(r"\n\n+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The article that was asked for, where in it, and what should stand there."""

    article_id: str
    span: tuple[int, int] | None = None
    check: str = ""


def read_wanted(data: object) -> Wanted | None:
    """What a click in the page asks for; None where that is no such thing."""
    if not isinstance(data, Mapping):
        return None
    article_id, start, end = data.get("article"), data.get("start"), data.get("end")
    if not isinstance(article_id, str) or not 0 < len(article_id) <= MAX_ID:
        return None
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        return Wanted(article_id)
    check = data.get("check")
    return Wanted(article_id, (start, end), check if isinstance(check, str) else "")


def render_missing(token: str, quoted: Quoted | None = None) -> Html:
    """The panel for an article that is not there, with what was `quoted` of it."""
    message = Html('<p class="notice">This article is no longer in the store.</p>')
    if quoted is None:
        return _panel("No such article", NOTHING, message, token)
    head = Html('<p class="about">{}</p>').format(about(quoted.source, quoted.date))
    return _panel(quoted.title, head, message + render_quoted(quoted), token)


def render_article(
    article: Article, wanted: Wanted, token: str, quoted: Quoted | None = None
) -> Html:
    """The panel with the whole stored text; `token` tells one opening from the next.

    Args:
        quoted: What stood at the place that is wanted when it was quoted.
    """
    span, notice = wanted.span, NOTHING
    if span is not None:
        start, end = (min(offset, len(article.text)) for offset in span)
        span = (start, end)
        if wanted.check and fingerprint(article.text[start:end]) != wanted.check:
            span, notice = _changed(article, quoted)
    known = about(article.source, article.date, *_link(article))
    head = Html('<p class="about">{}</p>').format(known)
    text = Html('{}<div class="reader-text">{}</div>').format(
        notice, render_paragraphs(article.text, span)
    )
    return _panel(article.title, head, text, token)


def _changed(article: Article, quoted: Quoted | None) -> tuple[tuple[int, int] | None, Html]:
    """Where the quotation stands now in an article that has changed, and what is to be said."""
    at = article.text.find(quoted.quote) if quoted else -1
    if quoted and at >= 0:
        words = "The article has changed since it was quoted, but still says this."
        return (at, at + len(quoted.quote)), Html('<p class="notice">{}</p>').format(words)
    words = "The article has changed since it was quoted; this is its text as it stands now."
    as_it_was = render_quoted(quoted) if quoted else NOTHING
    return None, Html('<p class="notice">{}</p>{}').format(words, as_it_was)


def render_paragraphs(text: str, span: tuple[int, int] | None) -> Html:
    """A stored text in paragraphs; what stands at `span` is marked, in each that it touches."""
    paragraphs: list[Html] = []
    at = 0
    for stop in [*_BREAK.finditer(text), None]:
        end = stop.start() if stop else len(text)
        paragraphs.append(_paragraph(text, at, end, span or (0, 0)))
        at = stop.end() if stop else end
    return lines(paragraphs)


def _paragraph(text: str, start: int, end: int, span: tuple[int, int]) -> Html:
    first, last = (min(max(offset, start), end) for offset in span)
    marked = Html("<mark>{}</mark>").format(text[first:last]) if first < last else NOTHING
    return Html('<p dir="auto">{}{}{}</p>').format(text[start:first], marked, text[last:end])


def _link(article: Article) -> Iterator[Html]:
    if address := web_address(article.url):
        yield Html('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
            address, urlsplit(address).hostname
        )


def _panel(title: str, head: Html, body: Html, token: str) -> Html:
    return Html(
        '<div class="reader" role="dialog" aria-labelledby="reader-title" data-token="{}">'
        '<header>{}<button type="button" class="reader-close" data-close '
        'aria-label="Close the article"><span aria-hidden="true">×</span></button></header>'
        '<h2 id="reader-title" tabindex="-1" dir="auto">{}</h2>{}{}</div>'
    ).format(token, _STEPS, title, head, body)
