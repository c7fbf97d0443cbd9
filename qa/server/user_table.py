"""Users in a database that several servers share; each request looks there, so that a change
counts on all of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from qa.database.base import Database
from qa.server.users import Entry, Users

_ADD = text(
    "INSERT INTO users(name, password, token) VALUES (:name, :password, :token) "
    "ON CONFLICT DO NOTHING"
)
_KEEP = text(
    "INSERT INTO users(name, password, token) VALUES (:name, :password, :token) "
    "ON CONFLICT (name) DO UPDATE SET password = excluded.password, token = excluded.token"
)


class UserTable(Users):
    """The users in a database. Safe to use from threads, processes and machines.

    Each method raises StoreError where the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        """Reads nothing yet; `database` is one that has such a table."""
        self._database = database

    @property
    def place(self) -> str:
        """The address of the database."""
        return self._database.name

    def take_over(self, users: Users) -> int:
        """Adds those of another place whose names nobody has here, with their passwords and
        tokens; how many that were.

        Raises:
            ArticleQAError: they cannot be read or written; then none was added.
        """
        known = users.entries()
        with self._database.writing() as connection:
            rows = [{"name": name, **entry} for name, entry in known.items()]
            return sum(connection.execute(_ADD, row).rowcount for row in rows)

    def _read(self) -> dict[str, Entry]:
        return self._found("", {})

    def _entry(self, name: str) -> Entry:
        return self._found(" WHERE name = :name", {"name": name}).get(name, {})

    def _name_of(self, digest: str) -> str | None:
        return next(iter(self._found(" WHERE token = :token", {"token": digest})), None)

    @contextmanager
    def _changing(self, name: str) -> Iterator[dict[str, Entry]]:
        with self._database.writing(f"user {name}") as connection:
            query = text("SELECT name, password, token FROM users WHERE name = :name")
            rows = connection.execute(query, {"name": name}).all()
            users: dict[str, Entry] = {row[0]: _entry_of(row[1], row[2]) for row in rows}
            yield users
            if name in users:
                connection.execute(_KEEP, {"name": name, **users[name]})
            else:
                connection.execute(text("DELETE FROM users WHERE name = :name"), {"name": name})

    def _found(self, which: str, values: dict[str, str]) -> dict[str, Entry]:
        query = text(f"SELECT name, password, token FROM users{which}")
        with self._database.reading() as connection:
            rows = connection.execute(query, values).all() if connection else []
        return {name: _entry_of(password, token) for name, password, token in rows}


def _entry_of(password: str, token: str | None) -> Entry:
    return {"password": password, "token": token}
