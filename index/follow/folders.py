"""Whether anything in a folder has changed, without reading its files."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

from index.database import FILE as STORE_FILE

_SETTLED_S = 2.0
"""A file that changed so lately may change again without another time of its own."""


def fingerprint(place: Path) -> str:
    """SHA-256 of the names, sizes and times of all files at `place`; "" while something there is
    so new that it may still be written."""
    newest, said = 0.0, hashlib.sha256()
    for path in _files(place):
        try:
            state = path.stat()
        except OSError:
            return ""
        newest = max(newest, state.st_mtime)
        line = f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n"
        said.update(line.encode(errors="surrogateescape"))
    return said.hexdigest() if newest < time.time() - _SETTLED_S else ""


def _files(place: Path) -> list[Path]:
    """Those that a build would look at, and perhaps some more, in a steady order."""
    if not place.is_dir():
        return [place]
    found = []
    for folder, folders, files in os.walk(place):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not Path(folder, name, STORE_FILE).exists()
        )
        found += [Path(folder, name) for name in sorted(files) if name[0] != "."]
    return found
