"""Opening an SQLite file, and bringing it to the schema of this version.

A file carries the number of its schema (`user_version`). Step n of a list of migrations takes it
from version n - 1 to n; a release only ever appends steps. All missing steps are one transaction:
a process that dies in between leaves the earlier schema. The module knows no table and no
message: which they are, and what a failure means for the person, is up to the caller.
"""

from __future__ import annotations

import errno
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path

Action = str | Callable[[sqlite3.Connection], None]
"""A single statement, or a function for what depends on the SQLite at hand. It runs inside the
transaction of the migration and must neither begin nor end one."""
Steps = Sequence[Sequence[Action]]
"""By version, from 1 on: the actions that lead to it from the one before."""
NewerError = Callable[[int], Exception]
"""Takes the version of a file that a newer program made; gives the error to raise."""

_making = threading.Lock()
"""Held while a file is migrated: while one thread switches a new file to WAL, SQLite refuses the
others at once instead of letting them wait."""


class Cause(Enum):
    """Why SQLite or the disk failed."""

    DAMAGED = auto()
    FULL = auto()
    DISK_ERROR = auto()
    """The disk reports an error; a quota can look like that, too."""
    NO_RIGHTS = auto()
    LOCKED = auto()
    OTHER = auto()


_BY_CODE = {
    sqlite3.SQLITE_CORRUPT: Cause.DAMAGED,
    sqlite3.SQLITE_NOTADB: Cause.DAMAGED,
    sqlite3.SQLITE_FULL: Cause.FULL,
    sqlite3.SQLITE_IOERR: Cause.DISK_ERROR,
    sqlite3.SQLITE_READONLY: Cause.NO_RIGHTS,
    sqlite3.SQLITE_CANTOPEN: Cause.NO_RIGHTS,
    sqlite3.SQLITE_PERM: Cause.NO_RIGHTS,
    sqlite3.SQLITE_BUSY: Cause.LOCKED,
    sqlite3.SQLITE_LOCKED: Cause.LOCKED,
}
_BY_NUMBER = {
    errno.ENOSPC: Cause.FULL,
    errno.EDQUOT: Cause.FULL,
    errno.EFBIG: Cause.FULL,
    errno.EACCES: Cause.NO_RIGHTS,
    errno.EPERM: Cause.NO_RIGHTS,
    errno.EROFS: Cause.NO_RIGHTS,
}
_BY_TEXT = (
    ("disk I/O", Cause.DISK_ERROR),
    ("full", Cause.FULL),
    ("No space", Cause.FULL),
    ("readonly", Cause.NO_RIGHTS),
    ("unable to open", Cause.NO_RIGHTS),
    ("malformed", Cause.DAMAGED),
    ("not a database", Cause.DAMAGED),
    ("locked", Cause.LOCKED),
)
"""For errors without a number, such as those of a library that only hands on the system's text."""


def connect(
    place: Path | str,
    pragmas: Sequence[str] = (),
    *,
    timeout_s: float = 30.0,
    any_thread: bool = False,
) -> sqlite3.Connection:
    """Opens a file; transactions are the caller's (autocommit).

    Args:
        place: Its path, or an SQLite URI (`file:…`) as a text.
        pragmas: Settings of the connection, such as "foreign_keys=ON".
        timeout_s: How long a statement waits for a lock.
        any_thread: The connection may be used outside the thread that opened it.

    Raises:
        sqlite3.Error: it cannot be opened, or is no database; nothing stays open.
    """
    connection = sqlite3.connect(
        place,
        uri=isinstance(place, str),
        isolation_level=None,
        timeout=timeout_s,
        check_same_thread=not any_thread,
    )
    with closed_on_failure(connection):
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
    return connection


def connect_and_migrate(
    path: Path,
    steps: Steps,
    newer: NewerError,
    pragmas: Sequence[str] = (),
    *,
    timeout_s: float = 30.0,
) -> sqlite3.Connection:
    """Opens the file at `path`, made where it is missing, at the last schema of `steps`.

    SQLite gives the files that it keeps beside a database the rights of the database. For one
    that nobody but its owner may read, make the empty file first: `path.touch(0o600)`.

    Raises:
        Exception, sqlite3.Error: as `connect` and `migrate`; nothing stays open.
    """
    connection = connect(path, pragmas, timeout_s=timeout_s)
    with closed_on_failure(connection):
        migrate(connection, steps, newer)
    return connection


def version(connection: sqlite3.Connection) -> int:
    """The number of the file's schema; 0 where it has none yet."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, steps: Steps, newer: NewerError) -> None:
    """Brings a file to the last schema of `steps`, in WAL mode and in one transaction.

    Safe where several threads and processes open a new file at the same moment: one of them
    migrates it, the others find it done. A file that is up to date is not written to.

    Raises:
        Exception: what `newer` makes, where the file is of a later version; it is left alone.
        sqlite3.Error: a step failed; the file is as it was.
    """
    if _is_current(connection, steps, newer):
        return
    with _making:
        connection.execute("PRAGMA journal_mode=WAL")
        with transaction(connection):
            if _is_current(connection, steps, newer):  # another may have been faster
                return
            for step in steps[version(connection) :]:
                for action in step:
                    if isinstance(action, str):
                        connection.execute(action)
                    else:
                        action(connection)
            connection.execute(f"PRAGMA user_version={len(steps):d}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """A block whose changes are written together at its end, or not at all where it fails; from
    its beginning nobody else writes."""
    connection.execute("BEGIN IMMEDIATE")
    with connection:  # commits, or takes back, unless SQLite has done it where the disk was full
        yield


def _is_current(connection: sqlite3.Connection, steps: Steps, newer: NewerError) -> bool:
    number = version(connection)
    if number > len(steps):
        raise newer(number)
    return number == len(steps)


@contextmanager
def closed_on_failure(connection: sqlite3.Connection) -> Iterator[None]:
    """Closes the connection where the block raises."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def cause_of(error: Exception) -> Cause:
    """Why SQLite or the disk failed: by the number of the error, else by its text."""
    if isinstance(error, OSError) and error.errno is not None:
        return _BY_NUMBER.get(error.errno, Cause.OTHER)
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return _BY_CODE.get(code & 0xFF, Cause.OTHER)  # the higher bits give the details
    text = str(error)
    return next((cause for sign, cause in _BY_TEXT if sign in text), Cause.OTHER)


@contextmanager
def one_snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is read within is of one moment."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("COMMIT")
