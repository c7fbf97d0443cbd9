"""Two checkouts are asked the same questions, each first in its turn."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("rich")

import typer

from eval import compare_checkouts

ROOT = Path(__file__).parents[2]


def test_each_goes_first_in_its_turn() -> None:
    asked: list[str] = []

    def before(text: str) -> tuple[float, bool]:
        asked.append(f"before {text}")
        return 2.0, False

    def after(text: str) -> tuple[float, bool]:
        asked.append(f"after {text}")
        return 1.0, True

    there = compare_checkouts._by_turns([before, after], "a", False)
    back = compare_checkouts._by_turns([before, after], "b", True)
    assert asked == ["before a", "after a", "after b", "before b"]
    assert there == back == [(2.0, False), (1.0, True)]


def test_a_checkout_beside_itself(seed_folder: Path) -> None:
    program = typer.Typer()
    program.command()(compare_checkouts.main)
    questions = ROOT / "eval" / "questions" / "seeds.jsonl"
    done = CliRunner().invoke(
        program, [str(ROOT), str(questions), str(seed_folder), "--limit", "2"]
    )
    assert done.exit_code == 0, done.output
    assert done.output.count(" of 2") == 2 and "of the other's time" in done.output
