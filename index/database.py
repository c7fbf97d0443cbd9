"""The truth of a store: one SQLite file with its articles, passages and vectors.

In WAL mode a reader keeps its snapshot while a build writes. Vectors are written
as they are made, under the hash of their text, and mean nothing until a passage
refers to them; one transaction makes a build visible and counts the generation up.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.errors import StoreError, StoreMismatch, StoreMissing

FILE = "articles.sqlite"

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_RIGHTS = {errno.EACCES, errno.EPERM, errno.EROFS}

MIGRATIONS: Sequence[str] = (
    """
    CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE articles(
        key INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
        source TEXT, date TEXT, url TEXT, authors TEXT NOT NULL, text TEXT NOT NULL,
        hash TEXT NOT NULL, file TEXT NOT NULL, line INTEGER);
    CREATE INDEX articles_by_file ON articles(file);
    CREATE TABLE passages(
        id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL REFERENCES articles(key),
        start INTEGER NOT NULL, stop INTEGER NOT NULL, vector INTEGER NOT NULL,
        generation INTEGER NOT NULL);
    CREATE INDEX passages_by_article ON passages(article);
    CREATE INDEX passages_by_generation ON passages(generation);
    CREATE TABLE vectors(id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, value BLOB NOT NULL);
    CREATE TABLE tombstones(passage INTEGER PRIMARY KEY, generation INTEGER NOT NULL);
    CREATE INDEX tombstones_by_generation ON tombstones(generation);
    CREATE TABLE files(file TEXT PRIMARY KEY, name TEXT NOT NULL, digest TEXT) WITHOUT ROWID;
    """,
)
"""Each brings a store one schema version further; a release only ever appends."""


def connect_to_write(folder: Path) -> sqlite3.Connection:
    """Opens the store for its one writer, making and migrating it where needed.

    The caller holds the store's lock. Transactions are the caller's (autocommit).

    Raises:
        StoreMismatch: a newer version made it.
        StoreError: it is damaged, or cannot be written.
    """
    with explained(folder):
        connection = sqlite3.connect(folder / FILE, isolation_level=None, timeout=30)
        with _closed_on_failure(connection):
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA temp_store=FILE")
            connection.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten
            _migrate(connection, folder)
    return connection


def connect_to_read(folder: Path) -> sqlite3.Connection:
    """Opens the store for reading, from any thread.

    Raises:
        StoreMissing: there is none.
        StoreMismatch: another version made it.
        StoreError: it is damaged.
    """
    path = folder / FILE
    if not path.is_file():
        raise StoreMissing(
            f"There is no store at {folder}. "
            f"Make one first: article-qa index FOLDER --store {folder}"
        )
    with explained(folder):
        uri = f"{path.resolve().as_uri()}?mode=rw"
        if not os.access(folder, os.W_OK) and not _wal(folder).exists():
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(
            uri, uri=True, isolation_level=None, timeout=30, check_same_thread=False
        )
        with _closed_on_failure(connection):
            connection.execute("PRAGMA query_only=ON")
            _check_version(_version(connection), folder)
    return connection


def file_state(folder: Path) -> object:
    """Changes where a reader has to connect anew, None where there is no store.

    That is where the file is another one, and, in a folder that may not be written, after
    every change: SQLite takes such a file for one that never changes.
    """
    try:
        state = (folder / FILE).stat()
    except OSError:
        return None
    if os.access(folder, os.W_OK):
        return state.st_ino
    return state.st_ino, state.st_size, state.st_mtime_ns, _wal(folder).exists()


def meta(connection: sqlite3.Connection, name: str) -> str | None:
    """A value the store remembers of itself, or None."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def set_meta(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Remembers a value; part of the caller's transaction."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def generation(connection: sqlite3.Connection) -> int:
    """How many builds have changed what can be found."""
    return int(meta(connection, "generation") or 0)


def counts(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many articles and how many passages there are."""
    query = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)"
    articles, passages = connection.execute(query).fetchone()
    return int(articles), int(passages)


def _wal(folder: Path) -> Path:
    return folder / f"{FILE}-wal"


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _check_version(version: int, folder: Path) -> None:
    if version > len(MIGRATIONS):
        raise StoreMismatch(
            f"The store {folder} was made by a newer version of article-qa (schema {version}, this "
            f"one knows {len(MIGRATIONS)}). Update article-qa, or name another --store."
        )
    if 0 < version < len(MIGRATIONS):
        raise StoreMismatch(
            f"The store {folder} was made by an older version of article-qa. "
            "Bring it up to date by indexing a folder again: "
            f"article-qa index FOLDER --store {folder}"
        )
    if version == 0:
        raise StoreMissing(
            f"The store {folder} is empty. Fill it: article-qa index FOLDER --store {folder}"
        )


def _migrate(connection: sqlite3.Connection, folder: Path) -> None:
    version = _version(connection)
    if version > len(MIGRATIONS):
        _check_version(version, folder)
    for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
        connection.executescript(f"BEGIN IMMEDIATE;{script};PRAGMA user_version={number};COMMIT;")
    if meta(connection, "store") is None:
        set_meta(connection, "store", uuid.uuid4().hex)


@contextmanager
def _closed_on_failure(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turns SQLite's errors into a sentence for people."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise explain(error, folder) from error


def explain(error: Exception, folder: Path) -> StoreError:
    """What a failure of SQLite or of the disk means for the person, and what to do."""
    number = error.errno if isinstance(error, OSError) else None
    text = str(error) if number is None else os.strerror(number)  # without the path
    if number in _NO_ROOM or any(sign in text for sign in ("full", "No space", "disk I/O")):
        cause = "full, over a quota or failing" if "I/O" in text else "full"
        return StoreError(
            f"The disk that holds {folder}, or the one for temporary files, is {cause}. "
            "Free some space and run the same command again: "
            "what was there before is untouched, and what was embedded so far is kept."
        )
    if number in _NO_RIGHTS or "readonly" in text or "unable to open" in text:
        return StoreError(
            f"{folder} cannot be written. Give yourself rights to it, or name another --store."
        )
    if "malformed" in text or "not a database" in text:
        return StoreError(
            f"The file {folder / FILE} is damaged. Restore the whole folder from a copy, or move "
            "it away and index your articles again."
        )
    return StoreError(
        f"The store {folder} could not be used: {error}. Try again, or name another --store."
    )
