"""A quotation as it was, where the article has changed or gone since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qa.history.exchange import Exchange
from qa.text.html import Html, fingerprint


@dataclass(frozen=True, slots=True)
class Quoted:
    """What was quoted or read, with what was known of its article then."""

    article_id: str
    span: tuple[int, int]
    title: str
    source: str | None
    date: date | None
    quote: str


def find_quoted(
    exchanges: Sequence[Exchange], article_id: str, span: tuple[int, int] | None, check: str
) -> Quoted | None:
    """What a conversation quotes of that place with that fingerprint; None where it does not."""
    for quoted in _all_quoted(exchanges):
        is_there = quoted.article_id == article_id and quoted.span == span
        if is_there and fingerprint(quoted.quote) == check:
            return quoted
    return None


def render_quoted(quoted: Quoted) -> Html:
    """The quotation as it was, for the panel that shows the article."""
    return Html(
        '<div class="as-it-was"><p>As it was quoted:</p>'
        '<blockquote dir="auto">{}</blockquote></div>'
    ).format(quoted.quote)


def _all_quoted(exchanges: Sequence[Exchange]) -> Iterator[Quoted]:
    for exchange in exchanges:
        for one in exchange.answer.citations if exchange.answer else ():
            span = (one.start, one.end)
            yield Quoted(one.article_id, span, one.title, one.source, one.date, one.quote)
        for read in exchange.passages:
            span = (read.start, read.end)
            yield Quoted(read.article_id, span, read.title, read.source, read.date, read.text)
