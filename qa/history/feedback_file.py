"""The file in which earlier versions kept judgements: `feedback.jsonl` in the store's folder.

Its judgements are taken over into the table once (`feedback`). The file then stays, under another
name, until one of the judgements in it is taken back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import StoreError
from qa.history.judgement import Judgement, from_json

FILE = "feedback.jsonl"
LOCK = "feedback.lock"
"""Earlier versions hold it while they write."""
TAKEN_OVER = "feedback.taken-over-*.jsonl"
"""Name of a file that was taken over; the beginning of its hash stands for the star."""
_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class FeedbackFile:
    """What stands in such a file."""

    sha256: str
    judgements: list[Judgement]
    """The last one of each id, in the order in which they were given."""


@contextmanager
def found(folder: Path) -> Iterator[FeedbackFile | None]:
    """The file in `folder`, or None; where the block ends well, the file gets its new name.

    Earlier versions of the program that are still running cannot write to it meanwhile. In a
    folder that cannot be written the file keeps its name.

    Raises:
        StoreError: it cannot be read, or another program holds it.
    """
    path = folder / FILE
    if not path.is_file():
        yield None
        return
    with ExitStack() as at_the_end:
        try:
            at_the_end.enter_context(FileLock(folder / LOCK, timeout=_PATIENCE_S))
        except Timeout as error:
            raise StoreError(f"{path} cannot be read: another program holds it.") from error
        except OSError:  # a folder that cannot be written; nobody adds to the file
            pass
        try:
            content = path.read_bytes()
        except FileNotFoundError:  # another was faster
            yield None
            return
        except OSError as error:
            raise StoreError(f"{path} cannot be read: {error.strerror}.") from error
        sha256 = hashlib.sha256(content).hexdigest()
        yield FeedbackFile(sha256, _judgements(content))
        with suppress(OSError):
            path.replace(folder / TAKEN_OVER.replace("*", sha256[:8]))


def remove(folder: Path, name: str) -> None:
    """Removes the files that were taken over and hold the judgement of that id.

    Raises:
        StoreError: one cannot be removed.
    """
    for path in (folder / FILE, *folder.glob(TAKEN_OVER)):
        try:
            if path.is_file() and json.dumps(name).encode() in path.read_bytes():
                path.unlink()
        except OSError as error:
            raise StoreError(f"{path} cannot be removed: {error.strerror}.") from error


def _judgements(content: bytes) -> list[Judgement]:
    """Those of the lines that are one; one that was cut off, for example, is none."""
    judgements: dict[str, Judgement] = {}
    for line in content.split(b"\n"):
        with suppress(ValueError, RecursionError):
            judgement = from_json(json.loads(line))
            judgements.pop(judgement.id, None)
            judgements[judgement.id] = judgement
    return list(judgements.values())
