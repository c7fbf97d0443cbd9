"""How much memory a process has, and has had at most. Knows what operating systems tell of it."""

from __future__ import annotations

import sys
from pathlib import Path


def own_peak() -> int | None:
    """Most memory that this process has had, in MB; None where the system does not tell."""
    if (peak := peak_of("self")) is not None:
        return peak
    try:
        import resource
    except ImportError:
        return None
    bytes_of_one = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * bytes_of_one >> 20


def peak_of(process: int | str) -> int | None:
    """The same of a process that is still there; known on Linux only."""
    return _told_of(process, "VmHWM")


def now_of(process: int | str) -> int | None:
    """Memory that a process, or "self", has now, in MB; known on Linux only."""
    return _told_of(process, "VmRSS")


def _told_of(process: int | str, name: str) -> int | None:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    for line in status.splitlines():
        key, _, value = line.partition(":")
        if key == name:
            return int(value.split()[0]) >> 10
    return None
