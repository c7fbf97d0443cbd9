"""The database of a store: one SQLite file with its articles, passages and vectors.

All else in the folder of a store can be made from it again. In WAL mode a reader keeps its
snapshot while a build writes. Vectors are written as they are made, under the hash of their
text, and mean nothing until a passage refers to them; one transaction makes a build visible and
counts the generation up.
"""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from index import sqlite
from index.errors import StoreError, StoreMismatch, StoreMissing
from index.sqlite import Cause

FILE = "articles.sqlite"

MIGRATIONS: sqlite.Steps = (
    (
        "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE articles("
        "key INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, "
        "source TEXT, date TEXT, url TEXT, authors TEXT NOT NULL, text TEXT NOT NULL, "
        "hash TEXT NOT NULL, file TEXT NOT NULL, line INTEGER)",
        "CREATE INDEX articles_by_file ON articles(file)",
        "CREATE TABLE passages("
        "id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL REFERENCES articles(key), "
        "start INTEGER NOT NULL, stop INTEGER NOT NULL, vector INTEGER NOT NULL, "
        "generation INTEGER NOT NULL)",
        "CREATE INDEX passages_by_article ON passages(article)",
        "CREATE INDEX passages_by_generation ON passages(generation)",
        "CREATE TABLE vectors(id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, "
        "value BLOB NOT NULL)",
        "CREATE TABLE tombstones(passage INTEGER PRIMARY KEY, generation INTEGER NOT NULL)",
        "CREATE INDEX tombstones_by_generation ON tombstones(generation)",
        "CREATE TABLE files(file TEXT PRIMARY KEY, name TEXT NOT NULL, digest TEXT) WITHOUT ROWID",
    ),
    (
        "ALTER TABLE articles ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE articles ADD COLUMN given_tags TEXT NOT NULL DEFAULT '[]'",
        "CREATE TABLE versions(id INTEGER PRIMARY KEY AUTOINCREMENT, article TEXT NOT NULL, "
        "replaced TEXT NOT NULL, title TEXT NOT NULL, source TEXT, date TEXT, url TEXT, "
        "authors TEXT NOT NULL, tags TEXT NOT NULL, text TEXT NOT NULL)",
        "CREATE INDEX versions_by_article ON versions(article)",
    ),
    (
        "CREATE TABLE sketches(article INTEGER PRIMARY KEY, shingles BLOB NOT NULL)",
        "CREATE TABLE copy_pairs(one INTEGER NOT NULL, other INTEGER NOT NULL, "
        "PRIMARY KEY(one, other)) WITHOUT ROWID",
        "CREATE INDEX copy_pairs_by_other ON copy_pairs(other)",
        "CREATE TABLE copies(article INTEGER PRIMARY KEY, report INTEGER NOT NULL)",
        "CREATE INDEX copies_by_report ON copies(report)",
    ),
    (
        "CREATE TABLE leads(article INTEGER PRIMARY KEY, names BLOB NOT NULL)",
        "CREATE TABLE story_pairs(one INTEGER NOT NULL, other INTEGER NOT NULL, "
        "weight REAL NOT NULL, PRIMARY KEY(one, other)) WITHOUT ROWID",
        "CREATE INDEX story_pairs_by_other ON story_pairs(other)",
        "CREATE TABLE stories(key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "
        "headline INTEGER NOT NULL)",
        "CREATE TABLE story_articles(article INTEGER PRIMARY KEY, story INTEGER NOT NULL)",
        "CREATE INDEX story_articles_by_story ON story_articles(story)",
    ),
    (  # so that a change is found, and forgotten, without a look at what stays
        "ALTER TABLE tombstones ADD COLUMN vector INTEGER",
        "CREATE INDEX passages_by_vector ON passages(vector)",
        "CREATE INDEX articles_by_source ON articles(source, date)",
        "ALTER TABLE files ADD COLUMN state TEXT",
        "CREATE TABLE lines(file TEXT NOT NULL, digest BLOB NOT NULL, line INTEGER NOT NULL, "
        "id TEXT NOT NULL, PRIMARY KEY(file, digest)) WITHOUT ROWID",
    ),
)
"""Each step brings a store one schema version further; a release only ever appends."""

NO_TAGS = "[]"
"""What stands in the columns of tags where an article has none."""

_TO_WRITE = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "temp_store=FILE",
    "secure_delete=ON",  # what is deleted is overwritten
)


def connect_to_write(folder: Path) -> sqlite3.Connection:
    """Opens the store for its one writer, making and migrating it where needed.

    The caller holds the store's lock. Transactions are the caller's (autocommit).

    Raises:
        StoreMismatch: a newer version made it.
        StoreError: it is damaged, or cannot be written.
    """
    with explained(folder):
        connection = sqlite.connect_and_migrate(
            folder / FILE, MIGRATIONS, lambda number: _newer(number, folder), _TO_WRITE
        )
        with sqlite.closed_on_failure(connection):
            if meta(connection, "store") is None:
                set_meta(connection, "store", uuid.uuid4().hex)
    return connection


