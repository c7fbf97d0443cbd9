"""How much memory a process has, and this one has had at most, in MB."""

from __future__ import annotations

import psutil


def resident_mb(pid: int | None = None) -> int | None:
    """Memory of a process, by default this one; None where it has ended or may not be looked at."""
    try:
        return int(psutil.Process(pid).memory_info().rss) >> 20
    except psutil.Error:
        return None


def peak_mb() -> int:
    """Most memory that this process has had, which psutil tells on Windows alone.

    On Linux a process begins with the peak of the program that started it.
    """
    try:
        import resource
    except ImportError:
        return int(psutil.Process().memory_info().peak_wset) >> 20
    unit = 1 if psutil.MACOS else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit >> 20
