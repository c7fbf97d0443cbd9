"""The run of many who ask at once works, for a few people and seconds."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_a_short_run_has_no_errors_and_loses_nothing() -> None:
    command = [sys.executable, "-m", "tests.load", "--people", "3", "--minutes", "0.2"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "errors: 0" in ended.stdout and "lost articles: 0" in ended.stdout
    assert "kill" in ended.stdout
