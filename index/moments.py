"""What is read once for each state of a store, and kept until the next."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from index import database
from index.connections import StoreReader

T = TypeVar("T")


class Moment(NamedTuple):
    """A state of a store: which database, and which of its generations."""

    number: int
    generation: int

    @classmethod
    def of(cls, reader: StoreReader) -> Moment:
        """The state that a reader sees now."""
        return cls(reader.number, database.generation(reader.connection))


class GenerationCache(Generic[T]):
    """The last thing that `read` made, with the state it was made of; safe to use from several
    threads, of which one reads while the others wait.

    `read` is given what it made last of the same database, which it must not change, or None.
    """

    def __init__(self, read: Callable[[StoreReader, T | None], T]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._known: tuple[Moment, T] | None = None

    def get(self, reader: StoreReader) -> T:
        """What is of the state that the reader sees."""
        moment, known = Moment.of(reader), self._known
        if known is not None and known[0] == moment:
            return known[1]
        with self._lock:
            moment = Moment.of(reader)
            known = self._known
            if known is None or known[0] != moment:
                is_same = known is not None and known[0].number == moment.number
                known = moment, self._read(reader, known[1] if known and is_same else None)
                self._known = known
            return known[1]
