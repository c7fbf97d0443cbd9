"""An exchange of a conversation: a question, and what became of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index import Filters
from qa.history.standing import Standing
from qa.question import InterpretationKind, QuestionKind, Turn
from qa.retrieval.coverage import Coverage
from qa.types import Answer


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that was read, with the text it had then."""

    article_id: str
    start: int
    end: int
    title: str
    source: str | None
    date: datetime.date | None
    text: str


@dataclass(frozen=True, slots=True)
class ChatExchange:
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
    ignored: frozenset[InterpretationKind] = frozenset()
    """What was not to be read from the question's words."""
    kind: QuestionKind | None = None
    """The kind of answer that was chosen; None where it was read from the question's words."""
    history: tuple[Turn, ...] | None = None
    """What was said before it, where that is not what stands before it in the conversation."""
    is_edited: bool = False
    """The next question takes its place."""
    coverage: Coverage | None = None
    """How many articles were searched, once it is whole."""
    follow_ups: tuple[str, ...] = ()
    """Questions that one may ask next, once it is whole."""
    story: str = ""
    """Title of the story that the filters name, as it was when it was asked."""
    asked: datetime.datetime | None = None
    since: Mapping[int, Standing] = field(default_factory=dict)
    """Of an answer that was kept, by the number of the citation: what became of its article."""

    def stopped(self) -> ChatExchange:
        """The exchange as it is left when the person stops it: with what was checked."""
        if self.is_done:
            return self
        answer = self.answer and self.answer.settled()
        return replace(self, answer=answer, is_done=True, was_stopped=True)


def settled(
    exchanges: Sequence[ChatExchange], asked_anew: int | None = None
) -> tuple[list[ChatExchange], ChatExchange | None]:
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


def history(exchanges: Sequence[ChatExchange]) -> tuple[Turn, ...]:
    """What was said, as the next question is given it; what failed was not said."""
    turns: list[Turn] = []
    for exchange in exchanges:
        if exchange.problem is not None:
            continue
        turns.append(Turn("user", exchange.question))
        if exchange.answer and exchange.answer.text:
            turns.append(Turn("assistant", exchange.answer.text))
    return tuple(turns)


def numbered(exchanges: Sequence[ChatExchange], number: int) -> ChatExchange | None:
    """The exchange of that number; None where there is none."""
    return next((one for one in exchanges if one.number == number), None)


def said_before(exchange: ChatExchange, exchanges: Sequence[ChatExchange]) -> tuple[Turn, ...]:
    """What one of `exchanges` was asked with: what stands before it, where nothing else is kept."""
    if exchange.history is not None:
        return exchange.history
    return history([one for one in exchanges if one.number < exchange.number])
