"""A file is there as a whole or not at all, with the rights it should have."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import UsageError
from index.files import draft_of, new_file, remove_drafts, replacing, write_bytes, write_text

POSIX = pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept.json"


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_text_and_bytes(path: Path) -> None:
    write_text(path, "Zürich\nline\r\nend")
    assert path.read_bytes() == "Zürich\nline\r\nend".encode()
    write_bytes(path, memoryview(b"\x00\xff"))
    assert path.read_bytes() == b"\x00\xff" and names(path.parent) == [path.name]


def test_the_old_content_is_there_until_the_end(path: Path) -> None:
    write_text(path, "old")
    with replacing(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_text() == "old"
    assert path.read_text() == "new"


def in_a_stream(path: Path) -> None:
    with replacing(path) as file:
        file.write(b"half")
        raise KeyboardInterrupt


def by_a_library(path: Path) -> None:
    with draft_of(path) as draft:
        draft.write_text("half")
        raise KeyboardInterrupt


@pytest.mark.parametrize("fail", [in_a_stream, by_a_library])
@pytest.mark.parametrize("before", ["old", None])
def test_what_fails_leaves_nothing(
    path: Path, fail: Callable[[Path], None], before: str | None
) -> None:
    if before:
        write_text(path, before)
    with pytest.raises(KeyboardInterrupt):
        fail(path)
    assert names(path.parent) == ([path.name] if before else [])
    assert not before or path.read_text() == before


def test_a_new_file_takes_nobodys_place(path: Path) -> None:
    with new_file(path) as file:
        file.write(b"mine")
        assert not path.exists()
    with pytest.raises(UsageError, match=r"kept\.json exists; name another"), new_file(path):
        raise AssertionError
    other = path.with_name("other")
    with pytest.raises(UsageError, match="exists"), new_file(other) as file:
        file.write(b"late")
        other.write_text("somebody's")
    assert path.read_text() == "mine" and other.read_text() == "somebody's"
    with (
        pytest.raises(UsageError, match="cannot be written: No such"),
        new_file(path.with_name("none") / "b"),
    ):
        raise AssertionError
    assert names(path.parent) == [path.name, "other"]


def test_a_new_file_follows_no_link(path: Path) -> None:
    target = path.with_name("target")
    try:
        path.symlink_to(target)
    except OSError:
        pytest.skip("links need a right here")
    with pytest.raises(UsageError, match="exists"), new_file(path):
        raise AssertionError
    assert not target.exists()


@pytest.mark.parametrize("failure", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_a_new_file_that_fails_is_none(path: Path, failure: BaseException) -> None:
    with pytest.raises((KeyboardInterrupt, UsageError)), new_file(path) as file:
        file.write(b"half")
        raise failure
    assert names(path.parent) == []


def test_half_a_character_writes_nothing(path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "\ud800")
    assert names(path.parent) == []


def test_the_error_of_the_system_goes_to_the_caller(path: Path) -> None:
    path.mkdir()
    with pytest.raises(OSError):
        write_text(path, "text")
    with pytest.raises(FileNotFoundError):
        write_text(path / "none" / "file", "text")
    (path.parent / "file").write_text("")
    with pytest.raises(OSError):
        write_text(path.parent / "file" / "below", "text")
    assert names(path.parent) == ["file", path.name]


def test_it_is_on_the_disk_before_it_is_in_its_place(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_text(path, "old")
    steps = []

    def fsync(number: int) -> None:
        steps.append((path.read_text(), os.fstat(number).st_size))

    monkeypatch.setattr(os, "fsync", fsync)
    write_text(path, "newer")
    assert steps == [("old", 5)] and path.read_text() == "newer"

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_text(path, "newest")
    assert path.read_text() == "newer" and names(path.parent) == [path.name]


@POSIX
def test_what_only_its_owner_may_read_is_so_from_the_beginning(path: Path) -> None:
    with draft_of(path, 0o600) as draft:
        assert rights(draft) == 0o600
    assert rights(path) == 0o600
    with draft_of(path) as draft:  # it stays so
        assert rights(draft) == 0o600
    assert rights(path) == 0o600


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444])
def test_an_earlier_file_passes_its_rights_on(path: Path, mode: int) -> None:
    path.write_text("old")
    path.chmod(mode)
    write_text(path, "new")
    assert rights(path) == mode and path.read_text() == "new"


@POSIX
def test_a_new_file_has_the_rights_of_new_files(path: Path) -> None:
    (path.parent / "other").write_text("")
    write_text(path, "new")
    assert rights(path) == rights(path.parent / "other")


def test_two_writers_at_once(path: Path) -> None:
    with replacing(path) as first, replacing(path) as second:
        first.write(b"first")
        second.write(b"second, and longer")
    assert path.read_bytes() == b"first" and names(path.parent) == [path.name]


def test_what_a_killed_process_left_is_removed(path: Path) -> None:
    write_text(path, "kept")
    other = path.parent / f"more {path.name}"
    with draft_of(path) as draft, draft_of(other) as its_draft:
        left = path.parent / draft.name.replace(draft.name.split(".")[-2], "0123abcd")
        left.write_text("half")
        (path.parent / f".{path.name}.mine.part").write_text("somebody's own")
        draft.rename(path.parent / "aside")
        remove_drafts(path)
        (path.parent / "aside").rename(draft)
        assert not left.exists() and its_draft.exists()
    assert names(path.parent) == [f".{path.name}.mine.part", path.name, other.name]
