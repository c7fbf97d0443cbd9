"""Evidence as cards: quotation, title, source and date. A click opens the article there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.history.exchange import Exchange, Passage
from qa.history.standing import Standing
from qa.text.html import NOTHING, Html, about, lines, one_line, opener
from qa.types import Answer, Citation

SHOWN = 3
"""Cards at most, where nothing is cited yet or the articles do not answer."""


def render_cards(exchange: Exchange) -> Html:
    """What is cited; until that is known, what may be: what was chosen, or else was found."""
    answer = exchange.answer
    if answer is None:
        return NOTHING
    since = exchange.since
    cards = [_of_citation(one, one.number, since.get(one.number)) for one in answer.citations]
    if not exchange.is_done:
        cards += _not_cited(answer, exchange.passages)[: max(0, SHOWN - len(cards))]
    return _list("Evidence", cards)


def render_nearest(passages: Sequence[Passage]) -> Html:
    """The passages that come nearest to the question, of an article one each."""
    return _list("Nearest passages", list(_nearest(passages))[:SHOWN])


def _not_cited(answer: Answer, passages: Sequence[Passage]) -> list[Html]:
    cited = {(one.article_id, one.start) for one in answer.citations}
    if answer.evidence:
        rest = [one for one in answer.evidence if (one.article_id, one.start) not in cited]
        return [_of_citation(one) for one in rest]
    return [] if answer.citations else list(_nearest(passages))


def _nearest(passages: Sequence[Passage]) -> Iterator[Html]:
    nearest = {passage.article_id: passage for passage in reversed(passages)}
    for name in dict.fromkeys(passage.article_id for passage in passages):
        one = nearest[name]
        span = (one.start, one.end)
        title = opener(_title(one.title), one.article_id, span, quote=one.text)
        yield _card(one.text, title, about(one.source, one.date))


def _of_citation(
    citation: Citation, number: int | None = None, since: Standing | None = None
) -> Html:
    span = (citation.start, citation.end)
    opens_with_title = one_line(citation.quote).startswith(citation.title.rstrip("…"))
    title = opener(
        _title("Open the article" if opens_with_title else citation.title),
        citation.article_id,
        span,
        quote=citation.quote,
    )
    became = NOTHING
    if since:
        became = Html('<p class="since {}">{}</p>').format(since.name.lower(), since)
    return _card(citation.quote, title, about(citation.source, citation.date), number, became)


def _card(
    quote: str, title: Html, known: Html, number: int | None = None, became: Html = NOTHING
) -> Html:
    badge = Html('<span class="number">{}</span>').format(number) if number else NOTHING
    return Html(
        '<li class="card">{}<blockquote dir="auto">{}</blockquote><p class="about">{}{}</p>{}</li>'
    ).format(badge, quote, title, known, became)


def _title(title: str) -> Html:
    return Html('<span dir="auto">{}</span>').format(title)


def _list(name: str, cards: Sequence[Html]) -> Html:
    if not cards:
        return NOTHING
    return Html('<ol class="cards" aria-label="{}">{}</ol>').format(name, lines(cards))
