"""The SQLite file with conversations and judgements: schema, opening, errors in words.

It is a file of its own. A store can be made again from its articles, a conversation cannot.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from index import sqlite
from index.errors import StoreError
from index.sqlite import Cause, transaction

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
_ANY_TIME = datetime.min.replace(tzinfo=UTC)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection | None]:
    """The file opened, None where there is none.

    Raises:
        StoreError: it is damaged, of a newer version, or cannot be opened.
    """
    with explained(path):
        if not path.exists():
            yield None
            return
        with closing(_connect(path)) as connection:
            yield connection


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """The file opened, made where there is none, in one transaction; readable by its owner only.

    Raises:
        StoreError: as `reading`, or it cannot be written.
    """
    with explained(path):
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
        with closing(_connect(path)) as connection, transaction(connection):
            yield connection


def empty_log(path: Path) -> None:
    """Empties SQLite's log, which may still hold what was deleted.

    Where somebody reads at this moment, a later call does it.

    Raises:
        StoreError: as `reading`.
    """
    with reading(path) as connection, suppress(sqlite3.OperationalError):
        if connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def has_full_text(connection: sqlite3.Connection) -> bool:
    """Whether words are looked up in an index; else they are looked for in the text."""
    query = "SELECT sql FROM sqlite_master WHERE name = 'found'"
    return "fts5" in connection.execute(query).fetchone()[0]


def stamp(time: datetime | None) -> str:
    """A time as text that sorts as the times do; None comes before all others."""
    return (time or _ANY_TIME).astimezone(UTC).isoformat(timespec="microseconds")


def storable(text: str) -> str:
    """The text with "?" for each half of a surrogate pair, which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns failures of SQLite and of the disk into a sentence for people."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(_in_words(error, path)) from error


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite.connect_and_migrate(
        path, MIGRATIONS, lambda _: _newer(path), _PRAGMAS, timeout_s=_PATIENCE_S
    )


def _newer(path: Path) -> StoreError:
    return StoreError(
        f"The conversations in {path} were kept by a newer version of article-qa. "
        "Update article-qa."
    )


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
