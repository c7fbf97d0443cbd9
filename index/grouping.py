"""Which articles belong together, brought along by each build: copies of a report, and stories.

All of it is made of the articles and can be made again. An article without a sketch was not looked
at yet; a build that is killed in between is gone on with by the next.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import copies, database, stories
from index.names import names_of
from index.shingles import Hashes, shingles, sketch
from index.sqlite import transaction
from index.stories import Leads
from index.vectors import unit_length

VERSION = "2"
"""Counted up when sketches or pairs are made otherwise: all are then made anew."""
_NAME = "grouping"

Progress = Callable[[str, int, int | None], None]


def _quiet(stage: str, done: int, total: int | None) -> None:
    return None


def bring_along(connection: sqlite3.Connection, progress: Progress = _quiet) -> None:
    """Looks at the articles that were not looked at yet, and groups all of them anew.

    Raises:
        sqlite3.DatabaseError: it cannot be written; what was known before stays.
    """
    if database.meta(connection, _NAME) != VERSION:
        begin_anew(connection)
    find_copies(connection, progress)
    find_stories(connection, progress)


def find_copies(connection: sqlite3.Connection, progress: Progress = _quiet) -> None:
    """Compares the articles that were not looked at yet with all others."""
    new = _keys(connection, "WHERE key NOT IN (SELECT article FROM sketches)")
    made: list[tuple[int, Hashes]] = []
    for done, key in enumerate(new, start=1):
        (text,) = connection.execute("SELECT text FROM articles WHERE key = ?", (key,)).fetchone()
        made.append((key, sketch(shingles(text))))
        progress("Looking for copies", done, len(new))
    pairs: list[tuple[int, int]] = []
    if new:
        everything = [*_known(connection), *made]
        pairs = list(copies.find_pairs(connection, everything, np.array(new, np.int64)))
    with transaction(connection):
        connection.executemany(
            "INSERT INTO sketches VALUES (?, ?)", ((key, own.tobytes()) for key, own in made)
        )
        connection.executemany("INSERT OR IGNORE INTO copy_pairs VALUES (?, ?)", pairs)
        connection.execute("DELETE FROM copies")
        connection.executemany("INSERT INTO copies VALUES (?, ?)", reports(connection).items())


def find_stories(connection: sqlite3.Connection, progress: Progress = _quiet) -> None:
    """Compares the articles with a day that were not looked at yet with all others."""
    new = _keys(connection, "WHERE date IS NOT NULL AND key NOT IN (SELECT article FROM leads)")
    with transaction(connection):
        for key in new:
            query = "SELECT title, text FROM articles WHERE key = ?"
            own = names_of(*connection.execute(query, (key,)).fetchone())
            connection.execute("INSERT INTO leads VALUES (?, ?)", (key, own.tobytes()))
        progress("Looking for stories", 0, None)
        if new:
            pairs = stories.find_pairs(leads(connection, new), np.array(new, np.int64))
            connection.executemany("INSERT OR REPLACE INTO story_pairs VALUES (?, ?, ?)", pairs)
        _write_stories(connection)


def leads(connection: sqlite3.Connection, new: Sequence[int]) -> Leads:
    """What is compared of the new articles and of all that appeared near one of them."""
    days = dict(connection.execute("SELECT key, date FROM articles WHERE date IS NOT NULL"))
    ordinal = {key: date.fromisoformat(day).toordinal() for key, day in days.items()}
    first = min(ordinal[key] for key in new) - stories.WINDOW
    last = max(ordinal[key] for key in new) + stories.WINDOW
    query = "SELECT article, names FROM leads"
    names = {
        key: np.frombuffer(own, np.uint32).reshape(-1, 2)
        for key, own in connection.execute(query)
        if first <= ordinal[key] <= last
    }
    vectors: dict[int, NDArray[np.float32]] = {}
    for key in names:
        query = (
            "SELECT v.value FROM passages p JOIN vectors v ON v.id = p.vector "
            f"WHERE p.article = ? ORDER BY p.start LIMIT {stories.PASSAGES}"
        )
        own = [np.frombuffer(one, np.float32) for (one,) in connection.execute(query, (key,))]
        if own:  # else it has no text
            vectors[key] = np.sum(own, axis=0)
    keys = sorted(vectors, key=lambda key: (ordinal[key], key))
    stacked = np.stack([vectors[key] for key in keys]) if keys else np.empty((0, 1), np.float32)
    return Leads(
        np.array(keys, np.int64),
        np.array([ordinal[key] for key in keys], np.int64),
        unit_length(stacked),
        [names[key] for key in keys],
    )


def _write_stories(connection: sqlite3.Connection) -> None:
    """All stories, as the pairs say; part of the caller's transaction."""
    connection.execute("DELETE FROM stories")
    connection.execute("DELETE FROM story_articles")
    for one in stories_by_key(connection):
        about = (one.key, one.id, one.headline)
        connection.execute("INSERT INTO stories VALUES (?, ?, ?)", about)
        rows = ((article, one.key) for article in one.articles)
        connection.executemany("INSERT INTO story_articles VALUES (?, ?)", rows)


class StoryKeys(NamedTuple):
    """A story by the keys of its articles: `key` is the first's, `headline` that of the one whose
    title tells it."""

    key: int
    id: str
    headline: int
    articles: list[int]


def stories_by_key(connection: sqlite3.Connection) -> Iterator[StoryKeys]:
    """The stories, as the pairs say."""
    pairs = connection.execute("SELECT one, other, weight FROM story_pairs").fetchall()
    found = stories.stories(pairs)
    place = {key: number for number, own in enumerate(found) for key in own}
    inside: list[dict[tuple[int, int], float]] = [{} for _ in found]
    for one, other, weight in pairs:
        if one in place and place[one] == place.get(other):
            inside[place[one]][one, other] = weight
    about = (
        f"SELECT id, date, length(title) <= {stories.LONGEST_HEADLINE} FROM articles WHERE key = ?"
    )
    for own, near in zip(found, inside, strict=True):
        rows = {key: connection.execute(about, (key,)).fetchone() for key in own}
        short = [key for key, (*_, is_short) in rows.items() if is_short]
        first = min(own, key=lambda key: (rows[key][1], key))
        name = stories.story_id(rows[first][0])
        yield StoryKeys(first, name, stories.headline(own, near, short), own)


def _keys(connection: sqlite3.Connection, which: str) -> list[int]:
    return [int(key) for (key,) in connection.execute(f"SELECT key FROM articles {which}")]


def begin_anew(connection: sqlite3.Connection) -> None:
    """Forgets all groups, so that they are made again."""
    with transaction(connection):
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
    connection.execute(f"DELETE FROM leads WHERE article {those}")
    connection.execute(f"DELETE FROM story_pairs WHERE one {those} OR other {those}")
    connection.execute(f"DELETE FROM stories WHERE key {those} OR headline {those}")
    connection.execute(f"DELETE FROM story_articles WHERE article {those}")


def reports(connection: sqlite3.Connection) -> Mapping[int, int]:
    """Of each article that has a copy the report that it is of, as the pairs say."""
    return copies.reports(connection.execute("SELECT one, other FROM copy_pairs").fetchall())


def _known(connection: sqlite3.Connection) -> list[tuple[int, Hashes]]:
    rows = connection.execute("SELECT article, shingles FROM sketches ORDER BY article")
    return [(key, np.frombuffer(own, np.uint64)) for key, own in rows]
