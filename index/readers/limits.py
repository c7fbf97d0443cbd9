"""How much time and memory the reading of one file or page may take, and how a process keeps to it.

The operating system ends a process that uses more of the processor, and gives it no more memory.
Where it knows no such limits (Windows; memory on macOS), the parent's clock alone ends it.
"""

from __future__ import annotations

import math
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

BY_THE_CLOCK = 3
"""So many times the seconds of the processor may pass on a busy machine."""
PACKED_TO = 10
"""So many bytes are allowed for where an archive has one; text is packed to a fifth or less."""
_MEGABYTE = 1_000_000
_WORN = 600 * _MEGABYTE
"""A process that has ever used so much memory reads no other file."""
_PEAK = re.compile(r"VmHWM:\s*(\d+) kB")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file or page may take.

    Args:
        seconds: Of the processor, for a small one …
        seconds_a_megabyte: … and for each megabyte besides.
        memory: Bytes of the whole process, its libraries included.
    """

    seconds: int = 20
    seconds_a_megabyte: int = 1
    memory: int = 2_500 * _MEGABYTE

    def seconds_for(self, size: int) -> int:
        """Seconds of the processor for a file of `size` bytes."""
        return self.seconds + self.seconds_a_megabyte * (size // _MEGABYTE)


def keep_to_memory(size: int) -> None:
    """Gives this process no more than `size` bytes from now on, and no image of it on the disk."""
    if resource:
        _limit(resource.RLIMIT_AS, size)
        _limit(resource.RLIMIT_CORE, 0)


def keep_to_seconds(seconds: int) -> None:
    """Ends this process once it has used so many seconds of the processor from now on."""
    if resource:
        _limit(resource.RLIMIT_CPU, math.ceil(time.process_time() + seconds))


def is_worn() -> bool:
    """Whether this process has used so much memory that the next file may not find enough.

    What `getrusage` tells is at least what the parent had, so that Linux is asked itself.
    """
    try:
        peak = _PEAK.search(Path("/proc/self/status").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return False
    return peak is not None and int(peak[1]) * 1024 > _WORN


def _limit(which: int, most: int) -> None:
    """Sets the limit that one may set higher again, if the system has it."""
    with suppress(ValueError, OSError):
        _, hard = resource.getrlimit(which)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (allowed, hard))
