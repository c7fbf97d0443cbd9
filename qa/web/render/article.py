"""The panel that shows one article, with the quotation marked where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from markupsafe import Markup

from index import Article
from index.engine import Version
from index.readers.records import web_address
from qa.i18n import long_day, say
from qa.web.articles.opening import ArticleRequest, Quoted, fingerprint
from qa.web.render.jinja import render

_PARAGRAPH_BREAK = re.compile(r"\n\n+")


def render_missing(token: str, quoted: Quoted | None = None) -> Markup:
    """The panel for an article that is not in the store, with what was quoted from it, if anything.

    Args:
        token: Differs from one opening of the panel to the next.
    """
    return render(
        "article.html.j2",
        title=quoted.title if quoted else say("reader.missing"),
        known=quoted,
        address="",
        host="",
        notice=say("reader.gone"),
        as_it_was=quoted.quote if quoted else "",
        paragraphs=[],
        token=token,
        versions=[],
    )


def render_article(
    article: Article,
    request: ArticleRequest,
    token: str,
    quoted: Quoted | None = None,
    versions: Sequence[Version] = (),
) -> Markup:
    """The panel with the whole stored text.

    Args:
        request: The place that is to be marked.
        token: Differs from one opening of the panel to the next.
        quoted: What stood at that place when it was quoted.
        versions: What the article said before; one of them is shown where `request` names it.
    """
    earlier = next((one for one in versions if one.number == request.version), None)
    if earlier:
        article = earlier.article
    span, notice, as_it_was = request.span, "", ""
    if span is not None:
        start, end = (min(offset, len(article.text)) for offset in span)
        span = (start, end)
        if request.check and fingerprint(article.text[start:end]) != request.check:
            span = _found_again(article.text, quoted)
            notice = say("reader.still_says" if span else "reader.changed")
            as_it_was = quoted.quote if quoted and not span else ""
    if earlier:
        notice = say("reader.said_until", moment=_moment(earlier.replaced))
    address = web_address(article.url) or ""
    return render(
        "article.html.j2",
        title=article.title,
        known=article,
        address=address,
        host=urlsplit(address).hostname,
        notice=notice,
        as_it_was=as_it_was,
        paragraphs=_below_title(article.title, marked_paragraphs(article.text, span)),
        token=token,
        versions=[(one.number, _moment(one.replaced), one is earlier) for one in versions],
        article_id=article.id,
        is_earlier=earlier is not None,
    )


def _moment(moment: datetime) -> str:
    return say("page.moment", day=long_day(moment.date()), time=f"{moment:%H:%M}")


def marked_paragraphs(text: str, span: tuple[int, int] | None) -> list[tuple[str, str, str]]:
    """The paragraphs of a stored text: what stands in each before `span`, in it and after it."""
    paragraphs: list[tuple[str, str, str]] = []
    at = 0
    for stop in [*_PARAGRAPH_BREAK.finditer(text), None]:
        end = stop.start() if stop else len(text)
        first, last = (min(max(offset, at), end) for offset in span or (0, 0))
        paragraphs.append((text[at:first], text[first:last], text[last:end]))
        at = stop.end() if stop else end
    return paragraphs


def _below_title(title: str, paragraphs: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The paragraphs without one at the head that only says the title, unless it is marked."""
    before, marked, behind = paragraphs[0]
    is_title = f"{before}{behind}".strip("#*_= \n").casefold() == title.casefold()
    return paragraphs[1:] if is_title and not marked and paragraphs[1:] else paragraphs


def _found_again(text: str, quoted: Quoted | None) -> tuple[int, int] | None:
    """Where the quotation stands in an article that has changed; None where it does not."""
    at = text.find(quoted.quote) if quoted else -1
    return (at, at + len(quoted.quote)) if quoted and at >= 0 else None
