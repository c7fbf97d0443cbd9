"""Whether anything in a folder has changed, without reading its files."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable
from pathlib import Path

from index.compare import SETTLED_S, files_below


def fingerprint(place: Path) -> str:
    """SHA-256 of the names, sizes, times and rights of all files at `place`; "" while something
    there is so new that it may still be written."""
    newest, said = 0.0, hashlib.sha256()
    for path in _files(place):
        try:
            state = path.stat()
        except OSError:
            return ""
        newest = max(newest, state.st_mtime)
        rights = f"{state.st_ctime_ns}\0{os.access(path, os.R_OK)}"
        line = f"{path}\0{state.st_size}\0{state.st_mtime_ns}\0{rights}\n"
        said.update(line.encode(errors="surrogateescape"))
    return said.hexdigest() if newest < time.time() - SETTLED_S else ""


def _files(place: Path) -> Iterable[Path]:
    """Those that a build would look at, and perhaps some more."""
    return files_below(place) if place.is_dir() else [place]
