"""The finished answer in one call, for those who need not see it grow."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from datetime import date

from index import Filters, Store, open_store
from qa.generation.answerer import Answerer
from qa.generation.pool import AnswererPool
from qa.pipeline import stream
from qa.question import InterpretationKind, Question, QuestionKind, Turn
from qa.settings import QASettings
from qa.types import Answer

WHATEVER_HAPPENED = "What is new?"
"""Asks for whatever there is, so that nothing is searched or read."""


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
    ignored: Collection[InterpretationKind] = (),
    kind: QuestionKind | None = None,
    answerer: Answerer | None = None,
    tags: Sequence[str] = (),
    story: str | None = None,
) -> Answer:
    """Answers one question from the store.

    Args:
        store: An open store; default: the one the settings name, opened for this question.
        history: What was said before, oldest first.
        after, before: First and last day (inclusive) of the articles used.
        source: Only articles of this source, without regard to case.
        as_of: The question's today: later articles are not used.
        ignored: What is not to be read from the question's words, such as
            `InterpretationKind.DATES`.
        kind: The kind of answer that is wanted; default: as the question's words say.
        answerer: Who writes; default: as the settings say, for this question alone. To ask
            several times with a local model, keep an `AnswererPool` open and pass its choice.
        tags: Only articles that have one of these tags, without regard to case.
        story: Only articles of this story: its id, or that of an article in it.

    Raises:
        UsageError: the question is empty or too long, the days contradict each other, or there is
            no such story.
        ModelError: the settings ask for a local model that is not there.
        StoreMissing: there is no store.
    """
    settings = settings or QASettings.load()
    filters = Filters(after, before, source, as_of, tags=tuple(tags), story=story)
    question = Question(text, tuple(history), filters, frozenset(ignored), kind=kind)
    with ExitStack() as at_the_end:
        if store is None:
            store = at_the_end.enter_context(open_store(settings=settings))
        if answerer is None:
            answerer = at_the_end.enter_context(AnswererPool(settings)).choose()
        *_, answer = stream(question, store, settings, answerer=answerer)
        return answer


def tell_story(story: str, store: Store, settings: QASettings) -> Answer:
    """The timeline of a story, in its articles' own words.

    Raises:
        UsageError: there is no story of that id.
    """
    filters = Filters(story=story)
    question = Question(WHATEVER_HAPPENED, filters=filters, kind=QuestionKind.TIMELINE)
    *_, answer = stream(question, store, settings)
    return answer
