"""The evidence of one answer: each quotation in its context, then what else was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from qa.history.exchange import ChatExchange, Passage
from qa.history.standing import Standing
from qa.i18n import say
from qa.types import AlsoIn, Answer, Citation
from qa.web.render.jinja import render
from qa.web.render.support_levels import opens_with

SHOWN = 3
"""Cards at most where nothing is cited yet, and closest articles where nothing answers."""
CONTEXT = 80
"""Characters before and after a quotation that are shown with it."""


@dataclass(frozen=True, slots=True)
class _Card:
    """A quotation with what stands around it; `since` says what has become of the article of a kept
    answer."""

    quote: str
    title: str
    article_id: str
    span: tuple[int, int]
    source: str | None
    date: date | None
    before: str = ""
    after: str = ""
    number: int | None = None
    since: Standing | None = None
    also_in: tuple[AlsoIn, ...] = ()
    """Copies of the article that say the same."""

    @property
    def is_titled(self) -> bool:
        """Whether its title says more than what is shown, which may open with it."""
        return not opens_with(self.before + self.quote, self.title)

    @property
    def is_passage(self) -> bool:
        """Whether it shows a passage that was read, of which the beginning is enough."""
        return self.number is None and not (self.before or self.after)


def render_evidence(exchange: ChatExchange) -> Markup:
    """What is cited, or while the answer grows may be, and the other articles that were read.

    Where the articles do not answer, those that come closest.
    """
    answer, is_done = exchange.answer, exchange.is_done
    is_refused = bool(answer and is_done and not answer.citations)
    cards: list[_Card] = []
    if answer:
        cards = _closest(exchange, answer) if is_refused else _cards(exchange, answer)
    shown = {card.article_id for card in cards}
    return render(
        "evidence.html.j2",
        number=exchange.number,
        title=say(_title(is_refused and bool(exchange.passages), bool(cards))),
        question=exchange.question,
        cards=cards,
        others=_others(exchange.passages, shown) if answer and is_done else [],
        is_done=is_done,
    )


def _title(is_refused: bool, has_cards: bool) -> str:
    """The key of the heading; where nothing that was read comes close, no article is evidence."""
    if not is_refused:
        return "evidence.title"
    return "actions.closest" if has_cards else "actions.read"


def _cards(exchange: ChatExchange, answer: Answer) -> list[_Card]:
    since, passages = exchange.since, exchange.passages
    cards = [
        _of_citation(one, passages, one.number, since.get(one.number))
        for one in answer.so_far.citations
    ]
    if not exchange.is_done:
        cards += _not_cited(answer, passages)[: max(0, SHOWN - len(cards))]
    return cards


def _closest(exchange: ChatExchange, answer: Answer) -> list[_Card]:
    """The sentence that comes closest to an answer, and of the other articles that come near the
    passages that do, one each."""
    closest, passages = answer.closest, exchange.passages
    near = set(answer.nearest) - ({closest.article_id} if closest else set())
    cards = _first_of_each([one for one in passages if one.article_id in near])
    if closest:
        since = exchange.since.get(closest.number)
        return [_of_citation(closest, passages, since=since), *cards][:SHOWN]
    return list(cards)[:SHOWN]


def _not_cited(answer: Answer, passages: Sequence[Passage]) -> list[_Card]:
    citations = answer.so_far.citations
    cited = {(one.article_id, one.start) for one in citations}
    if answer.evidence:
        rest = [one for one in answer.evidence if (one.article_id, one.start) not in cited]
        return [_of_citation(one, passages) for one in rest]
    return [] if citations else list(_first_of_each(passages))


def _first_of_each(passages: Sequence[Passage]) -> Iterator[_Card]:
    """A card for the first passage of each article."""
    seen: set[str] = set()
    for one in passages:
        if one.article_id not in seen:
            seen.add(one.article_id)
            text = _without_heading(one.text, one.title) or one.text
            span = (one.end - len(text), one.end)
            yield _Card(text, one.title, one.article_id, span, one.source, one.date)


def _others(passages: Sequence[Passage], shown: set[str]) -> list[_Card]:
    """The other articles that were read, the newest first."""
    cards = [card for card in _first_of_each(passages) if card.article_id not in shown]
    return sorted(cards, key=lambda card: card.date or date.min, reverse=True)


def _of_citation(
    citation: Citation,
    passages: Sequence[Passage],
    number: int | None = None,
    since: Standing | None = None,
) -> _Card:
    before, after = _context(citation, passages)
    return _Card(
        citation.quote,
        citation.title,
        citation.article_id,
        (citation.start, citation.end),
        citation.source,
        citation.date,
        before,
        after,
        number,
        since,
        citation.also_in,
    )


def _context(citation: Citation, passages: Sequence[Passage]) -> tuple[str, str]:
    """What stands before and after a quotation in a passage that was read, cut at a word; not the
    title, which stands above it."""
    for one in passages:
        holds = one.start <= citation.start and citation.end <= one.end
        if one.article_id == citation.article_id and holds:
            first, last = citation.start - one.start, citation.end - one.start
            if one.text[first:last] == citation.quote:
                before = _without_heading(one.text[:first], citation.title)
                return _cut_before(before), _cut_after(one.text[last:])
    return "", ""


def _without_heading(text: str, title: str) -> str:
    """A text without the title that it opens with: a line, maybe of Markdown, or a sentence."""
    words = r"\s+".join(map(re.escape, title.split()))
    heading = re.match(rf"\s*(?:#+\s+)?{words}(?:(?<=[.!?])\s+|\s*\n\s*|\s*\Z)", text)
    return text[heading.end() :].lstrip() if heading else text


def _cut_before(text: str) -> str:
    if len(text) <= CONTEXT:
        return text
    return "… " + text[-CONTEXT:].partition(" ")[2]


def _cut_after(text: str) -> str:
    if len(text) <= CONTEXT:
        return text
    return text[:CONTEXT].rpartition(" ")[0] + "\u00a0…"
