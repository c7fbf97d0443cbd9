"""Answers a question of a conversation: the next exchange, as its answer grows."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime

import qa.pipeline
from index import Article, ArticleQAError, Filters, Store
from qa.generation.pool import AnswererPool
from qa.history.exchange import ChatExchange, Passage, history
from qa.question import InterpretationKind, Question, QuestionKind, Turn
from qa.retrieval.coverage import Coverage, coverage
from qa.server.stores import NO_ARTICLES, OpenStores
from qa.settings import QASettings
from qa.types import Answer, RankedPassage
from qa.web.asking.followups import follow_ups

Stream = Callable[[Question, Store, QASettings], Iterator[Answer]]
"""Answers a question: yields the answer as it grows, the last one whole."""


def answer_with(
    answerers: AnswererPool, answer: Callable[..., Iterator[Answer]] | None = None
) -> Stream:
    """A stream that chooses the answerer for each question by the settings it is given.

    Args:
        answer: Answers instead of `qa.pipeline.stream`.
    """

    def stream(question: Question, store: Store, settings: QASettings) -> Iterator[Answer]:
        answerer = answerers.choose(settings.answerer, question.asker)
        return (answer or qa.pipeline.stream)(question, store, settings, answerer=answerer)

    return stream


def next_exchange(
    question: str,
    filters: Filters,
    earlier: Sequence[ChatExchange],
    stores: OpenStores,
    stream: Stream | None = None,
    instead_of: ChatExchange | None = None,
    said: tuple[Turn, ...] | None = None,
    ignored: frozenset[InterpretationKind] = frozenset(),
    kind: QuestionKind | None = None,
    settings: QASettings | None = None,
    asker: str = "",
) -> Generator[ChatExchange, None, None]:
    """The next exchange as it grows. Closing the generator stops the answer.

    Args:
        instead_of: One that stood after `earlier`, and whose place this takes.
        said: What was said before the question, where it is not what `earlier` says.
        ignored: What is not to be read from the question's words.
        kind: The kind of answer that is wanted, where it is not to be read from them.
        settings: How it is to be answered, where that is not as the settings of `stores` say.
        asker: Who asks, where several wait for one another.
    """
    last = instead_of or (earlier[-1] if earlier else None)
    number, now = last.number + 1 if last else 1, datetime.now(UTC)
    exchange = ChatExchange(
        number, question, filters, ignored=ignored, kind=kind, history=said, asked=now
    )
    yield exchange
    try:
        store = stores.store()
        if store is None:
            yield replace(exchange, is_done=True, problem=NO_ARTICLES)
            return
        story = store.story(filters.story) if filters.story else None
        title = story.title if story else ""
        exchange = replace(exchange, folder=store.folder, story=title)
        turns = history(earlier) if said is None else said
        asked = Question(question, turns, filters, ignored, asker, kind)
        answers = (stream or qa.pipeline.stream)(asked, store, settings or stores.settings)
        with ExitStack() as at_the_end:
            if isinstance(answers, Generator):
                at_the_end.callback(answers.close)  # at once, not when it is collected
            for answer in answers:
                exchange = _grown(exchange, answer, store)
                yield exchange
        next_ones = follow_ups(exchange.answer, store, earlier) if exchange.answer else ()
        found = _coverage(exchange, stores)
        yield replace(exchange, is_done=True, coverage=found, follow_ups=next_ones)
    except ArticleQAError as error:
        yield replace(exchange, is_done=True, problem=str(error))


def _coverage(exchange: ChatExchange, stores: OpenStores) -> Coverage | None:
    if exchange.answer is None:
        return None
    filters, store = exchange.answer.filters, stores.store()
    if store is None or filters.story is None:
        return coverage(filters, stores.summaries())
    own = {one.id for one in store.story_articles(filters.story)}
    return coverage(filters, stores.summaries(), own)


def _grown(exchange: ChatExchange, answer: Answer, store: Store) -> ChatExchange:
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
