"""Keeps the two indexes beside the database in step with it.

Where they differ, the database is right. An index is stamped with the generation it reflects
and catches up by what changed since; where it is missing, damaged, or older than
the last compaction, it is made again from the database.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from index import database, dense, lexical
from index.dense import DenseIndex
from index.errors import StoreBusy
from index.files import remove_drafts
from index.lexical import Document, LexicalIndex, heading_words
from index.segments import DamagedSegment, Ids
from index.sqlite import one_snapshot
from index.vectors import Vectors

LOCK = "build.lock"
_EARLIER = "dense.faiss"
"""The whole vector index of earlier versions."""
_PATIENCE_S = 30.0


def build_lock(folder: Path) -> FileLock:
    """The lock that a writer of the store holds; it ends with its process, however that ends."""
    return FileLock(folder / LOCK)


def acquire(lock: FileLock, folder: Path, timeout_s: float = 0) -> None:
    """Takes the lock.

    Raises:
        StoreBusy: another process holds it.
        OSError: the folder is not there, or cannot be written.
    """
    if not folder.is_dir():  # else the lock would make one, in the place of a store that was moved
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
    try:
        lock.acquire(timeout=timeout_s)
    except Timeout as error:
        if not (folder / LOCK).exists():  # nobody holds it: it cannot be made, as in /proc
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder)) from error
        raise StoreBusy(
            f"Another build is at work on {folder}. Wait until it has ended, then run this again."
        ) from error


def remove_left_over(folder: Path) -> None:
    """Removes what a killed process had begun to write. The caller holds the lock.

    Raises:
        OSError: the folder cannot be written.
    """
    for name in (dense.STAMP, lexical.STAMP):
        remove_drafts(folder / name)
    (folder / _EARLIER).unlink(missing_ok=True)
    dense.remove_unnamed(folder)


def saved_generation(stamp: Path) -> int | None:
    """The generation of a saved index, by its stamp; None where there is none."""
    try:
        return int(json.loads(stamp.read_bytes())["generation"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget_later(folder: Path, connection: sqlite3.Connection) -> None:
    """Drops indexes of a later generation than the database: it was put back from a copy.

    Else they would pass for up to date once the database has come to that generation again.
    """
    for name in (dense.STAMP, lexical.STAMP):
        saved = saved_generation(folder / name)
        if saved is not None and saved > database.generation(connection):
            with suppress(OSError):  # of no use to anyone
                (folder / name).unlink()


def forget_removed(folder: Path, connection: sqlite3.Connection, dimension: int | None) -> None:
    """Leaves no word and no vector of what was removed in the files of both indexes.

    Of the vectors, segments that hold such ones are written without them. The word index keeps
    the words of dead passages, and is dropped.

    Raises:
        OSError: the folder cannot be written.
    """
    drop_lexical(folder)
    if dimension is None:
        drop_both(folder)
    else:
        _update_dense(folder, connection, dimension, forget=True)


def drop_both(folder: Path) -> None:
    """Drops both indexes, so that they are made from nothing.

    Raises:
        OSError: the folder cannot be written.
    """
    (folder / dense.STAMP).unlink(missing_ok=True)
    shutil.rmtree(folder / dense.FOLDER, ignore_errors=True)
    drop_lexical(folder)


def drop_lexical(folder: Path) -> None:
    """Drops the word index, so that it is made from nothing.

    Raises:
        OSError: the folder cannot be written.
    """
    (folder / lexical.STAMP).unlink(missing_ok=True)
    shutil.rmtree(folder / lexical.FOLDER, ignore_errors=True)


def open_dense(folder: Path, connection: sqlite3.Connection, dimension: int) -> DenseIndex:
    """The vector index at the database's generation, verified and ready to search.

    Where the saved one is of no use, it is made again: on disk, unless a build is at work or the
    folder cannot be written; then in memory.
    """
    store = database.meta(connection, "store") or ""
    index = _opened(DenseIndex.load(folder, dimension, store))
    if index is not None:
        return catch_up_dense(index, connection, folder)
    lock = build_lock(folder)
    try:
        acquire(lock, folder)
        (folder / dense.STAMP).unlink(missing_ok=True)
        index = _opened(_update_dense(folder, connection, dimension))
    except (StoreBusy, OSError):
        index = None
    finally:
        lock.release()
    return index or catch_up_dense(DenseIndex(dimension, store), connection, None)


def catch_up_dense(
    index: DenseIndex, connection: sqlite3.Connection, folder: Path | None
) -> DenseIndex:
    """`index` at the database's generation: a new one, which shares with it what stays.

    What a build has saved in `folder` meanwhile is taken from there, the rest kept in memory.
    """
    with one_snapshot(connection):
        current = database.generation(connection)
        saved = None
        if folder is not None and index.generation < current:
            saved = _opened(DenseIndex.load(folder, index.dimension, index.store, index))
        if saved is not None and index.generation < saved.generation <= current:
            index = saved
        index = index.copy()
        return _brought_along(index, connection, current, None)


def _update_dense(
    folder: Path, connection: sqlite3.Connection, dimension: int, forget: bool = False
) -> DenseIndex:
    """The vector index on disk, brought to the database's generation, as `update_both`."""
    store = database.meta(connection, "store") or ""
    index = DenseIndex.load(folder, dimension, store) or DenseIndex(dimension, store)
    try:
        with one_snapshot(connection):
            current = database.generation(connection)
            index = _brought_along(index, connection, current, folder)
        if forget:
            index.forget(folder)
        elif not index.is_saved:
            index.save(folder)
    except DamagedSegment:  # made again, and not from what is damaged
        if not (folder / dense.STAMP).exists():
            raise
        (folder / dense.STAMP).unlink()
        return _update_dense(folder, connection, dimension, forget)
    return index


