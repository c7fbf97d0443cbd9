"""What the robots.txt of a host allows (RFC 9309)."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from index.errors import FetchError
from index.fetch import Fetched

AGENT = "article-qa"
MAX_BYTES = 500_000
"""So much of a robots.txt must be read; one that is longer is cut off there."""
KEPT_S = 86_400
"""Seconds for which one is kept."""
LONGEST_DELAY_S = 60.0
"""A host that asks for a longer pause between two requests gets this one."""

_ABSENT = range(400, 500)
_OF_OTHERS = re.compile(rf"(?im)^([ \t]*user[- ]?agent[ \t]*+:?+[ \t]*+)(?!\*|{AGENT})[^\r\n#]*")
"""Lines for other programs, which need no rules each: a file may name very many."""


class Robots:
    """The rules of each host, fetched when they are first asked for."""

    def __init__(self, get: Callable[[str], Fetched], now: Callable[[], float]) -> None:
        """`get` fetches an address or raises a `FetchError`."""
        self._get = get
        self._now = now
        self._kept: dict[str, tuple[float, Protego]] = {}

    def check(self, url: str) -> float:
        """Seconds that the host of `url` asks to lie between two requests, 0 if it asks for none.

        Raises:
            FetchError: its robots.txt forbids the address, or could not be fetched, though there
                may be one.
        """
        rules = self._rules(url)
        if not rules.can_fetch(url, AGENT):
            raise FetchError("is closed to programs by the robots.txt of its host")
        asked = rules.crawl_delay(AGENT)
        return min(float(asked), LONGEST_DELAY_S) if asked else 0.0

    def _rules(self, url: str) -> Protego:
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}".lower()
        fetched, rules = self._kept.get(host, (0.0, None))
        if rules is None or self._now() - fetched > KEPT_S:
            rules = self._fetched(f"{host}/robots.txt")
            self._kept[host] = (self._now(), rules)
        return rules

    def _fetched(self, place: str) -> Protego:
        try:
            text = self._get(place).body[:MAX_BYTES].decode("utf-8-sig", "replace")
        except FetchError as error:
            if error.status is None:  # the host cannot be reached, or must not be
                raise
            if error.status not in _ABSENT:
                raise FetchError(
                    f"is not read, as the robots.txt of its host {error}",
                    error.status,
                    error.wait_s,
                ) from error
            text = ""
        return Protego.parse(_OF_OTHERS.sub(r"\1others", text))
