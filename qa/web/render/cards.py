"""Evidence as cards: quotation, title, source and date. A click opens the article there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from qa.history.exchange import Exchange, Passage
from qa.history.standing import Standing
from qa.types import Answer, Citation
from qa.web.render.jinja import NOTHING, render
from qa.web.render.support_levels import one_line

SHOWN = 3
"""Cards at most, where nothing is cited yet or the articles do not answer."""


@dataclass(frozen=True, slots=True)
class _Card:
    """What stands on a card; `since` says what has become of the article of a kept answer."""

    quote: str
    title: str
    article_id: str
    span: tuple[int, int]
    source: str | None
    date: date | None
    number: int | None = None
    since: Standing | None = None


def render_cards(exchange: Exchange) -> Markup:
    """What is cited; while the answer grows, also what may be: the evidence, or what was found."""
    answer = exchange.answer
    if answer is None:
        return NOTHING
    since = exchange.since
    cards = [_of_citation(one, one.number, since.get(one.number)) for one in answer.citations]
    if not exchange.is_done:
        cards += _not_cited(answer, exchange.passages)[: max(0, SHOWN - len(cards))]
    return _render("Evidence", cards)


def render_nearest(passages: Sequence[Passage]) -> Markup:
    """The passages that come nearest to the question, of an article one each."""
    return _render("Nearest passages", list(_nearest(passages))[:SHOWN])


def _render(name: str, cards: Sequence[_Card]) -> Markup:
    return render("cards.html.j2", name=name, cards=cards) if cards else NOTHING


def _not_cited(answer: Answer, passages: Sequence[Passage]) -> list[_Card]:
    cited = {(one.article_id, one.start) for one in answer.citations}
    if answer.evidence:
        rest = [one for one in answer.evidence if (one.article_id, one.start) not in cited]
        return [_of_citation(one) for one in rest]
    return [] if answer.citations else list(_nearest(passages))


def _nearest(passages: Sequence[Passage]) -> Iterator[_Card]:
    """A card for the first passage of each article."""
    seen: set[str] = set()
    for one in passages:
        if one.article_id not in seen:
            seen.add(one.article_id)
            span = (one.start, one.end)
            yield _Card(one.text, one.title, one.article_id, span, one.source, one.date)


def _of_citation(
    citation: Citation, number: int | None = None, since: Standing | None = None
) -> _Card:
    opens_with_title = one_line(citation.quote).startswith(citation.title.rstrip("…"))
    return _Card(
        citation.quote,
        "Open the article" if opens_with_title else citation.title,
        citation.article_id,
        (citation.start, citation.end),
        citation.source,
        citation.date,
        number,
        since,
    )
