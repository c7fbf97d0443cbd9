"""The engine of stores on Milvus: opens one for reading, or for a build."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index import database
from index.engine import Progress, Store, Target
from index.errors import StoreBusy
from index.milvus.claims import claimed
from index.milvus.client import Collections
from index.milvus.mirror import Mirror
from index.milvus.schema import Part
from index.milvus.state import State, last_state, read_deaths, read_records
from index.milvus.store import MilvusStore, missing
from index.milvus.target import MilvusTarget
from index.places import MilvusAddress
from index.settings import Settings

if TYPE_CHECKING:
    from index.embedding import Embedder

WITHOUT_VECTORS = tuple(part for part in Part if part not in (Part.PASSAGES, Part.DRAFTS))


class MilvusEngine:
    """The store at one address."""

    def __init__(self, address: MilvusAddress) -> None:
        """Nothing is opened yet."""
        self._address = address

    def exists(self) -> bool:
        """As `Engine.exists`."""
        with contextlib.closing(Collections(self._address, Settings.load())) as collections:
            return _last(collections) is not None

    def open(self, settings: Settings, embedder: Embedder | None = None) -> Store:
        """As `Engine.open`."""
        return MilvusStore(Collections(self._address, settings), settings, embedder)

    @contextlib.contextmanager
    def writing(
        self, settings: Settings, *, is_known: bool = False, is_trial: bool = False
    ) -> Iterator[Target]:
        """As `Engine.writing`."""
        with contextlib.ExitStack() as stack:
            collections, connection = self._begun(stack, settings)
            if is_known and _last(collections) is None:
                raise missing(self._address)
            if is_trial:
                yield MilvusTarget(collections, connection, _last(collections) or State(), None)
                return
            collections.make(WITHOUT_VECTORS, 0)
            claim = stack.enter_context(claimed(collections))
            yield MilvusTarget(collections, connection, claim.base, claim)

    @contextlib.contextmanager
    def copying(self, settings: Settings, progress: Progress) -> Iterator[sqlite3.Connection]:
        """As `Engine.copying`: all of it is read into a temporary folder first."""
        with contextlib.ExitStack() as stack:
            collections, connection = self._begun(stack, settings)
            state = _last(collections)
            if state is None:
                raise missing(self._address)
            progress("Reading", 0, None)
            mirror = Mirror(collections, connection, state, read_deaths(collections, state))
            mirror.load_texts(None)
            mirror.load_passages()
            if _last(collections) != state:
                raise StoreBusy(f"{self._address} changed while it was read. Try again.")
            yield connection

    def _begun(
        self, stack: contextlib.ExitStack, settings: Settings
    ) -> tuple[Collections, sqlite3.Connection]:
        """A connection to the server, and one to an empty database."""
        collections = Collections(self._address, settings)
        stack.enter_context(contextlib.closing(collections))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(_explained(folder))
        connection = database.connect_to_write(folder)
        stack.enter_context(contextlib.closing(connection))
        return collections, connection


def _last(collections: Collections) -> State | None:
    return last_state(read_records(collections)) if collections.has(Part.RECORDS) else None


@contextlib.contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.DatabaseError, OSError) as error:
        raise database.explain(error, folder) from error
