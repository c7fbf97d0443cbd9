"""Requests as a good guest makes them: conditional, with pauses, and by the rules of the host."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Self
from urllib.parse import urlsplit

from index.fetch import Fetched, IsAllowed, Validators, fetch, fetch_if_changed, is_public
from index.follow.robots import Robots


class Client:
    """Fetches what is followed; for one thread."""

    def __init__(
        self,
        pause_s: float,
        is_allowed: IsAllowed = is_public,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        """`pause_s` lies between two requests to a host, at least."""
        self._pause_s = pause_s
        self._is_allowed = is_allowed
        self._now = now
        self._sleep = sleep
        self._last: dict[str, float] = {}
        self._robots = Robots(self._fetch_robots, now)

    def get(self, url: str, known: Validators) -> Fetched | None:
        """What is at an address; None where it has not changed since `known` was sent with it.

        Where it is redirected, the next address has the same rules and pauses.

        Raises:
            FetchError: it could not be fetched, or must not be.
        """
        guest = _Guest(self._last, self._now)

        def ask_leave(place: str) -> None:
            guest.leave()  # of what redirected to it
            self._wait(place, self._robots.check(place), guest)

        with guest:
            ask_leave(url)
            return fetch_if_changed(
                url, known, is_allowed=self._is_allowed, before_following=ask_leave
            )

    def _fetch_robots(self, url: str) -> Fetched:
        with _Guest(self._last, self._now) as guest:
            self._wait(url, 0.0, guest)
            return fetch(url, timeout_s=10.0, is_allowed=self._is_allowed)

    def _wait(self, url: str, asked_s: float, guest: _Guest) -> None:
        """Waits for the turn of a request, as long as its host asks for or the settings do."""
        host, pause_s = urlsplit(url).hostname or "", max(self._pause_s, asked_s)
        left = self._last.get(host, -pause_s) + pause_s - self._now()
        if left > 0:
            self._sleep(left)
        guest.host = host


class _Guest:
    """Who sends one request after the other; when one ends, the pause of its host begins."""

    def __init__(self, last: dict[str, float], now: Callable[[], float]) -> None:
        self._last = last
        self._now = now
        self.host: str | None = None
        """Of the request that is under way."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def leave(self) -> None:
        """The request has ended, if there was one."""
        if self.host is not None:
            self._last[self.host] = self._now()
        self.host = None
