"""What becomes of each question that the server answers, for those who count it or write it down.

`observed` hands an answer on as it grows, and tells its observers how it ended.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Protocol

from qa.question import Question
from qa.types import Answer

Stream = Callable[..., Iterator[Answer]]
"""Takes a `Question`, and more; yields the answer as it grows, the last one whole."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the answering of one question ended."""

    question: Question
    answer: Answer | None
    """As far as it came; whole where neither of the next two is set."""
    failure: Exception | None
    was_stopped: bool
    """Whoever asked did not wait for the end."""
    seconds: float
    """From its beginning, by the clock."""


class Observer(Protocol):
    """Is told of each question; from several threads at once."""

    def begun(self) -> None:
        """A question begins to be answered."""

    def ended(self, outcome: Outcome) -> None:
        """The answering of a question has ended, however it did."""


def observed(
    stream: Stream, observers: Sequence[Observer], now: Callable[[], float] = time.perf_counter
) -> Stream:
    """The same stream, each of whose answers the observers are told of."""

    def watched(question: Question, *further: Any, **named: Any) -> Generator[Answer, None, None]:
        start, answer = now(), None
        failure: Exception | None = None
        is_whole = False
        for one in observers:
            one.begun()
        try:
            with ExitStack() as at_the_end:
                answers = stream(question, *further, **named)
                if isinstance(answers, Generator):
                    at_the_end.callback(answers.close)
                for answer in answers:
                    yield answer
            is_whole = True
        except Exception as error:  # told to the observers, and raised again
            failure = error
            raise
        finally:
            was_stopped = not is_whole and failure is None
            outcome = Outcome(question, answer, failure, was_stopped, now() - start)
            for one in observers:
                one.ended(outcome)

    return watched
