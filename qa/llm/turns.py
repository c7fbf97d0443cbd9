"""Turns: whoever came first is served first, a few at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """A queue for something that serves `at_once` at a time; safe to use from several threads."""

    def __init__(self, at_once: int) -> None:
        """A queue with nobody in it."""
        self.at_once = at_once
        self._lock = threading.Lock()
        self._queue: list[Turn] = []

    def __len__(self) -> int:
        """How many are being served or wait."""
        with self._lock:
            return len(self._queue)

    @contextmanager
    def queue_up(self) -> Iterator[Turn]:
        """A place at the end, given up at the end of the `with` block."""
        turn = Turn(self)
        with self._lock:
            self._queue.append(turn)
        try:
            yield turn
        finally:
            with self._lock:
                self._queue.remove(turn)

    def before(self, turn: Turn) -> int:
        """How many must end before it is the turn of `turn`; 0: it is."""
        with self._lock:
            return max(0, self._queue.index(turn) + 1 - self.at_once)


class Turn:
    """A place in a queue."""

    def __init__(self, turns: Turns) -> None:
        """See `Turns.queue_up`."""
        self._turns = turns

    @property
    def before(self) -> int:
        """How many must end before; 0: it is this one's turn."""
        return self._turns.before(self)
