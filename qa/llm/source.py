"""What `hub` and `packages`, from which models are fetched, have in common."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelError

Progress = Callable[[str, int, int | None], None]
"""Told of a stage's name, the bytes that are there, and all there will be."""

CHUNK = 1 << 18
"""Bytes that are read and written at once."""


class SourceFailed(Exception):
    """A place does not give the file; the text is the reason, without a full stop."""


@dataclass(frozen=True, slots=True)
class DownloadedFile:
    """A file that was fetched and is still to be checked: its size in bytes and SHA-256 to be."""

    path: Path
    size: int
    sha256: str


def need_space(folder: Path, size: int) -> None:
    """Looks whether `size` bytes and a tenth more are free.

    Raises:
        ModelError: they are not.
    """
    free, needed = shutil.disk_usage(folder).free, size + size // 10
    if free < needed:
        raise ModelError(
            f"{needed / 1e6:,.0f} MB are needed in {folder}, and {free / 1e6:,.0f} MB are free. "
            "Free some space, or set XDG_CACHE_HOME to a folder on another disk."
        )
