"""Writing a file so that it is there as a whole or not at all.

The content goes into a draft in the same folder, is flushed to the disk, and then takes the
place of the file in one step. Whoever reads meanwhile, and whatever breaks off, finds the old
content or the new one. A draft that fails is removed; the error goes to the caller as it is.

    write_bytes, write_text    content in hand
    replacing                  content that is written piece by piece
    draft_of                   for a library that writes to a path by itself
    new_file                   at a place that a person names, where nothing may be yet
    remove_drafts              what a killed process has left

A symbolic link at the target is replaced, not followed. Two writers at once do not disturb each
other: the last to finish wins.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from index.errors import UsageError

_ENDING = ".part"
_RIGHTS_OF_NEW_FILES = 0o666
"""Before the process's umask takes its share, as `open` does it."""
_OWNER_MAY_WRITE = 0o600


def write_bytes(path: Path, content: bytes | memoryview, mode: int | None = None) -> None:
    """Makes `content` the content of the file at `path`.

    Args:
        mode: As for `draft_of`.

    Raises:
        OSError: it could not be written; what was there before is untouched.
    """
    with replacing(path, mode) as file:
        file.write(content)


def write_text(path: Path, content: str, mode: int | None = None) -> None:
    """Makes `content` the content of the file at `path`, in UTF-8, line breaks as they are.

    Args:
        mode: As for `draft_of`.

    Raises:
        OSError: as `write_bytes`.
        UnicodeEncodeError: the text holds half of a surrogate pair; nothing is written.
    """
    write_bytes(path, content.encode(), mode)


@contextmanager
def replacing(path: Path, mode: int | None = None) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of the one at `path` when the block ends.

    Where the block raises, nothing has happened.

    Args:
        mode: As for `draft_of`.

    Raises:
        OSError: as `write_bytes`.
    """
    with draft_of(path, mode) as draft, draft.open("wb") as file:
        yield file


@contextmanager
def draft_of(path: Path, mode: int | None = None) -> Iterator[Path]:
    """An empty file beside `path`, which takes its place when the block ends.

    Where the block raises, nothing has happened.

    Args:
        mode: Rights of the file, which the draft has from its beginning: 0o600 for what nobody
            but its owner may ever read. Without it the rights of an earlier file are kept, and
            a new file has those that the process gives to new files.

    Raises:
        OSError: as `write_bytes`.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_ENDING}")
    kept = _rights(path) if mode is None else None
    first = mode if mode is not None else _RIGHTS_OF_NEW_FILES if kept is None else kept
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, first | _OWNER_MAY_WRITE))
    try:
        yield draft
        _flush_to_disk(draft)
        if kept is not None and _rights(draft) != kept:
            draft.chmod(kept)
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which is at `path` when the block ends; nothing is replaced.

    Where the block raises, nothing has happened.

    Raises:
        UsageError: something is there, be it only since the block began, or it cannot be written.
    """
    try:
        _need_nothing(path)
        with draft_of(path) as draft:
            with draft.open("wb") as file:
                yield file
            _need_nothing(path)
    except FileExistsError as error:
        raise UsageError(f"{path} exists; name another file.") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}.") from error


def remove_drafts(path: Path) -> None:
    """Removes the drafts of `path` that killed processes have left.

    Only for a caller who knows, by a lock, that nobody is writing the file now.

    Raises:
        OSError: one cannot be removed.
    """
    named = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{8}}{re.escape(_ENDING)}")
    for one in path.parent.iterdir():
        if named.fullmatch(one.name):
            one.unlink(missing_ok=True)


def _need_nothing(path: Path) -> None:
    """Raises FileExistsError where something is at `path`, be it a link that leads nowhere."""
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def _rights(path: Path) -> int | None:
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        return None


def _flush_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
