"""A queue for what serves a few at a time: first come, first served, and nobody holds up the others.

Whoever asks has one place in the line, however much they ask: further questions of theirs, from
another tab or a program's hundred, wait behind it, and the next goes to the end of the line when
the one before it begins. So a newcomer overtakes nobody who has a place, and waits for one
question of each who came before. Coming first alone would not do: a hundred questions of one
program would be answered before a person's single one. Shares or priorities would, but one would
have to know how long an answer takes, and nobody could be told how many are before.

One question may need two turns: a follow-up is put into words before it is answered. For the
second it goes to the front, for it has waited in the line already.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(eq=False, slots=True)
class Ticket:
    """What stands in a line for one question; without `who`, nobody knows who asks it."""

    who: str = ""
    was_served: bool = False

    def is_of(self, other: Ticket) -> bool:
        """Whether both are of the same who asks."""
        return self is other or bool(self.who and self.who == other.who)


class FairQueue:
    """A line for something that serves `at_once` at a time; safe to use from several threads."""

    def __init__(self, at_once: int) -> None:
        """A line with nobody in it."""
        self.at_once = at_once
        self._changed = threading.Condition()
        self._served: list[Turn] = []
        self._waiting: list[Turn] = []
        """The first is the next; of one who asks, only the first has its place for good."""
        self._before: dict[Turn, int] = {}

    def __len__(self) -> int:
        """How many are being served or wait."""
        with self._changed:
            return len(self._served) + len(self._waiting)

    @contextmanager
    def queue_up(self, ticket: Ticket | None = None) -> Iterator[Turn]:
        """A place in the line, given up at the end of the `with` block."""
        turn = Turn(self, ticket or Ticket())
        with self._changed:
            again = sum(one.ticket.was_served for one in self._waiting)
            self._waiting.insert(again if turn.ticket.was_served else len(self._waiting), turn)
            self._arrange()
        try:
            yield turn
        finally:
            with self._changed:
                (self._waiting if turn in self._waiting else self._served).remove(turn)
                self._arrange()

    def before(self, turn: Turn) -> int:
        """How many must end before it is the turn of `turn`, if nobody else comes; 0: it is."""
        with self._changed:
            return self._before.get(turn, 0)

    def wait(self, turn: Turn, seconds: float) -> int:
        """As `before`, once it has changed or the time is over."""
        with self._changed:
            known = self._before.get(turn, 0)
            if known:
                self._changed.wait_for(lambda: self._before.get(turn, 0) != known, seconds)
            return self._before.get(turn, 0)

    def _arrange(self) -> None:
        """Lets in as many as may be, counts who is before whom, and says so."""
        while self._waiting and len(self._served) < self.at_once:
            turn, self._waiting = _next(self._waiting)
            turn.ticket.was_served = True
            self._served.append(turn)
        self._before, waiting = {}, self._waiting
        while waiting:
            turn, waiting = _next(waiting)
            self._before[turn] = len(self._before) + 1
        self._changed.notify_all()


class Turn:
    """A place in a line."""

    def __init__(self, turns: FairQueue, ticket: Ticket) -> None:
        """See `FairQueue.queue_up`."""
        self.ticket = ticket
        self._turns = turns

    @property
    def before(self) -> int:
        """How many must end before; 0: it is this one's turn."""
        return self._turns.before(self)

    def wait(self, seconds: float) -> int:
        """As `before`, once it has changed or the time is over."""
        return self._turns.wait(self, seconds)

    def until_first(self, seconds: float) -> Iterator[int]:
        """How many are before, each time that changes and each `seconds`, until none is."""
        before = self.before
        while before:
            yield before
            before = self.wait(seconds)


def _next(waiting: list[Turn]) -> tuple[Turn, list[Turn]]:
    """Who is next, and the line behind: what the same one asks besides goes to its end."""
    turn, *others = waiting
    if not turn.ticket.was_served:
        others.sort(key=lambda one: one.ticket.is_of(turn.ticket))  # else as they stand
    return turn, others