def connect_to_read(folder: Path) -> sqlite3.Connection:
    """Opens the store for reading, from any thread; one of an earlier version is migrated.

    Raises:
        StoreMissing: there is none.
        StoreMismatch: a newer version made it, or an earlier one, and it may only be read.
        StoreError: it is damaged.
    """
    path = folder / FILE
    try:
        if not path.is_file():
            raise _missing(folder)
        uri = f"{path.resolve().as_uri()}?mode=rw"
        if not os.access(folder, os.W_OK) and not _wal(folder).exists():
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite.connect(uri, ("query_only=ON",), any_thread=True)
        with sqlite.closed_on_failure(connection):
            if uri.endswith("mode=rw") and 0 < sqlite.version(connection) < len(MIGRATIONS):
                _migrate(folder)
            _check_version(sqlite.version(connection), folder)
    except (sqlite3.DatabaseError, OSError) as error:
        if isinstance(error, sqlite3.Error) and file_state(folder) is None:
            # it went while it was being opened
            raise _missing(folder) from error
        raise explain(error, folder) from error
    return connection


def _migrate(folder: Path) -> None:
    """Brings a store of an earlier version up to date: a short transaction, which needs no lock
    beside that of SQLite."""
    sqlite.connect_and_migrate(
        folder / FILE, MIGRATIONS, lambda number: _newer(number, folder), _TO_WRITE
    ).close()


def _missing(folder: Path) -> StoreMissing:
    return StoreMissing(
        f"There is no store at {folder}. Make one first: article-qa index FOLDER --store {folder}"
    )


class FileState(NamedTuple):
    """What a reader compares to notice that its connection is no longer good."""

    file: tuple[int, int]
    """Device and inode of the database: another file may have taken its place."""
    shared: tuple[int, int] | None
    """The same of the file through which the connections to a database tell each other what has
    changed. Where it was deleted, a connection that holds the old one is cut off from the rest;
    so this is to be read after connecting."""
    content: tuple[int, int, bool] | None
    """Size, time of the last change and whether there is a log, in a folder that may not be
    written: SQLite takes such a database for one that never changes. To be read before
    connecting. None elsewhere."""


def file_state(folder: Path) -> FileState | None:
    """The state of the database in `folder`; None where there is none that can be reached."""
    try:
        state = (folder / FILE).stat()
        is_fixed = not os.access(folder, os.W_OK)
        content = (state.st_size, state.st_mtime_ns, _wal(folder).exists()) if is_fixed else None
    except OSError:
        return None
    return FileState((state.st_dev, state.st_ino), _shared(folder), content)


def _shared(folder: Path) -> tuple[int, int] | None:
    try:
        state = (folder / f"{FILE}-shm").stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino


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


def _newer(version: int, folder: Path) -> StoreMismatch:
    return StoreMismatch(
        f"The store {folder} was made by a newer version of article-qa (schema {version}, this "
        f"one knows {len(MIGRATIONS)}). Update article-qa, or name another --store."
    )


def _check_version(version: int, folder: Path) -> None:
    """That a reader can use a store of this version, which is migrated where that can be."""
    if version > len(MIGRATIONS):
        raise _newer(version, folder)
    if 0 < version < len(MIGRATIONS):
        raise StoreMismatch(
            f"The store {folder} was made by an older version of article-qa, and cannot be "
            "brought up to date, as it may only be read. Copy it to a folder of your own."
        )
    if version == 0:
        raise StoreMissing(
            f"The store {folder} is empty. Fill it: article-qa index FOLDER --store {folder}"
        )


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turns SQLite's errors into a sentence for people."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise explain(error, folder) from error


def explain(error: Exception, folder: Path) -> StoreError:
    """What a failure of SQLite or of the disk means for the person, and what to do."""
    cause = sqlite.cause_of(error)
    if cause in (Cause.FULL, Cause.DISK_ERROR):
        state = "full" if cause is Cause.FULL else "full, over a quota or failing"
        return StoreError(
            f"The disk that holds {folder}, or the one for temporary files, is {state}. "
            "Free some space and run the same command again: "
            "what was there before is untouched, and what was embedded so far is kept."
        )
    if cause is Cause.NO_RIGHTS:
        return StoreError(
            f"{folder} cannot be written. Give yourself rights to it, or name another --store."
        )
    if cause is Cause.DAMAGED:
        return StoreError(
            f"The file {folder / FILE} is damaged. Restore the whole folder from a copy, or move "
            "it away and index your articles again."
        )
    return StoreError(
        f"The store {folder} could not be used: {error}. Try again, or name another --store."
    )
