"""When something that is followed is looked at again."""

from __future__ import annotations

import random
import re
from datetime import datetime

from index.errors import UsageError

MINUTE, HOUR, DAY = 60, 3_600, 86_400
LEAST, MOST = 5 * MINUTE, 365 * DAY
LONGEST_BACKOFF = DAY
"""Seconds after which what fails is tried again, unless its own interval is longer."""
LONGEST_WAIT = 7 * DAY
"""For so long a server is left alone if it asks for that, and no longer."""

_UNITS = {"m": MINUTE, "h": HOUR, "d": DAY}
_INTERVAL = re.compile(r"\s*(\d{1,6})\s*([mhd])\s*", re.IGNORECASE | re.ASCII)


def read_interval(typed: str) -> int:
    """Seconds of an interval such as 30m, 1h or 7d.

    Raises:
        UsageError: it is none, or not between five minutes and a year.
    """
    found = _INTERVAL.fullmatch(typed)
    seconds = int(found[1]) * _UNITS[found[2].lower()] if found else 0
    if not LEAST <= seconds <= MOST:
        raise UsageError(
            f"{typed[:40]!r} is no interval. Write minutes, hours or days, such as 30m, 1h or 7d; "
            "at least 5m, at most 365d."
        )
    return seconds


def interval(seconds: int) -> str:
    """An interval as `read_interval` reads it."""
    for unit, size in reversed(_UNITS.items()):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds // MINUTE}m"


def moment(seconds: float | None) -> str:
    """A moment, in seconds since 1970, in this machine's own time; None for one that never was."""
    if seconds is None:
        return "never"
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")


def delay(every: int, failures: int, wait_s: float | None, rng: random.Random) -> float:
    """Seconds until the next look.

    A failure in a row doubles the interval, up to `LONGEST_BACKOFF`. What is due at the same time
    is spread: up to a tenth is added, after failures up to a half.

    Args:
        failures: How often it has failed since it last worked.
        wait_s: For how long its server asks to be left alone, if it does.
    """
    if not failures:
        return every * rng.uniform(1, 1.1)
    longest = max(every, LONGEST_BACKOFF)
    backoff = min(every * 2.0 ** min(failures - 1, 32), longest) * rng.uniform(1, 1.5)
    return max(backoff, min(wait_s or 0.0, LONGEST_WAIT))
