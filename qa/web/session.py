"""The session of one open page: its conversation, and which of its answers grows."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

from qa.history.exchange import ChatExchange
from qa.web.conversations import SavedAs
from qa.web.judgements import JudgementStates

_changing = threading.Lock()


class Session:
    """The conversation that a page is in; one object for as long as the page is open.

    Answers are numbered as they begin, and only the last one may change the conversation: one
    that was stopped, or left for another conversation, still runs for a moment.
    """

    def __init__(self) -> None:
        self.exchanges: list[ChatExchange] = []
        self.judgements: JudgementStates = {}
        self.saved_as = SavedAs()
        self._run = 0
        self._removed_until = 0

    @property
    def is_growing(self) -> bool:
        """Whether the last question is being answered."""
        return bool(self.exchanges) and not self.exchanges[-1].is_done

    @property
    def is_new(self) -> bool:
        """Whether nothing was asked or opened yet."""
        return self._run == 0

    def begin(self) -> int:
        """The number of an answer that begins; whatever grew before grows no more."""
        with _changing:
            self.saved_as = self.saved_as.begun()
            self._run += 1
            return self._run

    def grow(self, run: int, exchanges: Sequence[ChatExchange], saved_as: SavedAs) -> bool:
        """Takes over the conversation as far as it has come; False where `run` is not the last."""
        with _changing:
            if run == self._run:
                self.exchanges, self.saved_as = list(exchanges), saved_as
            return run == self._run

    def stop(self) -> None:
        """Leaves the last question as far as its answer is."""
        self.switch_to([one.stopped() for one in self.exchanges], self.judgements, self.saved_as)

    def switch_to(
        self, exchanges: Sequence[ChatExchange], judgements: JudgementStates, saved_as: SavedAs
    ) -> None:
        """Goes over to another conversation."""
        with _changing:
            self._run += 1
            self.exchanges, self.judgements = list(exchanges), judgements
            self.saved_as = saved_as

    def clear(self) -> None:
        """Goes over to an empty conversation."""
        self.switch_to([], {}, SavedAs())

    def remove(self) -> None:
        """Goes over to an empty conversation, as this one was removed: `may_save` knows it."""
        self._removed_until = self._run
        self.clear()

    def hold(self) -> int:
        """Has `may_save` refuse what grows while this one is being removed; what to `release`."""
        before, self._removed_until = self._removed_until, self._run
        return before

    def release(self, before: int) -> None:
        """Lets it be saved again, as it was not removed."""
        self._removed_until = before

    def may_save(self, run: int) -> bool:
        """Whether an answer is to be saved: its conversation was not removed while it grew."""
        return run > self._removed_until

    def edit(self, is_edited: bool) -> ChatExchange | None:
        """The last exchange, after it was said whether the next question takes its place.

        None while it grows, or where there is none.
        """
        with _changing:
            if not self.exchanges or self.is_growing:
                return None
            last = replace(self.exchanges[-1], is_edited=is_edited)
            self.exchanges = [*self.exchanges[:-1], last]
            return last
