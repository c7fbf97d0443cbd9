"""Requests as a good guest makes them: conditional, with pauses, and by the rules of the host."""

from __future__ import annotations

import time
from collections.abc import Callable
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

        Raises:
            FetchError: it could not be fetched, or must not be.
        """
        asked_pause_s = self._robots.check(url)
        with self._turn(url, max(self._pause_s, asked_pause_s)):
            return fetch_if_changed(url, known, is_allowed=self._is_allowed)

    def _fetch_robots(self, url: str) -> Fetched:
        with self._turn(url, self._pause_s):
            return fetch(url, timeout_s=10.0, is_allowed=self._is_allowed)

    def _turn(self, url: str, pause_s: float) -> _Turn:
        host = urlsplit(url).hostname or ""
        left = self._last.get(host, -pause_s) + pause_s - self._now()
        if left > 0:
            self._sleep(left)
        return _Turn(self._last, host, self._now)


class _Turn:
    """One request; when it ends, the pause of its host begins."""

    def __init__(self, last: dict[str, float], host: str, now: Callable[[], float]) -> None:
        self._last = last
        self._host = host
        self._now = now

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        self._last[self._host] = self._now()
