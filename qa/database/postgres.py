"""The database in PostgreSQL, which app servers on any number of machines share.

Its tables lie in a schema of their own (`article_qa`), so that it may be a database that others
use, too. The settings of a transaction are set in it, not by the connection: poolers such as
PgBouncer may stand between.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from index.errors import StoreError, UsageError
from index.extras import need
from qa.database.base import Database, storable

SCHEMA = "article_qa"
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE conversations(key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
        "id text NOT NULL UNIQUE, owner text NOT NULL DEFAULT '', title text NOT NULL, "
        'began text COLLATE "C" NOT NULL, changed text COLLATE "C" NOT NULL)',
        "CREATE INDEX conversations_by_owner ON conversations(owner, changed)",
        "CREATE TABLE turns(conversation bigint NOT NULL REFERENCES conversations(key) "
        'ON DELETE CASCADE, number integer NOT NULL, asked text COLLATE "C" NOT NULL, '
        "question text NOT NULL, answer text NOT NULL, content text NOT NULL, judgement text, "
        "PRIMARY KEY(conversation, number))",
        "CREATE TABLE found(rowid bigint PRIMARY KEY REFERENCES conversations(key) "
        "ON DELETE CASCADE, words text NOT NULL, terms tsvector NOT NULL)",
        "CREATE INDEX found_by_terms ON found USING gin(terms)",
        "CREATE TABLE judgements(key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
        'store text NOT NULL, id text NOT NULL, given text COLLATE "C" NOT NULL, '
        "content text NOT NULL, UNIQUE(store, id))",
        "CREATE TABLE taken_over(store text NOT NULL, sha256 text NOT NULL, "
        "PRIMARY KEY(store, sha256))",
        "CREATE TABLE users(name text PRIMARY KEY, password text NOT NULL, token text UNIQUE)",
    ),
)
"""Each step brings the tables one version further; a release only ever appends."""
_DRIVER = "postgresql+psycopg"
_MINE = ("postgresql", "postgres", _DRIVER)
_PATIENCE_S = 5
"""Seconds after which a connection or a lock is no longer waited for."""
_IDLE_S = 60
"""Seconds after which the server ends a transaction in which nothing happens, such as that of a
machine which is gone."""
_BEGIN = text(
    "SELECT set_config('search_path', :schema, true), set_config('lock_timeout', :patience, true), "
    "set_config('idle_in_transaction_session_timeout', :idle, true)"
).bindparams(schema=SCHEMA, patience=f"{_PATIENCE_S}s", idle=f"{_IDLE_S}s")
_THERE = text(  # not to_regclass, which may not know yet what another has just made
    "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = :schema AND c.relname = 'schema_version'"
).bindparams(schema=SCHEMA)
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:subject, 0))")
_NO_RIGHTS, _NO_ROOM, _LOCKED = "42501", "53100", "55P03"
"""Numbers of errors, as PostgreSQL's manual has them."""


