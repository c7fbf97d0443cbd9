"""The database as one SQLite file: schema, opening, errors in words.

It is a file of its own. A store can be made again from its articles, a conversation cannot.
Each call opens it anew, so that any number of threads and processes of one machine can share it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from index import sqlite
from index.errors import StoreError
from index.sqlite import Cause
from qa.database.base import Database

FILE = "conversations.sqlite"
"""In the store's folder, where no setting names another place."""

_WITH_FTS = "CREATE VIRTUAL TABLE found USING fts5(words, tokenize='unicode61 remove_diacritics 2')"
_WITHOUT_FTS = "CREATE TABLE found(words TEXT NOT NULL)"


def _make_found(connection: sqlite3.Connection) -> None:
    try:
        connection.execute(_WITH_FTS)
    except sqlite3.OperationalError:  # an SQLite without FTS5
        connection.execute(_WITHOUT_FTS)
        return
    with suppress(sqlite3.OperationalError):  # before 3.42: words linger in the index
        connection.execute("INSERT INTO found(found, rank) VALUES('secure-delete', 1)")


MIGRATIONS: sqlite.Steps = (
    (
        _make_found,
        "CREATE TABLE conversations(key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "
        "owner TEXT NOT NULL DEFAULT '', title TEXT NOT NULL, began TEXT NOT NULL, "
        "changed TEXT NOT NULL)",
        "CREATE INDEX conversations_by_owner ON conversations(owner, changed)",
        "CREATE TABLE turns(conversation INTEGER NOT NULL REFERENCES conversations(key) "
        "ON DELETE CASCADE, number INTEGER NOT NULL, asked TEXT NOT NULL, "
        "question TEXT NOT NULL, answer TEXT NOT NULL, content TEXT NOT NULL, judgement TEXT, "
        "PRIMARY KEY(conversation, number))",
    ),
    (
        "CREATE TABLE judgements(key INTEGER PRIMARY KEY AUTOINCREMENT, store TEXT NOT NULL, "
        "id TEXT NOT NULL, given TEXT NOT NULL, content TEXT NOT NULL, UNIQUE(store, id))",
        "CREATE TABLE taken_over(store TEXT NOT NULL, sha256 TEXT NOT NULL, "
        "PRIMARY KEY(store, sha256))",
    ),
)
"""Each step brings a file one schema version further; a release only ever appends."""
_PRAGMAS = ("foreign_keys=ON", "secure_delete=ON")  # what is deleted is overwritten
_PATIENCE_S = 5.0


class SqliteFile(Database):
    """The file at `path`, made when something is kept for the first time."""

    def __init__(self, path: Path) -> None:
        """Opens nothing yet."""
        self.path = path

    @property
    def name(self) -> str:
        """Its path."""
        return str(self.path)

    @property
    def home(self) -> Path:
        """The folder that it lies in."""
        return self.path.parent

    def exists(self) -> bool:
        """Whether the file is there."""
        return self.path.exists()

    @contextmanager
    def reading(self) -> Iterator[Connection | None]:
        """A connection to read by, None where there is no file.

        Raises:
            StoreError: it is damaged, of a newer version, or cannot be opened.
        """
        with _explained(self.path):
            if not self.path.exists():
                yield None
                return
            with _engine(self.path).connect() as connection:
                yield connection

    @contextmanager
    def writing(self, subject: str = "") -> Iterator[Connection]:
        """As of `Database`; the file is made where there is none, readable by its owner only.

        Whatever the subject, nobody else writes to the file meanwhile.

        Raises:
            StoreError: as `reading`, or it cannot be written.
        """
        with _explained(self.path):
            if not self.path.exists():
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.path.touch(mode=0o600)
            with _engine(self.path).connect() as connection, connection.begin():
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection

    def forget(self) -> None:
        """Empties SQLite's log, which may still hold what was deleted.

        Where somebody reads at this moment, a later call does it.

        Raises:
            StoreError: as `reading`.
        """
        with self.opened() as connection, suppress(sqlite3.OperationalError):
            if connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection | None]:
        """A connection of SQLite's own, None where there is no file.

        Raises:
            StoreError: as `reading`.
        """
        with _explained(self.path):
            if not self.path.exists():
                yield None
                return
            with closing(_connect(self.path)) as connection:
                yield connection


@lru_cache(maxsize=64)
def _engine(path: Path) -> Engine:
    """Opens the file for each use. Transactions are ours: SQLite's own way of beginning one lets
    others write between what it reads and what it changes."""
    return create_engine(
        "sqlite://",
        creator=lambda: _connect(path),
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite.connect_and_migrate(
        path, MIGRATIONS, lambda _: _newer(path), _PRAGMAS, timeout_s=_PATIENCE_S
    )


def _newer(path: Path) -> StoreError:
    return StoreError(
        f"The conversations in {path} were kept by a newer version of article-qa. "
        "Update article-qa."
    )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turns failures of SQLite and of the disk into a sentence for people."""
    try:
        yield
    except DBAPIError as error:
        why = error.orig if isinstance(error.orig, Exception) else error
        raise StoreError(_in_words(why, path)) from error
    except (sqlite3.Error, OSError) as error:
        raise StoreError(_in_words(error, path)) from error


def _in_words(error: Exception, path: Path) -> str:
    match sqlite.cause_of(error):
        case Cause.DAMAGED:
            return (
                f"The file of conversations {path} is damaged. Put it back from a copy, or move it "
                "away: then a new one is begun."
            )
        case Cause.LOCKED:
            return f"Another program holds the conversations in {path}. Try again."
        case Cause.FULL | Cause.DISK_ERROR:
            return f"The disk that holds {path} is full, or fails. Free some space."
        case Cause.NO_RIGHTS:
            return (
                f"The file of conversations {path} cannot be written. Give yourself rights to it, "
                "or name another file (setting conversations)."
            )
        case Cause.OTHER:
            return f"The conversations in {path} could not be used: {error}."
