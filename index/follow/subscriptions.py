"""What is followed, and what is known of each: a small database beside the articles.

It is a file of its own: a build that is at work does not keep one from following or stopping, and
a store that is put back from a copy finds that it knows less (`Known.is_of`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

from index import database, sqlite
from index.compare import absolute, check_inputs
from index.errors import StoreError, StoreMissing, UsageError
from index.fetch import Validators
from index.follow.schedule import read_interval
from index.given import is_web
from index.places import Place, local_folder
from index.readers.records import web_address
from index.tags import checked_tags

FILE = "follow.sqlite"

MIGRATIONS: sqlite.Steps = (
    (
        "CREATE TABLE followed(address TEXT PRIMARY KEY, every INTEGER NOT NULL, "
        "tags TEXT NOT NULL, since REAL NOT NULL, due REAL NOT NULL, checked REAL, "
        "succeeded REAL, changed REAL, error TEXT NOT NULL DEFAULT '', "
        "failures INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '', "
        "etag TEXT NOT NULL DEFAULT '', modified TEXT NOT NULL DEFAULT '', "
        "digest TEXT NOT NULL DEFAULT '', store TEXT NOT NULL DEFAULT '', "
        "generation INTEGER NOT NULL DEFAULT 0)",
    ),
)
"""Each step brings a file one schema version further; a release only ever appends."""
_PRAGMAS = ("secure_delete=ON",)  # an address may hold a key
_PATIENCE_S = 10.0


def following_folder(place: Place) -> Path:
    """The folder of a store that can be kept up to date with what it follows.

    Raises:
        UsageError: it is of another engine than the local one.
    """
    return local_folder(place, "What is followed goes into")


@dataclass(frozen=True, slots=True)
class Known:
    """What was seen at the last look, so that the same need not be read again."""

    validators: Validators = Validators()
    digest: str = ""
    """Of the body, or of the names, sizes and times of a folder's files."""
    store: str = ""
    generation: int = 0
    """Of the store that had taken it in by then."""

    def is_of(self, store: str, generation: int) -> bool:
        """Whether a store in this state has what was seen: not where it is another one, or was
        put back from an earlier copy."""
        return bool(store) and store == self.store and generation >= self.generation


@dataclass(frozen=True, slots=True)
class Subscription:
    """Something that is followed. Times are seconds since 1970."""

    address: str
    """An http or https address, or the absolute path of a folder or file."""
    every: int
    """Seconds."""
    tags: tuple[str, ...] = ()
    since: float = 0.0
    due: float = 0.0
    checked: float | None = None
    succeeded: float | None = None
    changed: float | None = None
    """When it last brought something new."""
    error: str = ""
    """Why the last look failed; empty where it did not."""
    failures: int = 0
    """How many looks have failed since the last that did not."""
    note: str = ""
    """What of it could not be taken in, though the look worked."""
    known: Known = field(default=Known(), repr=False)

    @property
    def is_web(self) -> bool:
        """Whether it is an address, not a folder or file."""
        return is_web(self.address)

    def to_json(self) -> dict[str, Any]:
        """What `article-qa follow list --json` shows; times in ISO form."""
        times = ("since", "due", "checked", "succeeded", "changed")
        return {
            "address": self.address,
            "every": self.every,
            "tags": list(self.tags),
            **{name: _iso(getattr(self, name)) for name in times},
            "error": self.error or None,
            "failures": self.failures,
            "note": self.note or None,
        }


def begun(typed: str, every: str, tags: Sequence[str], now: float) -> Subscription:
    """What is to be followed from now on, as a person names it.

    Raises:
        UsageError: there is nothing of that name, it is no open address, or `every` or a tag is
            none.
    """
    return Subscription(
        _address(typed), read_interval(every), checked_tags(tags), since=now, due=now
    )


def _address(typed: str) -> str:
    """An http or https address, or the absolute path of a folder or file that is there."""
    address = web_address(typed)
    if address is None:
        check_inputs([typed])
        if typed == "-":
            raise UsageError("Standard input cannot be followed. Name a folder or an address.")
        return str(absolute(typed))
    if urlsplit(address).username is not None:
        raise UsageError("An address with a user name or a password is not followed.")
    return urldefrag(address).url


