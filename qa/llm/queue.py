"""A queue for something that serves a few at a time: a language model, the reader of passages.

`FairQueue` serves first come, first served, with three rules besides.

One place for each asker, however many questions they ask. Further questions of the same asker,
from another tab or in a program's loop, stand behind that place, and the next of them goes to the
end of the queue when the one before it begins. Thus a hundred questions of one program delay
another asker by two answers at most, and nobody who has a place is overtaken. Priorities or shares
would need to know how long an answer takes, and nobody could be told how many are ahead.

A question that needs two turns waits only once. A follow-up is rewritten before it is answered;
for the answer it goes to the front.

A place is lost where nobody reads. An answer is a generator: it goes on only when its consumer
pulls. A consumer that holds a place and does not pull for `patience` seconds while others wait
loses it: its request is cancelled, and its next pull raises `PlaceLost`. A slow consumer that does
pull keeps its place, but no longer than its request takes: see `Place.bind`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from index.errors import ArticleQAError

PATIENCE = 30.0
"""Seconds without a pull after which a place is lost, where others wait."""

T = TypeVar("T")


class PlaceLost(ArticleQAError):
    """Nobody read the answer for too long while others waited; the text says so."""


@dataclass(eq=False, slots=True)
class Ticket:
    """One question in a queue.

    Args:
        asker: Who asks it; "" where that is not known, and then nobody else is the same asker.
        was_served: It has had a turn already.
    """

    asker: str = ""
    was_served: bool = False

    def has_asker_of(self, other: Ticket) -> bool:
        """Whether the same asker asks both."""
        return self is other or bool(self.asker and self.asker == other.asker)


class FairQueue:
    """A queue for something that serves `at_once` at a time; safe to use from several threads."""

    def __init__(
        self,
        at_once: int,
        patience: float = PATIENCE,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """An empty queue; `now` gives the seconds by which `patience` is measured."""
        self.at_once = at_once
        self.patience = patience
        self._now = now
        self._changed = threading.Condition()
        self._served: list[Place] = []
        self._waiting: list[Place] = []
        """In order; of several places of one asker, only the first is sure to keep its position."""
        self._ahead: dict[Place, int] = {}

    def __len__(self) -> int:
        """How many are being served or wait."""
        with self._changed:
            return len(self._served) + len(self._waiting)

    @property
    def waiting(self) -> int:
        """How many wait."""
        with self._changed:
            return len(self._waiting)

    @contextmanager
    def enter(self, ticket: Ticket | None = None) -> Iterator[Place]:
        """A place in the queue, given up at the end of the `with` block at the latest."""
        place = Place(self, ticket or Ticket())
        with self._changed:
            to_front = sum(one.ticket.was_served for one in self._waiting)
            position = to_front if place.ticket.was_served else len(self._waiting)
            self._waiting.insert(position, place)
            self._arrange()
        try:
            self._expel_idle()
            yield place
        finally:
            self.leave(place)

    def leave(self, place: Place) -> None:
        """Gives a place up, unless that is done already."""
        with self._changed:
            self._remove(place)
            self._arrange()

    def ahead(self, place: Place) -> int:
        """How many must end before it is this one's turn, if nobody else comes; 0: it is."""
        with self._changed:
            return self._ahead.get(place, 0)

    def wait(self, place: Place, seconds: float) -> int:
        """As `ahead`, once that has changed or the time is over.

        Everybody who waits also looks for places that are lost.
        """
        self._expel_idle()
        with self._changed:
            if known := self._ahead.get(place, 0):
                self._changed.wait_for(lambda: self._ahead.get(place, 0) != known, seconds)
            return self._ahead.get(place, 0)

    def mark_idle(self, place: Place) -> None:
        """From now on it is the consumer's turn to act."""
        with self._changed:
            place.idle_since = self._now()

    def mark_busy(self, place: Place) -> None:
        """The consumer has pulled.

        Raises:
            PlaceLost: it came too late.
        """
        with self._changed:
            place.idle_since = None
            if place.is_lost:
                raise PlaceLost(
                    f"Nobody read this answer for {self.patience:g} seconds while others waited, "
                    "so its place went to them; ask again."
                )

    def _expel_idle(self) -> None:
        """Takes the places of consumers that have not pulled for too long, if others wait."""
        with self._changed:
            too_long_ago = self._now() - self.patience
            lost = [
                place
                for place in (*self._served, *self._waiting)
                if place.idle_since is not None
                and place.idle_since <= too_long_ago
                and any(other is not place for other in self._waiting)
            ]
            for place in lost:
                place.is_lost = True
                self._remove(place)
            if lost:
                self._arrange()
        for place in lost:  # not under the lock: a request's end may need it
            place.cancel_request()

    def _remove(self, place: Place) -> None:
        for line in (self._waiting, self._served):
            if place in line:
                line.remove(place)

    def _arrange(self) -> None:
        """Lets in as many as may be, counts who is ahead of whom, and tells everybody."""
        while self._waiting and len(self._served) < self.at_once:
            place, self._waiting = _next(self._waiting)
            place.ticket.was_served = True
            self._served.append(place)
        self._ahead, waiting = {}, self._waiting
        while waiting:
            place, waiting = _next(waiting)
            self._ahead[place] = len(self._ahead) + 1
        self._changed.notify_all()


class Place:
    """A place in a `FairQueue`, waiting or being served."""

    def __init__(self, queue: FairQueue, ticket: Ticket) -> None:
        """Made by `FairQueue.enter`."""
        self.ticket = ticket
        self.idle_since: float | None = None
        """When the consumer was handed something; None while it waits for more."""
        self.is_lost = False
        self._queue = queue
        self._request: Future[Any] | None = None

    @property
    def ahead(self) -> int:
        """How many must end before; 0: it is this one's turn."""
        return self._queue.ahead(self)

    def wait(self, seconds: float) -> int:
        """As `ahead`, once that has changed or the time is over."""
        return self._queue.wait(self, seconds)

    def wait_for_turn(self, seconds: float) -> Generator[int]:
        """How many are ahead, each time that changes and each `seconds`, until none is.

        Raises:
            PlaceLost: the consumer pulled too late.
        """
        return self.watch(self._positions(seconds))

    def watch(self, pieces: Generator[T]) -> Generator[T]:
        """The same pieces; how long the consumer takes for each is watched.

        Raises:
            PlaceLost: the consumer pulled too late.
        """
        with closing(pieces):
            for piece in pieces:
                self._queue.mark_idle(self)
                yield piece
                self._queue.mark_busy(self)

    def bind(self, request: Future[Any]) -> None:
        """Ties a request, which runs by itself, to this place.

        When it has ended, the place is free for the next, although its consumer may not have
        read everything yet. When the place is lost, it is cancelled.
        """
        self._request = request
        request.add_done_callback(self._request_ended)

    def cancel_request(self) -> None:
        """Cancels the request that is tied to this place, if there is one."""
        if self._request is not None:
            self._request.cancel()

    def _request_ended(self, request: Future[Any]) -> None:
        if not request.cancelled():  # a cancelled one may take a moment more to end
            self._queue.leave(self)

    def _positions(self, seconds: float) -> Generator[int]:
        ahead = self.ahead
        while ahead:
            yield ahead
            ahead = self.wait(seconds)


def _next(waiting: list[Place]) -> tuple[Place, list[Place]]:
    """The next to be served, and the queue behind: the same asker's others go to its end."""
    place, *others = waiting
    if not place.ticket.was_served:
        others.sort(key=lambda one: one.ticket.has_asker_of(place.ticket))  # stable otherwise
    return place, others
