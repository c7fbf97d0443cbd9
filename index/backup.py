"""A copy of a whole store, made while others read and write it.

The copy grows in a folder under another name (`.NAME.part`), whose lock is held as long, and gets
its own name once it is whole: whatever breaks off in between, no folder passes for a backup that
is none. What a killed backup has left is cleared away by the next one to the same place.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from index import database, dense, lexical, publish, sidecars
from index.errors import StoreBusy, StoreError, UsageError

_PAGES = 1_024
"""Of a database, copied between two reports of progress: four megabytes."""
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What the copy holds; `bytes` is its size on the disk."""

    articles: int
    passages: int
    generation: int
    bytes: int


def back_up(
    store: Path,
    target: Path,
    beside: Mapping[str, sqlite3.Connection],
    progress: Callable[[str, int, int | None], None],
) -> BackupReport:
    """Copies the store in `store` to the new folder `target`, as it is at one moment.

    Args:
        beside: Other databases, by the name that each gets in the copy; only the owner may read
            them there.
        progress: Told of bytes.

    Raises:
        UsageError: there is something at `target`.
        StoreMissing: there is no store.
        StoreBusy: another backup to the same place is at work.
        StoreError: it cannot be read, or the copy not be written.
    """
    if target.exists() or target.is_symlink():
        raise UsageError(f"{target} exists; name a folder that is not there yet.")
    with (
        contextlib.closing(database.connect_to_read(store)) as connection,
        _draft_of(target, store) as draft,
    ):
        _copy_indexes(store, draft)  # first: one that is behind catches up, one ahead could not
        mode = (store / database.FILE).stat().st_mode & 0o777
        _copy_database(connection, draft / database.FILE, mode, store, progress)
        for name, other in beside.items():
            _copy_database(other, draft / name, _OWNER_ONLY, store, progress)
        return _finish(draft, progress)


@contextlib.contextmanager
def _draft_of(target: Path, store: Path) -> Iterator[Path]:
    """An empty folder that becomes `target` when the block ends, and is gone if it raises."""
    draft = target.with_name(f".{target.name}.part")
    try:
        draft.mkdir(parents=True, exist_ok=True)
        lock = sidecars.build_lock(draft)
        try:
            sidecars.acquire(lock, draft)
        except StoreBusy as error:
            raise StoreBusy(
                f"Another backup to {target} is at work. Wait until it ends."
            ) from error
        try:
            _empty(draft)
            draft.chmod(stat.S_IRWXU)
            yield draft
            lock.release()  # some systems move no folder in which a file is open
            draft.rename(target)
            shutil.copymode(store, target)
        except BaseException:
            lock.release()
            shutil.rmtree(draft, ignore_errors=True)
            raise
    except (sqlite3.DatabaseError, OSError) as error:
        raise database.explain(error, target) from error


def _empty(draft: Path) -> None:
    for path in draft.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != sidecars.LOCK:
            path.unlink()


def _copy_indexes(store: Path, draft: Path) -> None:
    """Copies the indexes as far as they are there; what does not fit together is made anew."""
    for name in (dense.STAMP, lexical.STAMP):
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(store / name, draft / name)
    for name in (dense.FOLDER, lexical.FOLDER):
        with contextlib.suppress(FileNotFoundError, shutil.Error):  # a build may be at work on it
            shutil.copytree(store / name, draft / name)


def _copy_database(
    source: sqlite3.Connection,
    path: Path,
    mode: int,
    store: Path,
    progress: Callable[[str, int, int | None], None],
) -> None:
    """Copies one database as it is now, whoever writes to it meanwhile.

    Raises:
        StoreError: the copy is not sound, so that the original is not either.
    """
    path.touch(mode)
    page = int(source.execute("PRAGMA page_size").fetchone()[0])
    source.execute("BEGIN")  # one state of it throughout: else each commit would begin it anew
    source.execute("SELECT count(*) FROM sqlite_master").fetchone()
    try:
        with contextlib.closing(sqlite3.connect(path)) as copy:
            source.backup(
                copy,
                pages=_PAGES,
                progress=lambda _, left, all_: progress(
                    f"Copying {path.name}", (all_ - left) * page, all_ * page
                ),
            )
            if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise StoreError(
                    f"{path.name} of the store {store} is damaged, so that no backup was made. "
                    "Restore the store from an earlier copy, or index its articles again."
                )
    finally:
        source.execute("ROLLBACK")


def _finish(draft: Path, progress: Callable[[str, int, int | None], None]) -> BackupReport:
    """Brings the indexes of the copy along, so that it can be asked at once."""
    progress("Updating the indexes", 0, None)
    with contextlib.closing(database.connect_to_read(draft)) as connection:
        dimension = publish.dimension(connection)
        if dimension is not None:
            sidecars.update_both(draft, connection, dimension)
        articles, passages = database.counts(connection)
        generation = database.generation(connection)
    size = sum(path.stat().st_size for path in draft.rglob("*") if path.is_file())
    return BackupReport(articles, passages, generation, size)
