"""The examples of docs/programs.md, run with the real clients against the real server."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "qa"))

from served import apart, served

from qa.server.user_file import UserFile

PAGE = ROOT / "docs" / "programs.md"
ADDRESS = "http://127.0.0.1:7860"
EXAMPLES = re.findall(
    r"^```(python|sh)\n(.*?)^```\n+```text\n(.*?)^```",
    PAGE.read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)


@pytest.fixture(scope="module")
def address(seed_folder: Path) -> Iterator[str]:
    with served(seed_folder) as url:
        yield url.rstrip("/")


@pytest.mark.parametrize(("language", "code", "expected"), EXAMPLES)
def test_example(
    language: str,
    code: str,
    expected: str,
    address: str,
    seed_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if "TOKEN" in code:
        users = UserFile(tmp_path / "users.json")
        users.add("ada", "correct horse battery")
        monkeypatch.setenv("TOKEN", users.new_token("ada"))
        with served(seed_folder, users=users) as url:
            said = run(language, code.replace(ADDRESS, url.rstrip("/")), capsys)
    else:
        said = run(language, code.replace(ADDRESS, address), capsys)
    assert said.strip() == expected.strip()


def test_every_example_is_run() -> None:
    blocks = re.findall(r"^```(?:python|sh)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(EXAMPLES) == len(blocks) >= 5


def run(language: str, code: str, capsys: pytest.CaptureFixture[str]) -> str:
    if language == "sh":
        done = subprocess.run(
            ["bash", "-c", code], capture_output=True, text=True, timeout=60, check=True
        )
        return done.stdout
    compiled = compile(code, str(PAGE), "exec")
    apart(lambda: exec(compiled, {"__name__": "example"}))
    return capsys.readouterr().out
