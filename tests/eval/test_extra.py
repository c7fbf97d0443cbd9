"""The packages that only the evaluation needs: imported late, and missed in one sentence."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import app
from index.extras import MODULES, ExtraMissing

ROOT = Path(__file__).parents[2]


def test_without_the_extra_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    result = CliRunner().invoke(app.program, ["eval", str(tmp_path / "set.jsonl")])
    assert isinstance(result.exception, ExtraMissing)
    assert str(result.exception).endswith('pip install "article-qa[eval]"')


def imported_by(code: str) -> set[str]:
    """Top-level packages that a fresh interpreter has imported after `code`."""
    code += "\nimport sys\nprint(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def test_help_imports_nothing_of_the_extra() -> None:
    code = "import sys, app\nsys.argv = ['article-qa', '--help']\ntry:\n    app.main()\n"
    assert not imported_by(f"{code}except SystemExit:\n    pass") & set(MODULES["eval"])


def test_the_command_adds_no_package_to_what_every_command_imports() -> None:
    others = imported_by("import typer, index.console, index.errors")
    assert imported_by("import eval.commands") - others <= {"eval"}
