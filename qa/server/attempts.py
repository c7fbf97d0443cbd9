"""How often a password may be tried: more slowly each time, then not for a while.

Failures count for a name from an address, for the address, and, many more of them, for the name
from wherever. So who storms a name keeps nobody out who is somewhere else.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

FREE = {"pair": 5, "address": 20, "name": 100}
"""Failures, of a name from an address and of either alone, before there is a pause."""
PAUSE = 60.0
"""Seconds of the first pause; each further failure doubles it …"""
LONGEST = 900.0
"""… up to this."""
FORGOTTEN = 3600.0
"""Seconds after which failures no longer count."""
_MOST = 10_000

Key = tuple[str, str]
"""What is counted, such as an address, and which one."""


@dataclass(slots=True)
class _Failures:
    count: int
    at: float


class Attempts:
    """Counts failures by name and by address."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures: dict[Key, _Failures] = {}
        self._known: dict[Key, None] = {}

    def pause(self, name: str, address: str) -> float:
        """Seconds for which no password is looked at; 0 where it may be tried."""
        pair, of_address, of_name = _keys(name, address)
        counted = [pair, of_address] if pair in self._known else [pair, of_address, of_name]
        return max(0.0, *map(self._pause, counted))

    def begin(self, name: str, address: str) -> float:
        """Counts an attempt as failed, until it is known better.

        So attempts that come at the same time count, too. Returns the seconds that the
        answer is to be held back if it is a refusal.
        """
        self._forget()
        for key in _keys(name, address):
            before = self._failures.get(key)
            self._failures[key] = _Failures((before.count if before else 0) + 1, self._now())
        return min(2.0, 0.25 * self._failures[_keys(name, address)[0]].count)

    def succeeded(self, name: str, address: str) -> None:
        """The last attempt was right: what was tried before it, of this name from this address, is
        forgiven, and the address is known as one of theirs. What others tried is not."""
        pair, *others = _keys(name, address)
        own = self._failures.pop(pair, None)
        for key in others:
            if own and (failures := self._failures.get(key)):
                failures.count -= own.count
        self._known.pop(pair, None)
        self._known[pair] = None
        while len(self._known) > _MOST:
            del self._known[next(iter(self._known))]

    def _pause(self, key: Key) -> float:
        failures = self._failures.get(key)
        over = failures.count - FREE[key[0]] if failures else -1
        if failures is None or over < 0:
            return 0.0
        pause = min(LONGEST, PAUSE * float(2 ** min(over, 10)))
        return pause - (self._now() - failures.at)

    def _forget(self) -> None:
        """Drops old failures; where there are very many, the oldest of them."""
        now = self._now()
        kept = {key: one for key, one in self._failures.items() if now - one.at < FORGOTTEN}
        while len(kept) > _MOST:
            del kept[next(iter(kept))]
        self._failures = kept


def _keys(name: str, address: str) -> tuple[Key, Key, Key]:
    name = name[:100]
    return ("pair", f"{name} {address}"), ("address", address), ("name", name)
