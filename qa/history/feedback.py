"""Judgements of answers, in the file of the conversations; nothing is sent anywhere.

They are kept whether conversations are or not (setting `keep_conversations`).
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from pathlib import Path

from qa.history import feedback_file
from qa.history.database import FILE, empty_log, reading, stamp, storable, writing
from qa.history.judgement import Judgement, from_json


class Feedback:
    """The judgements of answers from the store in `folder`.

    Safe to use from several threads and processes. Every method raises StoreError, in a sentence,
    where the file cannot be used. What earlier versions kept in the folder is taken over first.
    """

    def __init__(self, folder: Path, file: Path | None = None) -> None:
        """Opens nothing yet; the file is made when the first judgement is kept.

        Args:
            folder: That of the store that answered.
            file: The file of the conversations, where the settings name one; without it, that in
                `folder`.
        """
        self.folder = folder
        self.path = file or folder / FILE

    @property
    def _store(self) -> str:
        """The store in the table: empty where the file is in its folder, which may be moved."""
        folder = self.folder.resolve()
        return "" if folder == self.path.resolve().parent else str(folder)

    def read(self) -> list[Judgement]:
        """The last judgement of each id, the latest last; rows that are none are left out."""
        self._take_over()
        with reading(self.path) as connection:
            if connection is None:
                return []
            query = "SELECT content FROM judgements WHERE store = ? ORDER BY given, key"
            rows = connection.execute(query, (self._store,)).fetchall()
        judgements = []
        for (content,) in rows:
            with suppress(ValueError):
                judgements.append(from_json(json.loads(content)))
        return judgements

    def keep(self, judgement: Judgement) -> None:
        """Keeps a judgement, instead of an earlier one of the same id."""
        self._take_over()
        with writing(self.path) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO judgements(store, id, given, content) VALUES (?, ?, ?, ?)",
                _row(self._store, judgement),
            )

    def take_back(self, name: str) -> None:
        """Removes the judgement of that id from the disk for good."""
        self._take_over()
        if not self.path.exists():
            return
        feedback_file.remove(self.folder, name)
        with writing(self.path) as connection:
            query = "DELETE FROM judgements WHERE store = ? AND id = ?"
            connection.execute(query, (self._store, name))
        empty_log(self.path)

    def _take_over(self) -> None:
        """Takes over the file of earlier versions, where there is one.

        A process that dies after the transaction has ended leaves the file under its old name.
        The next one then finds its hash in the table, and does not read it again.
        """
        with feedback_file.found(self.folder) as earlier:
            if earlier is None:
                return
            with writing(self.path) as connection:
                query = "INSERT INTO taken_over(store, sha256) VALUES (?, ?) ON CONFLICT DO NOTHING"
                if connection.execute(query, (self._store, earlier.sha256)).rowcount:
                    _add(connection, self._store, earlier.judgements)


def _add(connection: sqlite3.Connection, store: str, judgements: list[Judgement]) -> None:
    """Adds judgements, but for those of which the table has a later one."""
    connection.executemany(
        "INSERT INTO judgements(store, id, given, content) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET given = excluded.given, content = excluded.content "
        "WHERE excluded.given > given",
        (_row(store, one) for one in judgements),
    )


def _row(store: str, judgement: Judgement) -> tuple[str, str, str, str]:
    content = storable(json.dumps(judgement.to_json(), ensure_ascii=False))
    return store, judgement.id, stamp(judgement.when), content
