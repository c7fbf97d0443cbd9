"""The local engine: a store is a folder, its database the truth, and two indexes beside it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index import database, publish
from index.engine import Progress, Purge, Store, Target
from index.errors import StoreMissing
from index.places import Place

if TYPE_CHECKING:
    from index.embedding import Embedder
    from index.settings import Settings

_GRACE_S = 2.0
"""A search that brings the word index along holds the lock for a moment, too."""


class LocalEngine:
    """The store in a folder."""

    def __init__(self, folder: Path) -> None:
        """Nothing is opened yet."""
        self._folder = folder

    def exists(self) -> bool:
        """As `Engine.exists`."""
        return (self._folder / database.FILE).is_file() and self._has_content()

    def _has_content(self) -> bool:
        try:
            with contextlib.closing(database.connect_to_read(self._folder)) as connection:
                return database.generation(connection) > 0
        except StoreMissing:
            return False

    def open(self, settings: Settings, embedder: Embedder | None = None) -> Store:
        """As `Engine.open`."""
        from index.store import LocalStore

        return LocalStore(self._folder, settings, embedder)

    @contextlib.contextmanager
    def writing(
        self, settings: Settings, *, is_known: bool = False, is_trial: bool = False
    ) -> Iterator[Target]:
        """As `Engine.writing`: the store's one writing connection, under its lock."""
        folder = self._folder
        with contextlib.ExitStack() as stack:
            if is_known:
                database.connect_to_read(folder).close()
            if is_trial and not _is_writable(folder):
                folder = _copied(folder, Path(stack.enter_context(tempfile.TemporaryDirectory())))
            yield LocalTarget(stack.enter_context(_writer(folder)), self._folder)

    @contextlib.contextmanager
    def copying(self, settings: Settings, progress: Progress) -> Iterator[sqlite3.Connection]:
        """As `Engine.copying`: whoever builds meanwhile."""
        with (
            database.explained(self._folder),
            contextlib.closing(database.connect_to_read(self._folder)) as connection,
        ):
            connection.execute("BEGIN")
            yield connection


class LocalTarget:
    """A build's hold on the store in a folder."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        """`connection` is the writer's; the caller holds the store's lock."""
        self.connection = connection
        self.place: Place = folder
        self._folder = folder

    def load_texts(self, article_ids: Sequence[str] | None) -> None:
        """They are there."""

    def counts(self) -> tuple[int, int]:
        """As `Target.counts`."""
        return database.counts(self.connection)

    def find_vectors(self) -> None:
        """All that are known are there."""

    def keep_vectors(self, rows: list[tuple[bytes, bytes]]) -> None:
        """As `Target.keep_vectors`."""
        publish.keep_vectors(self.connection, rows)

    def publish(
        self, recipe: Mapping[str, str], epoch: int, rebuild: bool, versions: int | None
    ) -> int:
        """As `Target.publish`."""
        return publish.publish(self.connection, recipe, epoch, rebuild, versions)

    def take_over(self, source: sqlite3.Connection, progress: Progress) -> int:
        """As `Target.take_over`."""
        return publish.take_over(self.connection, source, progress)

    def remember_files(self) -> None:
        """As `Target.remember_files`."""
        publish.remember_files(self.connection)

    def finish(self, purge: Purge, rebuild: bool, progress: Progress) -> str | None:
        """Purges, brings both indexes along, and finds copies and stories."""
        from index import grouping

        if purge is Purge.ALL:
            publish.forget_versions(self.connection)
            grouping.begin_anew(self.connection)
        # whoever opens the store makes the indexes that could not be made now
        warning = self._purge(purge, progress) or self._bring_along(rebuild, progress)
        ungrouped = self._group(progress)
        return warning or ungrouped

    def _purge(self, purge: Purge, progress: Progress) -> str | None:
        """Leaves no trace of what is gone; why not, where that fails."""
        from index.sidecars import drop_both, forget_removed

        if purge is Purge.NOTHING:
            return None
        progress("Compacting", 0, None)
        try:
            if purge is Purge.ALL:
                drop_both(self._folder)
                publish.purge_all(self.connection)
            else:
                dimension = publish.dimension(self.connection)
                forget_removed(self._folder, self.connection, dimension)
                publish.purge(self.connection)
        except (sqlite3.DatabaseError, OSError) as error:
            return (
                f"What was removed may still stand in the files of {self.place}: "
                f"{database.explain(error, self._folder)} Afterwards run: article-qa articles "
                f"compact --store {self.place}"
            )
        return None

    def _bring_along(self, rebuild: bool, progress: Progress) -> str | None:
        """Brings the indexes along; after a rebuild they are made anew."""
        from index.sidecars import drop_both, update_both

        progress("Updating the indexes", 0, None)
        dimension = publish.dimension(self.connection)
        if dimension is None:
            return None
        try:
            if rebuild:  # what nobody knows to be gone is in none then
                drop_both(self._folder)
            is_due = publish.is_compaction_due(self.connection)
            update_both(self._folder, self.connection, dimension, forget=is_due)
            if is_due:  # last: what is compacted away cannot be caught up
                publish.compact(self.connection)
        except (sqlite3.DatabaseError, OSError) as error:
            reason = database.explain(error, self._folder)
            return f"The articles are saved, but their indexes are not: {reason}"
        return None

    def _group(self, progress: Progress) -> str | None:
        """Finds copies and stories, last: a search needs them least."""
        from index import grouping

        try:
            grouping.bring_along(self.connection, progress)
        except (sqlite3.DatabaseError, OSError) as error:
            reason = database.explain(error, self._folder)
            return f"The articles are saved, but not grouped: {reason}"
        return None


def _is_writable(folder: Path) -> bool:
    return (folder / database.FILE).exists() and os.access(folder, os.W_OK)


def _copied(folder: Path, place: Path) -> Path:
    """A place to try things in: with the database of a store that may only be read."""
    if (folder / database.FILE).exists():
        with (
            contextlib.closing(database.connect_to_read(folder)) as known,
            contextlib.closing(sqlite3.connect(place / database.FILE)) as copy,
        ):
            known.backup(copy)
    return place


@contextlib.contextmanager
def _writer(folder: Path) -> Iterator[sqlite3.Connection]:
    """The store's one writing connection, under its lock; failures in plain words."""
    from index.sidecars import acquire, build_lock, forget_later, remove_left_over

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = build_lock(folder)
        acquire(lock, folder, _GRACE_S)
    except OSError as error:
        raise database.explain(error, folder) from error
    try:
        with contextlib.closing(database.connect_to_write(folder)) as connection:
            remove_left_over(folder)
            forget_later(folder, connection)
            yield connection
    except (sqlite3.DatabaseError, OSError) as error:
        raise database.explain(error, folder) from error
    finally:
        lock.release()
