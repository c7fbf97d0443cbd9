"""How long an answer may take.

The program's own work is looked at between its steps (`Deadline`), a language model's at each piece
that it writes (`Allowance`): a fifth of a second after the time is over, the request is cancelled.
To wait for one's turn counts in neither.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from math import inf
from typing import TypeVar

from index.errors import ArticleQAError

T = TypeVar("T")
Now = Callable[[], float]


class TookTooLong(ArticleQAError):
    """An answer, or what writes it, had its time; the text says how long, and what to do."""


class Deadline:
    """Until when the program must have done its part of one answer."""

    def __init__(self, seconds: float, now: Now = time.monotonic) -> None:
        """From now on; `now` gives the seconds that are compared."""
        self._seconds = seconds
        self._now = now
        self._end = now() + seconds

    def check(self) -> None:
        """Raises if the time is over.

        Raises:
            TookTooLong: it is.
        """
        if self._now() > self._end:
            raise TookTooLong(
                f"There was no answer within {self._seconds:g} seconds. Ask again when the machine "
                "is less busy, ask for less, or raise the setting deadline."
            )

    def each(self, things: Iterable[T]) -> Iterator[T]:
        """The same things, with a `check` before each."""
        for thing in things:
            self.check()
            yield thing

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What is waited for in the block does not count."""
        left, self._end = self._end - self._now(), inf
        try:
            yield
        finally:
            self._end = self._now() + left


class Allowance:
    """The seconds that a language model may take for one answer, all its requests together."""

    def __init__(self, seconds: float, now: Now = time.monotonic) -> None:
        """All are left; `now` gives the seconds that are compared."""
        self._seconds = self._left = seconds
        self._now = now

    def spend(self, pieces: Generator[T]) -> Generator[T]:
        """The same pieces as long as there is time; they are closed where there is none left.

        Raises:
            TookTooLong: there is none.
        """
        end = self._now() + self._left
        with closing(pieces):
            for piece in pieces:
                self._left = end - self._now()
                if self._left < 0:
                    raise TookTooLong(
                        f"The language model had no answer within {self._seconds:g} seconds "
                        "(setting model_deadline)."
                    )
                yield piece
