"""A conversation: questions, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import qa.pipeline
from index import Article, ArticleQAError, Filters, Store
from qa.types import Answer, RankedPassage
from qa.generation.pool import Answerers
from qa.history.standing import Standing
from qa.question import Kind, Question, Turn
from qa.settings import QASettings
from qa.retrieval.coverage import Kept, kept
from qa.server.stores import Shelf

Stream = Callable[[Question, Store, QASettings], Iterator[Answer]]
"""What answers: hands out the answer as it grows, the last one whole."""

NO_ARTICLES = "There are no articles yet. Add some under Articles, or run: article-qa index FOLDER"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that was read, with the text it had then."""

    article_id: str
    start: int
    end: int
    title: str
    source: str | None
    date: date | None
    text: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and how far its answer is; `problem` says why there is none.

    `folder` is that of the store which answers.
    """

    number: int
    question: str
    filters: Filters = Filters()
    answer: Answer | None = None
    passages: tuple[Passage, ...] = ()
    is_done: bool = False
    was_stopped: bool = False
    problem: str | None = None
    folder: Path | None = None
    ignored: frozenset[Kind] = frozenset()
    """What was not to be read from the question's words."""
    history: tuple[Turn, ...] | None = None
    """What was said before it, where that is not what stands before it in the conversation."""
    is_edited: bool = False
    """The next question takes its place."""
    kept: Kept | None = None
    """How many articles were searched, once it is whole."""
    asked: datetime | None = None
    since: Mapping[int, Standing] = field(default_factory=dict)
    """Of an answer that was kept, by the number of the citation: what became of its article."""

    def stopped(self) -> Exchange:
        """The exchange as it is left when the person stops it: with what was checked."""
        if self.is_done:
            return self
        answer = self.answer and replace(self.answer, draft="", waiting="", evidence=())
        return replace(self, answer=answer, is_done=True, was_stopped=True)


def answering(answerers: Answerers) -> Stream:
    """Answers as the settings given say, choosing anew for each question who writes."""

    def stream(question: Question, store: Store, settings: QASettings) -> Iterator[Answer]:
        answerer = answerers.choose(settings.answerer, question.asker)
        return qa.pipeline.stream(question, store, settings, answerer=answerer)

    return stream


def converse(
    question: str,
    filters: Filters,
    earlier: Sequence[Exchange],
    shelf: Shelf,
    stream: Stream | None = None,
    instead_of: Exchange | None = None,
    said: tuple[Turn, ...] | None = None,
    ignored: frozenset[Kind] = frozenset(),
    settings: QASettings | None = None,
    asker: str = "",
) -> Generator[Exchange, None, None]:
    """The next exchange as it grows; whoever closes the iterator stops the answering.

    Args:
        instead_of: One that stood after `earlier`, and whose place this takes.
        said: What was said before the question, where it is not what `earlier` says.
        ignored: What is not to be read from the question's words.
        settings: How it is to be answered, where that is not as the shelf's settings say.
        asker: Who asks, where several wait for one another.
    """
    last = instead_of or (earlier[-1] if earlier else None)
    number, now = last.number + 1 if last else 1, datetime.now(UTC)
    exchange = Exchange(number, question, filters, ignored=ignored, history=said, asked=now)
    yield exchange
    try:
        store = shelf.store()
        if store is None:
            yield replace(exchange, is_done=True, problem=NO_ARTICLES)
            return
        exchange = replace(exchange, folder=store.folder)
        told = history(earlier) if said is None else said
        asked = Question(question, told, filters, ignored, asker)
        answers = (stream or qa.pipeline.stream)(asked, store, settings or shelf.settings)
        with ExitStack() as at_the_end:
            if isinstance(answers, Generator):
                at_the_end.callback(answers.close)  # at once, not when it is collected
            for answer in answers:
                exchange = _grown(exchange, answer, store)
                yield exchange
        yield replace(exchange, is_done=True, kept=_kept(exchange, shelf))
    except ArticleQAError as error:
        yield replace(exchange, is_done=True, problem=str(error))


def settled(
    exchanges: Sequence[Exchange], asked_anew: int | None = None
) -> tuple[list[Exchange], Exchange | None]:
    """What stays of a conversation where one more question is asked, and what makes room for it.

    Room is made by the last one that was answered, where it is edited or is itself `asked_anew`,
    by its number. What failed does not stay.
    """
    earlier = [one.stopped() for one in exchanges if one.problem is None]
    if not earlier:
        return [], None
    last, newest = earlier[-1], exchanges[-1]
    is_next = asked_anew is None or (newest.problem is not None and newest.number == asked_anew)
    if last.number == asked_anew or (is_next and last.is_edited):
        return earlier[:-1], last
    return [replace(one, is_edited=False) for one in earlier], None


def history(exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    """What was said, as the next question is given it; what failed was not said."""
    turns: list[Turn] = []
    for exchange in exchanges:
        if exchange.problem is not None:
            continue
        turns.append(Turn("user", exchange.question))
        if exchange.answer and exchange.answer.text:
            turns.append(Turn("assistant", exchange.answer.text))
    return tuple(turns)


def said_before(exchange: Exchange, exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    """What one of `exchanges` was asked with: what stands before it, where nothing else is kept."""
    if exchange.history is not None:
        return exchange.history
    return history([one for one in exchanges if one.number < exchange.number])


def _kept(exchange: Exchange, shelf: Shelf) -> Kept | None:
    return kept(exchange.answer.filters, shelf.summaries()) if exchange.answer else None


def _grown(exchange: Exchange, answer: Answer, store: Store) -> Exchange:
    before = exchange.answer
    passages = exchange.passages
    if before is None or before.passages != answer.passages:
        passages = _passages(answer.passages, store)
    return replace(exchange, answer=answer, passages=passages)


def _passages(ranked: Sequence[RankedPassage], store: Store) -> tuple[Passage, ...]:
    articles: dict[str, Article | None] = {}
    passages: list[Passage] = []
    for passage in ranked:
        if passage.article_id not in articles:
            articles[passage.article_id] = store.article(passage.article_id)
        if article := articles[passage.article_id]:
            passages.append(
                Passage(
                    article.id,
                    passage.start,
                    passage.end,
                    article.title,
                    article.source,
                    article.date,
                    passage.text,
                )
            )
    return tuple(passages)