class Postgres(Database):
    """The tables in the database of an address, made when something is kept for the first time."""

    def __init__(self, address: str, home: Path) -> None:
        """Connects to nothing yet.

        Args:
            address: `postgresql://USER:PASSWORD@HOST:PORT/NAME`; what is left out is taken from
                PostgreSQL's own variables and files, such as `PGPASSWORD` and `~/.pgpass`.

        Raises:
            UsageError: the address is none.
            ExtraMissing: psycopg is not installed.
        """
        need("postgres")
        self._address = _parsed(address)
        self._home = home

    @property
    def name(self) -> str:
        """Its address without the password."""
        known = self._address
        shown = URL.create(
            known.drivername,
            known.username,
            host=known.host,
            port=known.port,
            database=known.database,
        )
        return shown.render_as_string()

    @property
    def address(self) -> str:
        """Its address with the password, for another process."""
        return self._address.render_as_string(hide_password=False)

    @property
    def home(self) -> Path:
        """The folder of the store that it belongs to."""
        return self._home

    def exists(self) -> bool:
        """Always, as far as can be known without asking."""
        return True

    @contextmanager
    def reading(self) -> Iterator[Connection | None]:
        """A connection to read by, None where there are no tables yet.

        Raises:
            StoreError: the database cannot be reached or used, or is of a newer version.
        """
        with self._begun() as connection:
            if version := self._version(connection):
                self._migrate(connection, version)
                yield connection
            else:
                yield None

    @contextmanager
    def writing(self, subject: str = "") -> Iterator[Connection]:
        """As of `Database`. A client that dies within leaves nothing behind.

        Raises:
            StoreError: as `reading`, or somebody holds the same subject for too long.
        """
        with self._begun() as connection:
            self._migrate(connection, self._version(connection))
            if subject:
                connection.execute(_LOCK, {"subject": f"{SCHEMA} {subject}"})
            yield connection

    def forget(self) -> None:
        """Does nothing: PostgreSQL itself frees what was deleted, when it vacuums."""

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        with self._explained(), _engine(self._address).begin() as connection:
            connection.execute(_BEGIN)
            yield connection

    def _version(self, connection: Connection) -> int:
        """The version of the tables; 0 where there are none."""
        if connection.execute(_THERE).first() is None:
            return 0
        version = connection.execute(text("SELECT max(version) FROM schema_version")).scalar_one()
        if version > len(MIGRATIONS):
            raise StoreError(
                f"The tables in {self.name} were made by a newer version of article-qa. "
                "Update article-qa."
            )
        return int(version)

    def _migrate(self, connection: Connection, version: int) -> None:
        """Brings the tables to the last version, in the transaction that has begun."""
        if version == len(MIGRATIONS):
            return
        connection.execute(_LOCK, {"subject": SCHEMA})
        version = self._version(connection)  # another may have been faster
        if not version:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
            connection.execute(text("CREATE TABLE schema_version(version integer PRIMARY KEY)"))
        for number, step in enumerate(MIGRATIONS[version:], version + 1):
            for statement in step:
                connection.execute(text(statement))
            connection.execute(
                text("INSERT INTO schema_version VALUES (:number)"), {"number": number}
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turns failures of the database into a sentence for people, without what was written."""
        try:
            yield
        except (DBAPIError, NoConnection) as error:
            raise StoreError(self._in_words(error)) from error

    def _in_words(self, error: DBAPIError | NoConnection) -> str:
        known = error.orig if isinstance(error, DBAPIError) else error
        number = getattr(known, "sqlstate", None)
        if isinstance(error, NoConnection):
            return f"All connections to the database {self.name} are in use. Try again."
        match number:
            case None:  # it was never reached, or has gone
                why = " ".join(str(known).split()).rpartition("FATAL: ")[2].strip().rstrip(".")
                return (
                    f"The database {self.name} cannot be reached: {why}. Start it, or correct the "
                    "setting database."
                )
            case str() if number == _NO_RIGHTS:
                return (
                    f"Its user has too few rights to the database {self.name}. Let its owner run: "
                    f"GRANT CREATE ON DATABASE {self._address.database} TO "
                    f"{self._address.username}"
                )
            case str() if number == _LOCKED:
                return f"Another program holds the conversations in {self.name}. Try again."
            case str() if number == _NO_ROOM:
                return f"The disk of the database {self.name} is full. Free some space."
            case _:
                return (
                    f"The database {self.name} could not be used: {type(known).__name__} "
                    f"({number}). Its own log says more."
                )


def _parsed(address: str) -> URL:
    """The address, whichever of its schemes it has.

    Raises:
        UsageError: it is none; the text does not repeat it, since it may hold a password.
    """
    try:
        url = make_url(address)
    except ArgumentError:
        url = None
    if url is None or url.drivername not in _MINE or not url.database:
        raise UsageError(
            "The setting database wants an address of PostgreSQL, such as "
            "postgresql+psycopg://USER@HOST/NAME. For an SQLite file use the setting conversations."
        )
    return url.set(drivername=_DRIVER)


@lru_cache(maxsize=8)
def _engine(address: URL) -> Engine:
    """The connections of this process to a database, which all threads share."""
    engine = create_engine(
        address,
        pool_size=5,
        max_overflow=20,
        pool_timeout=_PATIENCE_S,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "connect_timeout": _PATIENCE_S,
            "application_name": "article-qa",
            "prepare_threshold": None,
        },
    )

    @event.listens_for(engine, "connect")
    def clean_texts(connection: Any, _: object) -> None:
        connection.adapters.register_dumper(str, _clean_text())

    return engine


@lru_cache(maxsize=1)
def _clean_text() -> type[Any]:
    """How texts are sent: without what PostgreSQL cannot hold, the character 0 and half a
    surrogate pair."""
    from psycopg.types.string import StrDumperUnknown

    class CleanText(StrDumperUnknown):
        def dump(self, obj: str) -> Any:
            return super().dump(storable(obj).replace("\0", "\N{REPLACEMENT CHARACTER}"))

    return CleanText
