"""A click that opens an article: which one, where in it, and what was quoted from there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from index.readers.records import MAX_ID
from qa.history.exchange import ChatExchange


@dataclass(frozen=True, slots=True)
class ArticleRequest:
    """The article that was clicked.

    `span` is the place to show, as two offsets into the stored text; `check` is the
    `fingerprint` of what stood there when the page was rendered.
    """

    article_id: str
    span: tuple[int, int] | None = None
    check: str = ""
    version: int | None = None
    """The number of an earlier text of it; None for the one of now."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation or a passage as a conversation shows it, with what was known of its article."""

    article_id: str
    span: tuple[int, int]
    title: str
    source: str | None
    date: date | None
    quote: str


def fingerprint(text: str) -> str:
    """A short hash that tells whether a place in an article still holds the same text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def read_article_request(data: object) -> ArticleRequest | None:
    """The data of a click in the page, checked; None where it names no article."""
    if not isinstance(data, Mapping):
        return None
    article_id, start, end = data.get("article"), data.get("start"), data.get("end")
    if not isinstance(article_id, str) or not 0 < len(article_id) <= MAX_ID:
        return None
    if type(version := data.get("version")) is int and version > 0:
        return ArticleRequest(article_id, version=version)
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        return ArticleRequest(article_id)
    check = data.get("check")
    return ArticleRequest(article_id, (start, end), check if isinstance(check, str) else "")


def find_quoted(exchanges: Sequence[ChatExchange], request: ArticleRequest) -> Quoted | None:
    """What a conversation quotes from the place that was clicked; None where it does not.

    It is needed where the article has changed or was removed since.
    """
    for quoted in _all_quoted(exchanges):
        is_there = (quoted.article_id, quoted.span) == (request.article_id, request.span)
        if is_there and fingerprint(quoted.quote) == request.check:
            return quoted
    return None


def _all_quoted(exchanges: Sequence[ChatExchange]) -> Iterator[Quoted]:
    for exchange in exchanges:
        for one in exchange.answer.so_far.citations if exchange.answer else ():
            span = (one.start, one.end)
            yield Quoted(one.article_id, span, one.title, one.source, one.date, one.quote)
        for read in exchange.passages:
            span = (read.start, read.end)
            yield Quoted(read.article_id, span, read.title, read.source, read.date, read.text)
