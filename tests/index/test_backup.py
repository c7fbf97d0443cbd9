"""A backup is of one moment, whole or not there, whatever goes on beside it."""

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from fakes import (
    assert_whole,
    contents,
    found_by,
    one_article,
    opened,
    query_database,
    run_build,
    segments,
)

from index import backup as backups
from index.backup import BackupReport, back_up
from index.database import FILE
from index.errors import StoreBusy, StoreError, StoreMissing, UsageError

ROOT = Path(__file__).parent.parent.parent


def quiet(stage: str, done: int, total: int | None) -> None:
    return None


def at_first(action: Callable[[], object]) -> Callable[[str, int, int | None], None]:
    """Does something once, when a part of the database has been copied."""
    told: list[str] = []

    def tell(stage: str, done: int, total: int | None) -> None:
        told.append(stage)
        if len(told) == 1:
            assert total and 0 < done < total
            action()

    return tell


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(backups, "_PAGES", 4)
    folder = tmp_path / "store"
    run_build(folder, articles=[one_article(n) for n in range(12)])
    return folder


def test_a_backup_is_a_store_of_its_own(store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "deep" / "copy"
    report = back_up(store, copy, {}, quiet)
    with opened(store) as one:
        assert (report.articles, report.passages) == one.counts()
        assert report.generation == one.generation
    assert report.bytes == sum(p.stat().st_size for p in copy.rglob("*") if p.is_file())
    assert_whole(copy)
    assert contents(copy) == contents(store) and found_by(copy) == found_by(store)
    stamp = (copy / "dense.json").read_bytes()
    shutil.rmtree(store)
    run_build(copy, articles=[one_article(99)])
    assert "a99" in contents(copy) and len(contents(copy)) == 13
    assert stamp != (copy / "dense.json").read_bytes()


def test_its_indexes_were_there_before_it_was_asked(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "copy", {}, quiet)
    for name in ("dense.json", "lexical.json", *(f"dense/{one.name}" for one in segments(store))):
        assert (tmp_path / "copy" / name).read_bytes() == (store / name).read_bytes()


@pytest.mark.parametrize("harm", ["missing", "behind", "damaged"])
def test_indexes_that_do_not_fit_are_made_anew(store: Path, tmp_path: Path, harm: str) -> None:
    kept = tmp_path / "kept"
    shutil.copytree(store, kept)
    if harm == "missing":
        shutil.rmtree(store / "lexical")
        shutil.rmtree(store / "dense")
    elif harm == "damaged":
        segments(store)[0].write_bytes(b"none")
        (store / "lexical.json").write_bytes(b"{")
    else:
        run_build(store, articles=[one_article(0, version=1), one_article(50)])
        for name in ("dense.json", "lexical.json"):
            shutil.copy(kept / name, store / name)
        for name in ("dense", "lexical"):
            shutil.rmtree(store / name)
            shutil.copytree(kept / name, store / name)
    back_up(store, tmp_path / "copy", {}, quiet)
    assert_whole(tmp_path / "copy")
    assert contents(tmp_path / "copy") == contents(store)
    assert found_by(tmp_path / "copy") == found_by(store)


def test_a_build_beside_it_neither_shows_nor_starts_it_anew(store: Path, tmp_path: Path) -> None:
    before, seen = contents(store), list[int]()

    def build() -> None:
        changes = [one_article(n, version=1) for n in range(6)] + [one_article(77)]
        run_build(store, articles=changes)

    first = at_first(build)

    def tell(stage: str, done: int, total: int | None) -> None:
        first(stage, done, total)
        if stage.startswith("Copying"):
            seen.append(done)

    report = back_up(store, tmp_path / "copy", {}, tell)
    assert seen == sorted(set(seen)), "each page is copied once"
    assert contents(tmp_path / "copy") == before != contents(store)
    with opened(store) as one:
        assert report.generation == one.generation - 1
    assert_whole(tmp_path / "copy")
    assert_whole(store)


def test_other_databases_come_along_readable_by_their_owner_alone(
    store: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE t(x)")
        connection.execute("INSERT INTO t VALUES ('said')")
        back_up(store, tmp_path / "copy", {"c.sqlite": connection}, quiet)
    with closing(sqlite3.connect(tmp_path / "copy" / "c.sqlite")) as copied:
        assert copied.execute("SELECT x FROM t").fetchall() == [("said",)]
    assert stat.S_IMODE((tmp_path / "copy" / "c.sqlite").stat().st_mode) == 0o600


def test_rights_are_those_of_the_store(store: Path, tmp_path: Path) -> None:
    store.chmod(0o700)
    (store / FILE).chmod(0o640)
    back_up(store, tmp_path / "copy", {}, quiet)
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "copy" / FILE).stat().st_mode) == 0o640


