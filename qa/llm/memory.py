"""How much memory a process has, this one has had at most, and the machine has."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import psutil

_CONTAINER = Path("/sys/fs/cgroup/memory.max")
"""Where Linux tells a container how much memory it may have."""


def machine_bytes() -> int:
    """Memory of this machine, or as much of it as the container we run in may have."""
    memory = int(psutil.virtual_memory().total)
    with suppress(OSError, ValueError):  # no container, or one without a limit
        return min(memory, int(_CONTAINER.read_text(encoding="ascii")))
    return memory


def resident_mb(pid: int | None = None) -> int | None:
    """Memory of a process in MB, by default this one; None where it cannot be looked at."""
    try:
        return int(psutil.Process(pid).memory_info().rss) >> 20
    except psutil.Error:
        return None


def peak_mb() -> int:
    """Most memory that this process has had, in MB, which psutil tells on Windows alone.

    On Linux a process begins with the peak of the program that started it, and what its threads
    took just now is counted late: it is at least what it has.
    """
    try:
        import resource
    except ImportError:
        return int(psutil.Process().memory_info().peak_wset) >> 20
    unit = 1 if psutil.MACOS else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit >> 20
    return max(peak, resident_mb() or 0)
