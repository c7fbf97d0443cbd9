"""A question to a checked answer: search, evidence, choice, text.

`stream` hands out the answer as it grows, `ask` only the finished one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date

from index import Filters, Store, open_store
from index.lexical import source_key
from qa.query import language
from qa.resolution import finding
from qa.types import Answer, Timings, ranked
from qa.generation.answerer import Answerer, Task, Written
from qa.generation.pool import Answerers
from qa.verification.overlap import CLAIM_WORDS
from qa.ranking.ranker import Choice, Chooser, load_chooser
from qa.generation.relative_days import dated
from qa.generation.extractive import Extractive, in_answer, join, refuse
from qa.llm.endpoint import INSTEAD, STEP, LanguageModelError, Usage, Waiting
from qa.llm.queue import Ticket, Turns
from qa.question import REFUSAL, Kind, Question, Turn, asks_back, standalone_query
from qa.settings import QASettings
from qa.query import understand

READING = Turns(2)
"""Whose passages are read now, in the whole process. Reading takes all cores, and memory for each
question: one reads while another's sentences are cut; the others would only slow them down."""


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
    ignored: Collection[Kind] = (),
    answerer: Answerer | None = None,
) -> Answer:
    """Answers one question from the store.

    Args:
        store: An open store; default: the one the settings name, opened for this question.
        history: What was said before, oldest first.
        after, before: First and last day (inclusive) of the articles used.
        source: Only articles of this source, without regard to case.
        as_of: The question's today: later articles are not used.
        ignored: What is not to be read from the question's words, such as `Kind.DATES`.
        answerer: Who writes; default: as the settings say, for this question alone. To ask
            several times with a local model, keep an `Answerers` open and pass its choice.

    Raises:
        UsageError: the question is empty or too long, or the days contradict each other.
        ModelError: the settings ask for a local model that is not there.
        StoreMissing: there is no store.
    """
    settings = settings or QASettings.load()
    filters = Filters(after, before, source, as_of)
    question = Question(text, tuple(history), filters, frozenset(ignored))
    with ExitStack() as at_the_end:
        if store is None:
            store = at_the_end.enter_context(open_store(settings=settings))
        if answerer is None:
            answerer = at_the_end.enter_context(Answerers(settings)).choose()
        return _last(stream(question, store, settings, answerer=answerer))


def stream(
    question: Question,
    store: Store,
    settings: QASettings,
    chooser: Chooser | None = None,
    answerer: Answerer | None = None,
) -> Iterator[Answer]:
    """The answer as it grows: passages, evidence, then sentence by sentence; the last is whole.

    Whoever closes the iterator stops the answering at once. `answerer` comes from
    `qa.generation.pool.Answerers`; without one the articles are quoted.
    """
    clock = _Clock()
    answerer = answerer or Extractive()
    question = replace(question, ignored=question.ignored | set(settings.ignore))
    notices: tuple[str, ...] = ()
    usage: Usage | None = None
    query = standalone_query(question)
    early: Answer | None = None
    try:
        for step in answerer.query(question):
            if isinstance(step, Waiting):
                early = early or _found_early(question, query, store, settings, clock)
                yield replace(early, waiting=step.why)
            elif isinstance(step, Usage):
                usage = _both(usage, step)
            else:
                query = step
    except LanguageModelError as error:
        notices, answerer = (_instead(error),), Extractive()
    clock.lap()
    searched = finding.search(understand(question, query, store), question, store, settings)
    clock.timings.search_ms = clock.lap()
    answer = replace(
        _begun(question, query, clock),
        passages=ranked(searched.retrieved.hits),
        understood=searched.understood.told,
        filters=searched.understood.filters,
        notices=(*notices, *_notices(question, searched.understood.filters, store)),
        usage=usage,
    )
    yield answer
    chooser = chooser or load_chooser(settings.reader)
    with READING.queue_up(Ticket(question.asker)) as turn:
        for before in turn.until_first(STEP):
            yield replace(answer, waiting=f"Waiting for others' questions: {before} before you.")
        found = finding.judge(searched, chooser, store, settings)
    about = _notices(question, found.understood.filters, store)
    answer = replace(
        answer,
        passages=ranked(found.hits),
        confidence=found.choice.confidence,
        understood=found.understood.told,
        filters=found.understood.filters,
        notices=(*notices, *about, *found.notices),
    )
    clock.timings.evidence_ms = clock.lap()
    if unclear := asks_back(question):
        clock.finish()
        nearest = refuse(found.hits).removeprefix(REFUSAL)
        yield replace(answer, text=f"{REFUSAL} {unclear}{nearest}", confidence=0.0)
        return
    task = Task(question, query, found.choice, store, found.parts, found.understood.asked)
    refusal = replace(answer, text=refuse(found.hits))
    if found.changed:
        answer = replace(answer, notices=(*answer.notices, found.changed))
    try:
        yield from _write(answer, refusal, answerer, task, settings, clock)
    except LanguageModelError as error:
        instead = _instead(error)
        answer = replace(answer, notices=(instead, *answer.notices))
        refusal = replace(refusal, notices=(instead, *refusal.notices))
        yield from _write(answer, refusal, Extractive(), task, settings, clock)


