"""An SQLite file is brought to the schema of this version, in one step or not at all."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from index import sqlite
from index.sqlite import Cause, Steps, cause_of, connect, connect_and_migrate, version


class Newer(Exception):
    pass


def newer(number: int) -> Newer:
    return Newer(f"made by version {number}")


def fill(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO notes VALUES ('made by a function')")


FIRST: Steps = (("CREATE TABLE notes(text TEXT)", fill),)
SECOND: Steps = (*FIRST, ("ALTER TABLE notes ADD COLUMN day TEXT", "CREATE INDEX d ON notes(day)"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.sqlite"


def opened(path: Path, steps: Steps) -> "closing[sqlite3.Connection]":
    return closing(connect_and_migrate(path, steps, newer, ("foreign_keys=ON",)))


def test_made_and_brought_up_to_date(path: Path) -> None:
    with opened(path, FIRST) as connection:
        assert version(connection) == 1
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    with opened(path, SECOND) as connection:
        assert version(connection) == 2
        row = connection.execute("SELECT text, day FROM notes").fetchall()
        assert row == [("made by a function", None)]
    with opened(path, SECOND) as connection:
        assert connection.execute("SELECT count(*) FROM notes").fetchone() == (1,)


def test_all_steps_are_one_transaction(path: Path) -> None:
    with opened(path, FIRST):
        pass
    broken = (*SECOND, ("CREATE TABLE more(x)", "SELECT * FROM nowhere"))
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        connect_and_migrate(path, broken, newer)
    with closing(sqlite3.connect(path)) as connection:
        assert version(connection) == 1
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        assert names == {"notes"}


def test_a_step_may_fall_back(path: Path) -> None:
    def words(connection: sqlite3.Connection) -> None:
        try:
            connection.execute("CREATE VIRTUAL TABLE words USING no_such_module(x)")
        except sqlite3.OperationalError:
            connection.execute("CREATE TABLE words(x)")

    with opened(path, ((words, "CREATE TABLE other(x)"),)) as connection:
        assert version(connection) == 1
        connection.execute("INSERT INTO words VALUES ('there')")


def test_a_newer_file_is_left_alone(path: Path) -> None:
    with opened(path, SECOND):
        pass
    before = path.read_bytes()
    with pytest.raises(Newer, match="made by version 2"):
        connect_and_migrate(path, FIRST, newer)
    assert path.read_bytes() == before


def test_many_threads_make_one_file(path: Path) -> None:
    failures: list[BaseException] = []
    ready = threading.Barrier(8)

    def make() -> None:
        try:
            ready.wait()
            with opened(path, SECOND) as connection:
                assert connection.execute("SELECT count(*) FROM notes").fetchone() == (1,)
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_nothing_stays_open_where_it_fails(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    open_file = sqlite3.connect

    def remembered(*arguments: object, **options: object) -> sqlite3.Connection:
        made.append(open_file(*arguments, **options))  # type: ignore[call-overload]
        return made[-1]

    monkeypatch.setattr(sqlite3, "connect", remembered)
    path.write_bytes(b"This is no database. " * 500)
    with pytest.raises(sqlite3.DatabaseError):
        connect(path, ("journal_mode=WAL",))
    path.unlink()
    with pytest.raises(sqlite3.OperationalError):
        connect_and_migrate(path, (("SELECT * FROM nowhere",),), newer)
    assert len(made) == 2
    for connection in made:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")


def test_causes(path: Path, tmp_path: Path) -> None:
    path.write_bytes(b"This is no database. " * 500)
    with pytest.raises(sqlite3.DatabaseError) as damaged:
        connect(path, ("journal_mode=WAL",))
    with pytest.raises(sqlite3.Error) as without_rights:
        connect(tmp_path / "none" / "file")
    other = tmp_path / "other"
    with opened(other, FIRST) as one, closing(connect(other, timeout_s=0)) as two:
        one.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as locked:
            two.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as wrong:
            two.execute("SELECT 1 full full full")
    with closing(connect(tmp_path / "small", ("max_page_count=2",))) as small:
        small.execute("CREATE TABLE t(x)")
        with pytest.raises(sqlite3.OperationalError) as full:
            small.execute("INSERT INTO t VALUES (zeroblob(100000))")
    assert [cause_of(one.value) for one in (damaged, without_rights, locked, wrong, full)] == [
        *(Cause.DAMAGED, Cause.NO_RIGHTS, Cause.LOCKED, Cause.OTHER, Cause.FULL)
    ]
    assert cause_of(OSError(28, "No space left on device")) is Cause.FULL
    assert cause_of(OSError(13, "Permission denied", "/full/disk")) is Cause.NO_RIGHTS
    assert cause_of(OSError("io error: No space left on device")) is Cause.FULL
    assert cause_of(sqlite3.OperationalError("disk I/O error")) is Cause.DISK_ERROR
    assert cause_of(OSError(2, "No such file or directory")) is Cause.OTHER


def test_a_uri_may_only_read(path: Path) -> None:
    with opened(path, FIRST):
        pass
    with closing(connect(f"{path.as_uri()}?mode=ro", ("query_only=ON",))) as connection:
        assert sqlite.version(connection) == 1
        with pytest.raises(sqlite3.OperationalError) as caught:
            connection.execute("DELETE FROM notes")
        assert cause_of(caught.value) is Cause.NO_RIGHTS
