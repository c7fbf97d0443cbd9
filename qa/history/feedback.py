"""Judgements of answers, in the database of the conversations; nothing is sent anywhere else.

They are kept whether conversations are or not (setting `keep_conversations`).
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, text

from qa.database.base import Database, stamp, storable
from qa.database.choice import database_of
from qa.database.sqlite_file import FILE, SqliteFile
from qa.history import feedback_file
from qa.history.judgement import Judgement, from_json
from qa.settings import QASettings

_ADD = "INSERT INTO judgements(store, id, given, content) VALUES (:store, :id, :given, :content) "


class Feedback:
    """The judgements of answers from the store in `folder`.

    Safe to use from several threads and processes. Every method raises StoreError, in a sentence,
    where the database cannot be used. What earlier versions kept in the folder is taken over first.
    """

    def __init__(self, folder: Path, database: Database | None = None) -> None:
        """Opens nothing yet; the tables are made when the first judgement is kept.

        Args:
            folder: That of the store that answered.
            database: Where they are kept, if not in the file in `folder`.
        """
        self.folder = folder
        self.database = database or SqliteFile(folder / FILE)

    @property
    def _store(self) -> str:
        return store_key(self.folder, self.database)

    def read(self) -> list[Judgement]:
        """The last judgement of each id, the latest last; rows that are none are left out."""
        self._take_over()
        with self.database.reading() as connection:
            if connection is None:
                return []
            query = text("SELECT content FROM judgements WHERE store = :store ORDER BY given, key")
            rows = connection.execute(query, {"store": self._store}).all()
        judgements = []
        for (content,) in rows:
            with suppress(ValueError):
                judgements.append(from_json(json.loads(content)))
        return judgements

    def keep(self, judgement: Judgement) -> None:
        """Keeps a judgement, instead of an earlier one of the same id."""
        self._take_over()
        with self.database.writing(judgement.id) as connection:
            self._delete(connection, judgement.id)
            connection.execute(text(_ADD), _row(self._store, judgement))

    def take_back(self, name: str) -> None:
        """Removes the judgement of that id from the database for good."""
        self._take_over()
        if not self.database.exists():
            return
        feedback_file.remove(self.folder, name)
        with self.database.writing(name) as connection:
            self._delete(connection, name)
        self.database.forget()

    def _delete(self, connection: Connection, name: str) -> None:
        statement = text("DELETE FROM judgements WHERE store = :store AND id = :id")
        connection.execute(statement, {"store": self._store, "id": name})

    def _take_over(self) -> None:
        """Takes over the file of earlier versions, where there is one.

        A process that dies after the transaction has ended leaves the file under its old name.
        The next one then finds its hash in the table, and does not read it again.
        """
        with feedback_file.found(self.folder) as earlier:
            if earlier is None:
                return
            statement = text(
                "INSERT INTO taken_over(store, sha256) VALUES (:store, :sha256) "
                "ON CONFLICT DO NOTHING"
            )
            known = {"store": self._store, "sha256": earlier.sha256}
            with self.database.writing() as connection:
                if connection.execute(statement, known).rowcount:
                    _add(connection, self._store, earlier.judgements)


def feedback_of(settings: QASettings, folder: Path) -> Feedback:
    """The judgements of answers from the store in `folder`, where the settings keep them.

    Raises:
        ArticleQAError: as `database_of`.
    """
    return Feedback(folder, database_of(settings, folder))


def store_key(folder: Path, database: Database) -> str:
    """A store in the table: empty for the one that the database belongs to, which may be moved,
    else its path."""
    folder = folder.resolve()
    return "" if folder == database.home.resolve() else str(folder)


def _add(connection: Connection, store: str, judgements: list[Judgement]) -> None:
    """Adds judgements, but for those of which the table has a later one."""
    statement = text(
        f"{_ADD} ON CONFLICT (store, id) "
        "DO UPDATE SET given = excluded.given, content = excluded.content "
        "WHERE excluded.given > judgements.given"
    )
    if judgements:
        connection.execute(statement, [_row(store, one) for one in judgements])


def _row(store: str, judgement: Judgement) -> dict[str, str]:
    content = storable(json.dumps(judgement.to_json(), ensure_ascii=False))
    given = stamp(judgement.when)
    return {"store": store, "id": judgement.id, "given": given, "content": content}