def _begun(question: Question, query: str, clock: _Clock) -> Answer:
    """An answer of which nothing is known yet."""
    return Answer(
        question=question.text,
        query=query,
        status="unanswered",
        text="",
        confidence=0.0,
        passages=(),
        timings=clock.timings,
    )


def _found_early(
    question: Question, query: str, store: Store, settings: QASettings, clock: _Clock
) -> Answer:
    """What is found for a follow-up as it stands, to be read while a model rewrites it."""
    searched = finding.search(understand(question, query, store), question, store, settings)
    found = ranked(searched.retrieved.hits)
    return replace(_begun(question, query, clock), passages=found, filters=question.filters)


def _write(
    answer: Answer,
    refusal: Answer,
    answerer: Answerer,
    task: Task,
    settings: QASettings,
    clock: _Clock,
) -> Iterator[Answer]:
    """The answer with what has been written so far; the last is whole."""
    quotes = answerer.name == "extractive"
    if answer.confidence < settings.threshold(quotes=quotes) or not task.choice.ranking:
        clock.finish()
        yield refusal
        return
    answer = replace(answer, answerer=answerer.name, model=answerer.model)
    written = Written()
    for written in answerer.write(task):
        clock.note(written)
        yield _with(answer, written, task.choice)
    clock.finish()
    if written.sentences:
        whole = _with(answer, written, task.choice)
        notices = (*whole.notices, *dated(task.asked, whole.short, whole.citations))
        yield replace(whole, draft="", waiting="", evidence=(), notices=notices)
        return
    # nothing held, or the model declines: less likely by half than it seemed
    yield replace(
        refusal,
        answerer=answerer.name,
        model=answerer.model,
        confidence=answer.confidence / 2,
        notices=(*refusal.notices, *written.notices),
        dropped=written.dropped,
        usage=_both(answer.usage, written.usage),
    )


def _both(first: Usage | None, second: Usage | None) -> Usage | None:
    """Tokens of two requests together."""
    if first and second:
        return Usage(first.read + second.read, first.written + second.written)
    return first or second


def _with(answer: Answer, written: Written, choice: Choice) -> Answer:
    return replace(
        answer,
        status="answered" if written.sentences else "unanswered",
        text=join(written.sentences),
        short=_short(written, choice),
        sentences=written.sentences,
        citations=written.citations,
        notices=(*written.notices, *answer.notices),
        dropped=written.dropped,
        draft=written.draft,
        waiting=written.waiting,
        evidence=written.evidence,
        usage=_both(answer.usage, written.usage),
    )


def _short(written: Written, choice: Choice) -> str | None:
    """The shortest answer: of the likeliest sentence that is cited, if it is said, too; or what
    is said, where that is no more than a name or a figure out of what is cited."""
    if choice.is_decided:
        deciding = {judged.sentence.hit.article_id for judged in choice.ranking[:2]}
        is_told = deciding <= {one.article_id for one in written.citations}
        return choice.short if is_told else None
    if not choice.short:
        return None
    cited = {(one.article_id, one.start, one.end) for one in written.citations}
    said = " ".join(one.text for one in written.sentences)
    for judged in choice.ranking:
        short = judged.sentence.short
        if short and judged.sentence.place in cited and _stands(in_answer(short), said):
            return short
    bare = said.rstrip(".")
    is_quoted = any(_stands(bare, in_answer(one.quote)) for one in written.citations)
    return bare if len(bare.split()) < CLAIM_WORDS and is_quoted else None


def _stands(words: str, text: str) -> bool:
    """Whether these words stand in a text, and are no parts of others there."""
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE))


def _instead(error: LanguageModelError) -> str:
    return f"{error} {INSTEAD}"


def _notices(question: Question, filters: Filters, store: Store) -> tuple[str, ...]:
    """What the person should know about the question's language and what the filters did."""
    notices = [language.NOTICE] if language.is_foreign(question.text) else []
    if not filters.allow_undated and (undated := store.undated(filters.source)):
        articles = (
            "1 article without a date was"
            if undated == 1
            else (f"{undated} articles without a date were")
        )
        notices.append(f"{articles} left out.")
    if filters.source and not any(
        source_key(name) == source_key(filters.source) for name, _ in store.sources(question.as_of)
    ):
        notices += finding.missing([filters.source], store, question.as_of)
    return tuple(notices)


def _last(answers: Iterator[Answer]) -> Answer:
    *_, last = answers
    return last


class _Clock:
    """Fills in the timings of one answer."""

    def __init__(self) -> None:
        self.timings = Timings()
        self._start = self._lap = time.perf_counter()
        self._has_begun = False

    def lap(self) -> float:
        """Milliseconds since the last lap."""
        now = time.perf_counter()
        elapsed = (now - self._lap) * 1000
        self._lap = now
        return elapsed

    def note(self, written: Written) -> None:
        """Something was written, or is waited for."""
        self.timings.verify_ms = written.verify_ms
        if not self._has_begun and (written.draft or written.sentences):
            self._has_begun = True
            self.timings.first_token_ms = (time.perf_counter() - self._start) * 1000

    def finish(self) -> None:
        """Everything is there."""
        self.timings.generate_ms = self.lap() - self.timings.verify_ms
        self.timings.total_ms = (time.perf_counter() - self._start) * 1000
        if not self._has_begun:
            self.timings.first_token_ms = self.timings.total_ms
