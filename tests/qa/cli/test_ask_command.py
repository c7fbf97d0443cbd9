"""What the command ask prints."""

from collections.abc import Iterator

import pytest

from qa.cli.ask import _print_sources, _shown
from qa.types import Answer

TEXT = "There are 2 articles:\n• “A [b]”\n• “C”"


def answers() -> Iterator[Answer]:
    yield Answer("Which?", "Which?")
    yield Answer("Which?", "Which?").unsearched(TEXT)


def test_an_answer_without_citations_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    _print_sources(_shown(answers(), quiet=False))
    assert capsys.readouterr().out.strip() == TEXT
