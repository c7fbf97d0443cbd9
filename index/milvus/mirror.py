"""A database in a temporary folder with what a store on Milvus holds, as far as it is needed.

So a build compares, splits and embeds as it does on a local store, and a copy reads as from one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import numpy as np

from index import database
from index.milvus.client import BATCH, TEXTS_AT_ONCE, Collections, all_of, batches, one_of
from index.milvus.rows import FOR_DATABASE, INTO_DATABASE, database_row
from index.milvus.schema import Part
from index.milvus.state import State
from index.sqlite import transaction

_PASSAGE = ("key", "article", "start", "stop", "vector_key", "vector")


class Mirror:
    """Fills an empty database of a store with one state of it."""

    def __init__(
        self,
        collections: Collections,
        connection: sqlite3.Connection,
        state: State,
        dead: Sequence[int],
    ) -> None:
        """Fills in what is known of articles, without their texts, of files, and of the store.

        The temporary table `numbers` has the numbers that articles have on Milvus.
        """
        self._collections = collections
        self._connection = connection
        self._state = state
        self._dead = dead
        connection.execute(
            "CREATE TEMP TABLE numbers(id TEXT PRIMARY KEY, article INTEGER NOT NULL UNIQUE)"
        )
        if not state.generation:
            return
        with transaction(connection):
            about = {"model": state.model, "passages": state.splitting, "epoch": str(state.epoch)}
            for name, value in {**about, "generation": str(state.generation)}.items():
                database.set_meta(connection, name, value)
            self._load_articles()
            self._load_files()

    def _load_articles(self) -> None:
        origins = self._collections.read_all(Part.ORIGINS, "", ("key", *_ORIGIN))
        moved = {row["key"]: row for row in origins}
        fields = ("key", *FOR_DATABASE)
        condition = self._state.visible("key", self._dead)
        for row in self._collections.read_all(Part.ARTICLES, condition, fields):
            origin = moved.get(row["key"], row)
            self._connection.execute(INTO_DATABASE, database_row(row, origin))
            number = (row["article_id"], row["key"])
            self._connection.execute("INSERT INTO numbers VALUES (?, ?)", number)

    def _load_files(self) -> None:
        found = self._collections.read_all(Part.FILES, "", ("file", "name", "digest", "state"))
        self._connection.executemany(
            "INSERT INTO files(file, name, digest, state) VALUES (?, ?, ?, ?)",
            (
                (one["file"], one["name"], one["digest"] or None, one["state"] or None)
                for one in found
            ),
        )

    def load_texts(self, article_ids: Sequence[str] | None) -> None:
        """Fills in stored texts: of these articles, or of all."""
        if not self._state.generation:
            return
        if article_ids is None:
            conditions = [""]
        else:
            numbers = [one for one in map(self._number, article_ids) if one is not None]
            conditions = [one_of("article", some) for some in batches(numbers, BATCH)]
        self._connection.execute(
            "CREATE TEMP TABLE pieces(article INTEGER, place INTEGER, text TEXT, "
            "PRIMARY KEY(article, place))"
        )
        visible, fields = self._state.visible("article", self._dead), ("article", "place", "text")
        with transaction(self._connection):
            for some in conditions:
                condition = all_of((visible, some))
                found = self._collections.read_all(Part.TEXTS, condition, fields, TEXTS_AT_ONCE)
                self._connection.executemany(
                    "INSERT INTO pieces VALUES (?, ?, ?)",
                    ((row["article"], row["place"], row["text"]) for row in found),
                )
            self._connection.execute(
                "UPDATE articles SET text = (SELECT group_concat(text, '') FROM (SELECT text "
                "FROM pieces WHERE article = n.article ORDER BY place)) FROM numbers n "
                "WHERE n.id = articles.id AND n.article IN (SELECT article FROM pieces)"
            )
            self._connection.execute("DROP TABLE pieces")

    def _number(self, article_id: str) -> int | None:
        query = "SELECT article FROM numbers WHERE id = ?"
        row = self._connection.execute(query, (article_id,)).fetchone()
        return None if row is None else int(row[0])

    def load_passages(self) -> None:
        """Fills in all passages and their vectors."""
        condition = self._state.visible("article", self._dead)
        found = self._collections.read_all(Part.PASSAGES, condition, _PASSAGE, BATCH)
        with transaction(self._connection):
            for row in found:
                vector = (bytes.fromhex(row["vector_key"]), as_bytes(row["vector"]))
                self._connection.execute(
                    "INSERT OR IGNORE INTO vectors(key, value) VALUES (?, ?)", vector
                )
                self._connection.execute(
                    "INSERT INTO passages(article, start, stop, vector, generation) "
                    "SELECT a.key, ?, ?, v.id, ? FROM numbers n JOIN articles a ON a.id = n.id "
                    "JOIN vectors v ON v.key = ? WHERE n.article = ?",
                    (row["start"], row["stop"], self._state.generation, vector[0], row["article"]),
                )


_ORIGIN = ("file", "line", "given_tags")


def as_bytes(vector: Sequence[float]) -> bytes:
    """A vector as the database keeps it."""
    return np.asarray(vector, np.float32).tobytes()
