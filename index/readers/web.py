"""What an address holds: a feed, a PDF, a text or a page."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.articles import Article
from index.errors import FetchError, ReadError
from index.fetch import Fetched, fetch
from index.readers.decoding import decode_markup
from index.readers.feeds import is_feed, read_feed
from index.readers.html import page_article
from index.readers.pdf import pdf_article
from index.readers.plain import opened_article
from index.readers.results import Found, Results, refusal

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def read_page(html: bytes, url: str | None, name: str, charset: str | None = None) -> Results:
    """The article of a page; `charset` is what the server said, if anything."""
    try:
        yield Found(page_article(html, name, url, charset))
    except ReadError as error:
        yield refusal(name, None, error, html)


def read_url(url: str, get: Callable[[str], Fetched] = fetch) -> Results:
    """The articles of a feed, or the one article at an address, whose id is the address."""
    try:
        reply = get(url)
    except FetchError as error:
        yield refusal(url, None, error)
        return
    yield from read_reply(reply, url)


def read_reply(reply: Fetched, url: str) -> Results:
    """The articles of what was fetched from `url`."""
    if is_feed(reply.body):
        yield from read_feed(reply.body, url)
        return
    try:
        yield Found(_article(reply, url))
    except ReadError as error:
        yield refusal(url, None, error, reply.body)


def charset_of(content_type: str) -> str | None:
    """The encoding that a server names with the type of what it sends, if it does."""
    found = _CHARSET.search(content_type)
    return found[1] if found else None


def _article(reply: Fetched, url: str) -> Article:
    kind = reply.content_type.partition(";")[0].strip().lower()
    label = charset_of(reply.content_type)
    if kind == "application/pdf" or reply.body.startswith(b"%PDF-"):
        return pdf_article(reply.body, url, url)
    if kind == "text/plain":
        return opened_article(decode_markup(reply.body, label), url, url)
    return page_article(reply.body, url, url, label)
