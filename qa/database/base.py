"""What a database offers, whichever it is, and how times and texts are written into it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

_ANY_TIME = datetime.min.replace(tzinfo=UTC)


class Database(ABC):
    """A database with the tables of this version. Safe to use from several threads."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What a person knows it by: a path, or an address without its password."""

    @property
    @abstractmethod
    def home(self) -> Path:
        """The folder of the store that it belongs to. Judgements of its answers go with it when it
        is moved, those of other stores are kept under their path."""

    @abstractmethod
    def exists(self) -> bool:
        """Whether there may be something in it."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection | None]:
        """A connection to read by, None where nothing has been kept yet.

        Raises:
            StoreError: it cannot be used; the text says why, and what to do.
        """

    @abstractmethod
    def writing(self, subject: str = "") -> AbstractContextManager[Connection]:
        """A connection in one transaction: all that the block writes is kept together, or nothing.

        Args:
            subject: What is read first and then changed. Nobody else writes to the same one
                meanwhile.

        Raises:
            StoreError: as `reading`.
        """

    @abstractmethod
    def forget(self) -> None:
        """Overwrites what was deleted before, as far as the database can.

        Raises:
            StoreError: as `reading`.
        """


def stamp(time: datetime | None) -> str:
    """A time as text that sorts as the times do; None comes before all others."""
    return (time or _ANY_TIME).astimezone(UTC).isoformat(timespec="microseconds")


def storable(text: str) -> str:
    """The text with "?" for each half of a surrogate pair, which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode()