def _brought_along(
    index: DenseIndex, connection: sqlite3.Connection, current: int, folder: Path | None
) -> DenseIndex:
    """`index`, which is changed, or where it cannot catch up a new one; as far as may be in the
    folder, so that memory holds one segment at a time."""
    if not _can_catch_up(connection, index.generation, current):
        index = DenseIndex(index.dimension, index.store)
    if index.generation != current:
        index.remove(_removed(connection, index.generation))
        for ids, vectors in _vectors_since(connection, index.generation, index.dimension):
            index.add(ids, vectors)
            if folder is not None:
                index.write_out(folder)
        index.generation = current
    return index


def _opened(index: DenseIndex | None) -> DenseIndex | None:
    """The index, ready to search; None where a file of it is damaged or gone."""
    try:
        if index is not None:
            index.open()
    except OSError:
        return None
    return index


def update_both(
    folder: Path, connection: sqlite3.Connection, dimension: int, forget: bool = False
) -> None:
    """Brings both saved indexes to the database's generation. The caller holds the build lock.

    Args:
        forget: Leave no removed vector in any file, and no word of what is gone.

    Raises:
        OSError: the folder cannot be written.
    """
    _update_dense(folder, connection, dimension, forget)
    if forget:
        drop_lexical(folder)
    update_lexical(folder, connection)


def open_lexical(
    folder: Path, connection: sqlite3.Connection, old: LexicalIndex | None = None
) -> LexicalIndex:
    """The saved word index at the database's generation, where that can be had.

    If it is behind, this process catches it up, unless a build is about to do so: then `old`
    serves on, or the saved one as it is. Where there is none, the build is waited for. Where the
    folder cannot be written, an index in memory does the same.
    """
    store = database.meta(connection, "store") or ""
    current = database.generation(connection)
    index = None
    if old is None or saved_generation(folder / lexical.STAMP) == current:  # loading takes a while
        index = LexicalIndex.load(folder, store, old)
    if index is not None and index.generation == current:
        return index
    lock, earlier = build_lock(folder), old if old is not None else index
    try:
        acquire(lock, folder, _PATIENCE_S if earlier is None else 0)
    except StoreBusy:
        if earlier is not None:
            return earlier
        return catch_up_lexical(LexicalIndex(None, store), connection)
    except OSError:  # the folder may not be written
        return catch_up_lexical(LexicalIndex(None, store), connection)
    try:
        return update_lexical(folder, connection, verify=True)
    except OSError:  # no room on the disk
        return catch_up_lexical(LexicalIndex(None, store), connection)
    finally:
        lock.release()


def update_lexical(
    folder: Path, connection: sqlite3.Connection, verify: bool = False
) -> LexicalIndex:
    """The word index on disk, brought to the database's generation. The caller holds the lock."""
    store = database.meta(connection, "store") or ""
    index = LexicalIndex.load(folder, store, verify=verify)
    if index is None or not _can_catch_up(
        connection, index.generation, database.generation(connection)
    ):
        index = LexicalIndex(folder, store)
    return catch_up_lexical(index, connection)


def catch_up_lexical(index: LexicalIndex, connection: sqlite3.Connection) -> LexicalIndex:
    """`index` at the database's generation."""
    with one_snapshot(connection):
        current = database.generation(connection)
        if index.generation != current:
            since = index.generation
            removed = _removed(connection, since).tolist()
            index.update(_documents_since(connection, since), removed, current)
    return index


def _can_catch_up(connection: sqlite3.Connection, generation: int, current: int) -> bool:
    compacted = int(database.meta(connection, "compacted") or 0)
    return generation == 0 or compacted <= generation <= current


def _removed(connection: sqlite3.Connection, generation: int) -> Ids:
    if generation == 0:
        return np.empty(0, np.int64)
    query = "SELECT passage FROM tombstones WHERE generation > ?"
    return np.array([row[0] for row in connection.execute(query, (generation,))], np.int64)


def _vectors_since(
    connection: sqlite3.Connection, generation: int, dimension: int
) -> Iterator[tuple[Ids, Vectors]]:
    rows = connection.execute(
        "SELECT p.id, v.value FROM passages p JOIN vectors v ON v.id = p.vector "
        "WHERE p.generation > ? ORDER BY p.generation, p.id",
        (generation,),
    )
    while part := rows.fetchmany(dense.FULL):
        ids = np.fromiter((passage for passage, _ in part), np.int64, len(part))
        vectors = np.empty((len(part), dimension), np.float32)
        for row, (_, value) in enumerate(part):
            vectors[row] = np.frombuffer(value, np.float32)
        del part  # as large as the vectors
        yield ids, vectors


def _documents_since(connection: sqlite3.Connection, generation: int) -> Iterator[Document]:
    rows = connection.execute(
        "SELECT p.id, p.start, p.stop, a.key, a.title, a.date, a.source, a.tags FROM passages p "
        "JOIN articles a ON a.key = p.article WHERE p.generation > ? ORDER BY p.generation, p.id",
        (generation,),
    )
    article, text, above = None, "", ""
    for passage, start, stop, key, title, day, source, tags in rows:
        if key != article:
            query = "SELECT text FROM articles WHERE key = ?"
            article, text = key, connection.execute(query, (key,)).fetchone()[0]
            above = heading_words(title, source, text)
        when = date.fromisoformat(day) if day else None
        words = f"{above} {text[start:stop]}"
        yield Document(passage, words, when, source, json.loads(tags))
