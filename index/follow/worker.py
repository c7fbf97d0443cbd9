"""Keeps what is followed up to date beside a server, in one thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from index.errors import ArticleQAError
from index.follow.follower import Follower

EVERY_S = 5.0
"""Seconds between two looks whether something is due: it may be followed by another process."""


class FollowWorker:
    """Looks at what is due while the block runs."""

    def __init__(
        self, follower: Follower, say: Callable[[str], object], every_s: float = EVERY_S
    ) -> None:
        """`say` is told, once, what keeps it from its work."""
        self._follower = follower
        self._every_s = every_s
        self._say = say
        self._said = ""
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="follow", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ends after the address that it looks at now; whoever is in a hurry need not wait."""
        self._ended.set()

    def _run(self) -> None:
        while not self._ended.wait(self._every_s):
            try:
                for _ in self._follower.look_at_due():
                    if self._ended.is_set():
                        return
            except ArticleQAError as error:
                self._tell(str(error))

    def _tell(self, sentence: str) -> None:
        if sentence != self._said:
            self._said = sentence
            self._say(sentence)
