"""Connections to the database of a store for reading: each is one reader's alone while it reads.

A connection is kept for the next reader. Before that it is looked whether the database is still the
one that it was opened on: a store may be moved, replaced or brought back while it is open.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from index import database, sqlite
from index.database import FileState
from index.errors import StoreError

KEPT = 8
"""Connections that are kept; those beyond are closed after use."""
PATIENCE_S = 10.0


class StoreReader(NamedTuple):
    """A connection, and which of the databases that stood at this place it reads."""

    connection: sqlite3.Connection
    number: int
    """What was read under another number is of no use, though it may count the same generations."""
    state: FileState | None


class Connections:
    """Hands out connections to the database in `folder`; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Nothing is opened yet."""
        self._folder = folder
        self._changed = threading.Condition()
        self._idle: list[StoreReader] = []
        self._used = 0
        self._state: FileState | None = None
        """Of the database that all are connected to; None where the next must look anew."""
        self._store: str | None = None
        self._number = 0
        self._is_closed = False

    @property
    def number(self) -> int | None:
        """Which database was there last; None where the last look found none."""
        return self._number if self._state is not None else None

    @contextlib.contextmanager
    def reading(self) -> Iterator[StoreReader]:
        """A connection that sees the last build, alone for the block; failures in words.

        After a failure of the database all are opened anew, so that the next request finds
        whatever is there by then. A block must not open another one.

        Raises:
            StoreMissing: there is no store.
            StoreError: it cannot be used, or was closed.
        """
        with database.explained(self._folder):
            reader = self._take()
            try:
                yield reader
            except sqlite3.DatabaseError:
                self._give_back(reader, has_failed=True)
                raise
            except BaseException:
                self._give_back(reader)
                raise
            self._give_back(reader)

    def close(self) -> None:
        """Closes those that nobody uses now, and the others when they are given back."""
        with self._changed:
            self._is_closed = True
            self._close_idle()

    def _take(self) -> StoreReader:
        with self._changed:
            if self._is_closed:
                raise StoreError(f"The store {self._folder} was closed; open it again to use it.")
            known = self._state
            if known is None or known != database.file_state(self._folder):
                self._close_all()
            reader = self._idle.pop() if self._idle else self._opened(known)
            self._used += 1
            return reader

    def _give_back(self, reader: StoreReader, has_failed: bool = False) -> None:
        with self._changed:
            self._used -= 1
            if has_failed:
                self._state = None
            is_good = self._state is not None and reader.state is self._state
            if is_good and not self._is_closed and len(self._idle) < KEPT:
                self._idle.append(reader)
            else:
                reader.connection.close()
            self._changed.notify_all()

    def _opened(self, known: FileState | None) -> StoreReader:
        """A new one; its number is another where the database is another one than `known`."""
        before = database.file_state(self._folder)
        connection = database.connect_to_read(self._folder)
        with sqlite.closed_on_failure(connection):
            name = database.meta(connection, "store")
        later = database.file_state(self._folder)
        if self._state is None:  # the first one
            is_same = known and before and known[:2] == before[:2]
            self._number += not (is_same and name == self._store)
            self._state = before and before._replace(shared=later.shared if later else None)
            self._store = name
        return StoreReader(connection, self._number, self._state)

    def _close_all(self) -> None:
        """Waits for those in use, too: SQLite takes notice of a shared file that was made anew
        only where a process has no connection by the old one."""
        self._state = None
        self._close_idle()
        self._changed.wait_for(lambda: not self._used, PATIENCE_S)
        self._close_idle()

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().connection.close()
