"""A question to a checked answer: search, evidence, choice, text.

`stream` hands out the answer as it grows, `ask` only the finished one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from index import Filters, Store, open_store
from index.lexical import source_key
from qa.answer import Answer, Timings, ranked
from qa.chooser import Chooser, load_chooser
from qa.evidence import EvidenceSentence, evidence_sentences
from qa.extractive import compose, join, refuse, select
from qa.question import Question, Turn, standalone_query
from qa.settings import QASettings

LISTED = 10
"""Passages an answer lists, at least, where the store has them."""


def ask(
    text: str,
    *,
    store: Store | None = None,
    settings: QASettings | None = None,
    history: Sequence[Turn] = (),
    after: date | None = None,
    before: date | None = None,
    source: str | None = None,
    as_of: date | None = None,
) -> Answer:
    """Answers one question from the store.

    Args:
        store: An open store; default: the one the settings name, opened for this question.
        history: What was said before, oldest first.
        after, before: First and last day (inclusive) of the articles used.
        source: Only articles of this source, without regard to case.
        as_of: The question's today: later articles are not used.

    Raises:
        UsageError: the question is empty or too long, or the days contradict each other.
        StoreMissing: there is no store.
    """
    settings = settings or QASettings.load()
    question = Question(text, tuple(history), Filters(after, before, source, as_of))
    if store is not None:
        return _last(stream(question, store, settings))
    with open_store(settings=settings) as opened:
        return _last(stream(question, opened, settings))


def stream(
    question: Question, store: Store, settings: QASettings, chooser: Chooser | None = None
) -> Iterator[Answer]:
    """The answer as it grows: first its passages, then sentence by sentence; the last is whole."""
    clock = _Clock()
    query = standalone_query(question)
    hits = store.search(query, max(LISTED, settings.passages), question.filters)
    clock.timings.search_ms = clock.lap()
    answer = Answer(
        question=question.text,
        query=query,
        status="unanswered",
        text="",
        confidence=0.0,
        passages=ranked(hits),
        notices=_notices(question.filters, store),
        timings=clock.timings,
    )
    yield answer
    read = hits[: settings.passages]
    choice = (chooser or load_chooser()).choose(query, evidence_sentences(read), store)
    answer = replace(answer, confidence=choice.confidence)
    clock.timings.evidence_ms = clock.lap()
    if choice.confidence < settings.answer_threshold or not choice.ranking:
        clock.finish()
        yield replace(answer, text=refuse(hits))
        return
    yield from _quote(answer, select(query, choice), clock)


def _quote(answer: Answer, chosen: Sequence[EvidenceSentence], clock: _Clock) -> Iterator[Answer]:
    """The answer with one sentence more each time."""
    for count in range(1, len(chosen) + 1):
        sentences, citations = compose(chosen[:count])
        if count == len(chosen):
            clock.finish()
        yield replace(
            answer,
            status="answered",
            text=join(sentences),
            sentences=tuple(sentences),
            citations=tuple(citations),
        )


def _notices(filters: Filters, store: Store) -> tuple[str, ...]:
    """What the person should know about what the filters did."""
    notices = []
    if not filters.allow_undated and (undated := store.undated(filters.source)):
        articles = (
            "1 article without a date was"
            if undated == 1
            else (f"{undated} articles without a date were")
        )
        notices.append(f"{articles} left out.")
    if filters.source and not any(
        source_key(name) == source_key(filters.source) for name, _ in store.sources()
    ):
        names = ", ".join(name for name, _ in store.sources()[:8])
        notices.append(
            f"No article has the source {filters.source!r}."
            + (f" The sources are: {names}." if names else "")
        )
    return tuple(notices)


def _last(answers: Iterator[Answer]) -> Answer:
    *_, last = answers
    return last


class _Clock:
    """Fills in the timings of one answer."""

    def __init__(self) -> None:
        self.timings = Timings()
        self._start = self._lap = time.perf_counter()

    def lap(self) -> float:
        """Milliseconds since the last lap."""
        now = time.perf_counter()
        elapsed = (now - self._lap) * 1000
        self._lap = now
        return elapsed

    def finish(self) -> None:
        """Everything is there."""
        self.timings.generate_ms = self.lap()
        self.timings.total_ms = (time.perf_counter() - self._start) * 1000
        self.timings.first_token_ms = self.timings.search_ms + self.timings.evidence_ms
