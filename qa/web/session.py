"""What one open page holds: its conversation, and which of its answers grows."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

from qa.history.exchange import Exchange
from qa.web.conversations import ConversationRef, begun
from qa.web.judging import Judgings

_changing = threading.Lock()


class Session:
    """The conversation that a page is in; one object for as long as the page is open.

    Only the answer that was begun last may change it: one that was stopped or left is still
    under way for a moment, and may not bring back what has made room.
    """

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []
        self.judged: Judgings = {}
        self.talk = ConversationRef()
        self._run = 0
        self._dropped = 0

    @property
    def is_growing(self) -> bool:
        """Whether the last question is being answered."""
        return bool(self.exchanges) and not self.exchanges[-1].is_done

    def begin(self) -> int:
        """The number of an answer that begins; whatever grew before grows no more."""
        with _changing:
            self.talk = begun(self.talk)
            self._run += 1
            return self._run

    def grow(self, run: int, exchanges: Sequence[Exchange], talk: ConversationRef) -> bool:
        """Holds the conversation as far as it has come; False where `run` was stopped or left."""
        with _changing:
            if run == self._run:
                self.exchanges, self.talk = list(exchanges), talk
            return run == self._run

    def stop(self) -> None:
        """Leaves the last question as far as its answer is."""
        self.hold([one.stopped() for one in self.exchanges], self.judged, self.talk)

    def hold(self, exchanges: Sequence[Exchange], judged: Judgings, talk: ConversationRef) -> None:
        """Goes over to another conversation."""
        with _changing:
            self._run += 1
            self.exchanges, self.judged, self.talk = list(exchanges), judged, talk

    def clear(self) -> None:
        """Goes over to an empty conversation."""
        self.hold([], {}, ConversationRef())

    def drop(self) -> None:
        """Goes over to an empty conversation; this one was removed, and what still grows in it is
        not kept."""
        self._dropped = self._run
        self.clear()

    def may_keep(self, run: int) -> bool:
        """Whether that answer is to be kept: its conversation was not removed while it grew."""
        return run > self._dropped

    def edit(self, is_edited: bool) -> Exchange | None:
        """The last exchange, after it was said whether the next question takes its place.

        None while it grows, or where there is none.
        """
        with _changing:
            if not self.exchanges or self.is_growing:
                return None
            last = replace(self.exchanges[-1], is_edited=is_edited)
            self.exchanges = [*self.exchanges[:-1], last]
            return last