def test_a_folder_that_must_not_be_written_can_be_backed_up(store: Path, tmp_path: Path) -> None:
    modes: list[int] = []
    draft = tmp_path / ".copy.part"
    store.chmod(0o555)
    back_up(store, tmp_path / "copy", {}, lambda *_: modes.append(draft.stat().st_mode))
    assert {stat.S_IMODE(mode) for mode in modes} == {0o700}
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o555


@pytest.mark.parametrize("kind", ["folder", "empty folder", "file", "dangling link", "itself"])
def test_nothing_is_written_over(store: Path, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "there"
    if kind == "file":
        target.write_text("mine")
    elif kind == "dangling link":
        target.symlink_to(tmp_path / "nowhere")
    elif kind == "itself":
        target = store
    else:
        target.mkdir()
        if kind == "folder":
            (target / "mine").write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError, match="exists"):
        back_up(store, target, {}, quiet)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_one_that_breaks_off_leaves_nothing(
    store: Path, tmp_path: Path, error: BaseException | type[BaseException]
) -> None:
    def fail() -> None:
        raise error

    with pytest.raises((KeyboardInterrupt, StoreError)) as caught:
        back_up(store, tmp_path / "copy", {}, at_first(fail))
    if isinstance(error, OSError):
        assert "Free some space" in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_two_to_one_place_do_not_meet(store: Path, tmp_path: Path) -> None:
    def again() -> None:
        with pytest.raises(StoreBusy, match="Another backup"):
            back_up(store, tmp_path / "copy", {}, quiet)

    assert isinstance(back_up(store, tmp_path / "copy", {}, at_first(again)), BackupReport)
    assert_whole(tmp_path / "copy")


def test_a_killed_one_looks_like_none_and_the_next_clears_it_away(
    store: Path, tmp_path: Path
) -> None:
    program = (
        "import sys, time; from pathlib import Path; from index import backup\n"
        "backup._PAGES = 4\n"
        "def tell(stage, done, total): print('half', flush=True); time.sleep(60)\n"
        "backup.back_up(Path(sys.argv[1]), Path(sys.argv[2]), {}, tell)\n"
    )
    command = [sys.executable, "-c", program, str(store), str(tmp_path / "copy")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as child:
        assert child.stdout and child.stdout.readline() == b"half\n"
        os.kill(child.pid, signal.SIGKILL)
    assert not (tmp_path / "copy").exists()
    assert (tmp_path / ".copy.part").is_dir()
    back_up(store, tmp_path / "copy", {}, quiet)
    assert contents(tmp_path / "copy") == contents(store)
    assert not (tmp_path / ".copy.part").exists()


def test_a_damaged_or_missing_store_is_told_and_no_folder_made(store: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        back_up(tmp_path / "none", tmp_path / "copy", {}, quiet)
    content = bytearray((store / FILE).read_bytes())
    page = query_database(store, "SELECT rootpage FROM sqlite_master WHERE name = 'vectors'") - 1
    content[page * 4096 : page * 4096 + 600] = b"\xff" * 600
    (store / FILE).write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        back_up(store, tmp_path / "copy", {}, quiet)
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
