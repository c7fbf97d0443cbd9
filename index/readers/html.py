"""A web page: its main text, without what stands around it."""

from __future__ import annotations

import re

import trafilatura
from trafilatura.settings import Document

from index.articles import Article
from index.errors import ReadError
from index.readers.decoding import decode_markup
from index.readers.markup import HIDDEN, MARKUP_DAMAGE
from index.readers.records import day_if_any, day_of_address, read_record, web_address

_BREAKS = re.compile(r"\n+")


def page_article(
    html: bytes, name: str, url: str | None = None, charset: str | None = None
) -> Article:
    """The article of a page; fetched from `url`, that is its id and its address.

    Raises:
        ReadError: no article text could be found in it.
    """
    page = _extract(decode_markup(html, charset), url)
    fields = {
        "id": url,
        "text": _BREAKS.sub("\n\n", page.text or ""),
        "title": page.title,
        "source": page.sitename,
        "date": day_if_any(page.date) or day_of_address(web_address(url or page.url)),
        "url": url or page.url,
        "authors": page.author,
    }
    return read_record(fields, name)


def _extract(markup: str, url: str | None) -> Document:
    """The library's reading; its publication date is the original one by default."""
    try:
        page = trafilatura.bare_extraction(
            markup,
            url=url,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            prune_xpath=HIDDEN,
        )
    except MARKUP_DAMAGE as error:
        raise ReadError("is a page too damaged to be read") from error
    if not isinstance(page, Document) or not (page.text or "").strip():
        raise ReadError("has no article text that could be found")
    return page