class Subscriptions:
    """Those of the store in `folder`. Each call opens the file anew: any thread or process may."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def all(self) -> list[Subscription]:
        """All of them, in the order in which they were begun.

        Raises:
            StoreError: the file is damaged, of a newer version, or cannot be read.
        """
        if not self.path.exists():
            return []
        with self.opened() as connection:
            rows = connection.execute("SELECT * FROM followed ORDER BY since, address")
            return [_subscription(row) for row in rows]

    def get(self, address: str) -> Subscription | None:
        """The one of that address, or None."""
        return next((one for one in self.all() if one.address == address), None)

    def follow(self, wanted: Subscription) -> Subscription:
        """Begins to follow, or changes how often and with which tags; it is due at once.

        Raises:
            StoreError: as `all`, or the file cannot be written.
        """
        before = self.get(wanted.address)
        if before is not None:
            kept = replace(before, every=wanted.every, tags=wanted.tags, due=wanted.due)
            wanted = kept if kept.tags == before.tags else replace(kept, known=Known())
        self.write(wanted)
        return wanted

    def stop(self, address: str) -> bool:
        """Follows an address no more; whether it was followed. Its articles stay."""
        if not self.path.exists():
            return False
        with self.opened() as connection:
            query = "DELETE FROM followed WHERE address = ?"
            return connection.execute(query, (address,)).rowcount > 0

    def write(self, one: Subscription) -> None:
        """Writes one as it is now."""
        with self.opened() as connection:
            self._put(connection, one, "INSERT OR REPLACE INTO")

    def update(self, one: Subscription) -> None:
        """Writes one as it is now, unless it was stopped, or changed, meanwhile."""
        with self.opened() as connection, sqlite.transaction(connection):
            query = "SELECT every, tags FROM followed WHERE address = ?"
            row = connection.execute(query, (one.address,)).fetchone()
            if row is not None and tuple(row) == (one.every, json.dumps(one.tags)):
                self._put(connection, one, "REPLACE INTO")

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """The file, made where there is none; only its owner may read it.

        Raises:
            StoreError: it is damaged, of a newer version, or cannot be used.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(0o600)
            with closing(
                sqlite.connect_and_migrate(
                    self.path, MIGRATIONS, self._newer, _PRAGMAS, timeout_s=_PATIENCE_S
                )
            ) as connection:
                connection.row_factory = sqlite3.Row
                yield connection
        except (sqlite3.DatabaseError, OSError) as error:
            raise StoreError(
                f"What is followed could not be read or written in {self.path} ({error}). If the "
                "file is damaged, move it away and follow anew; no article is lost by that."
            ) from error

    def _put(self, connection: sqlite3.Connection, one: Subscription, how: str) -> None:
        columns: Mapping[str, object] = {
            "address": one.address,
            "every": one.every,
            "tags": json.dumps(one.tags),
            **{name: getattr(one, name) for name in _PLAIN},
            "etag": one.known.validators.etag,
            "modified": one.known.validators.modified,
            "digest": one.known.digest,
            "store": one.known.store,
            "generation": one.known.generation,
        }
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        query = f"{how} followed({names}) VALUES ({marks})"
        connection.execute(query, tuple(columns.values()))

    def _newer(self, version: int) -> StoreError:
        return StoreError(
            f"{self.path} was made by a newer version of article-qa (schema {version}, this one "
            f"knows {len(MIGRATIONS)}). Update article-qa."
        )


_PLAIN = ("since", "due", "checked", "succeeded", "changed", "error", "failures", "note")


def state_of(folder: Path) -> tuple[str, int]:
    """The store's own identity and its generation; ("", 0) where there is none yet."""
    try:
        with closing(database.connect_to_read(folder)) as connection:
            return database.meta(connection, "store") or "", database.generation(connection)
    except StoreMissing:
        return "", 0


def _subscription(row: sqlite3.Row) -> Subscription:
    validators = Validators(row["etag"], row["modified"])
    return Subscription(
        row["address"],
        row["every"],
        tuple(json.loads(row["tags"])),
        **{name: row[name] for name in _PLAIN},
        known=Known(validators, row["digest"], row["store"], row["generation"]),
    )


def _iso(moment: float | None) -> str | None:
    if moment is None:
        return None
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
