"""What the commands print of other people's text does nothing to a terminal."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from index.console import err, print_json
from index.errors import UsageError
from index.unseen import printable
from qa.cli.main import program

HOSTILE = "a\x1b[2J\x9b31m\x07\r\u202eb\x7f"


def test_controls_are_seen_and_do_nothing() -> None:
    assert printable(HOSTILE) == "a\ufffd[2J\ufffd31m\ufffd\ufffdb\ufffd"
    assert printable("two\nlines\tof 😀 é") == "two\nlines\tof 😀 é"


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    text = io.StringIO()
    monkeypatch.setattr(err, "_file", text)
    yield text


def test_the_console_obeys_nothing(printed: io.StringIO) -> None:
    err.print(HOSTILE, f"Skipped {HOSTILE}: is empty")
    err.print(HOSTILE, style="bold")
    assert not set(printed.getvalue()) & set("\x1b\x9b\x07\r\x7f\u202e")


def test_json_has_no_controls(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"file": HOSTILE})
    text = capsys.readouterr().out
    assert not set(text) & set("\x1b\x9b\x07\r\x7f") and json.loads(text)["file"] == HOSTILE


def test_a_file_named_with_an_escape(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a\x1b[2Jb.doc").write_text("x")
    (tmp_path / "news" / "c.csv").write_text("a\x1b[2Jb\nx\n")
    store = str(tmp_path / "store")
    done = CliRunner().invoke(program, ["index", str(tmp_path / "news"), "--store", store])
    assert "Skipped" in done.output and "\x1b" not in done.output


def test_an_empty_path_is_not_the_folder_one_is_in(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    done = CliRunner().invoke(program, ["index", "", "--store", store])
    assert isinstance(done.exception, UsageError) and not Path(store).exists()
