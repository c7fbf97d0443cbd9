"""Which articles belong together, brought along by each build: copies of one report.

All of it is made of the articles and can be made again. An article without a sketch was not looked
at yet; a build that is killed in between is gone on with by the next.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from index import copies, database
from index.shingles import Hashes, shingles, sketch

VERSION = "1"
"""Counted up when sketches or pairs are made otherwise: all are then made anew."""
_NAME = "grouping"

Progress = Callable[[str, int, int | None], None]


def bring_along(connection: sqlite3.Connection, progress: Progress | None = None) -> None:
    """Looks at the articles that were not looked at yet, and groups all of them anew.

    Raises:
        sqlite3.DatabaseError: it cannot be written; what was known before stays.
    """
    if database.meta(connection, _NAME) != VERSION:
        begin_anew(connection)
    new = [
        int(key)
        for (key,) in connection.execute(
            "SELECT key FROM articles WHERE key NOT IN (SELECT article FROM sketches) ORDER BY key"
        )
    ]
    made: list[tuple[int, Hashes]] = []
    for done, key in enumerate(new, start=1):
        (text,) = connection.execute("SELECT text FROM articles WHERE key = ?", (key,)).fetchone()
        made.append((key, sketch(shingles(text))))
        if progress:
            progress("Looking for copies", done, len(new))
    pairs: list[tuple[int, int]] = []
    if new:
        everything = [*_known(connection), *made]
        pairs = list(copies.find_pairs(connection, everything, np.array(new, np.int64)))
    with _transaction(connection):
        connection.executemany(
            "INSERT INTO sketches VALUES (?, ?)", ((key, own.tobytes()) for key, own in made)
        )
        connection.executemany("INSERT OR IGNORE INTO copy_pairs VALUES (?, ?)", pairs)
        connection.execute("DELETE FROM copies")
        connection.executemany("INSERT INTO copies VALUES (?, ?)", reports(connection).items())


def begin_anew(connection: sqlite3.Connection) -> None:
    """Forgets all groups, so that they are made again."""
    with _transaction(connection):
        forget(connection)
        database.set_meta(connection, _NAME, VERSION)


def forget(connection: sqlite3.Connection, which: str = "") -> None:
    """Deletes what is known of articles; part of the caller's transaction.

    Args:
        which: A query of their keys; empty for all.
    """
    those = f"IN ({which})" if which else "IS NOT NULL"
    connection.execute(f"DELETE FROM sketches WHERE article {those}")
    connection.execute(f"DELETE FROM copy_pairs WHERE one {those} OR other {those}")
    connection.execute(f"DELETE FROM copies WHERE article {those}")


def reports(connection: sqlite3.Connection) -> Mapping[int, int]:
    """Of each article that has a copy the report that it is of, as the pairs say."""
    return copies.reports(connection.execute("SELECT one, other FROM copy_pairs").fetchall())


def _known(connection: sqlite3.Connection) -> list[tuple[int, Hashes]]:
    rows = connection.execute("SELECT article, shingles FROM sketches ORDER BY article")
    return [(key, np.frombuffer(own, np.uint64)) for key, own in rows]


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite has ended it where the disk was full
            connection.execute("ROLLBACK")
        raise
