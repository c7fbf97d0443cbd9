"""Questions and what was said before, checked where they come in."""

import pytest

from index.errors import UsageError
from qa.question import MAX_CHARACTERS, InterpretationKind, Question, Turn, read_history


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (MAX_CHARACTERS + 1)])
def test_questions_that_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        Question(text)


@pytest.mark.parametrize(
    "content", [{}, ["x"], [{"role": "system", "content": "x"}], [{"role": "user"}], [None]]
)
def test_a_history_of_another_form_is_refused(content: object) -> None:
    with pytest.raises(UsageError):
        read_history(content)


def test_a_history() -> None:
    assert read_history([{"role": "user", "content": "hi"}]) == (Turn("user", "hi"),)


def test_a_question_on_one_line() -> None:
    assert Question(" Who\n asked?\t").line == "Who asked?"


def test_what_is_ignored_is_added_to_what_was() -> None:
    dates, parts = InterpretationKind.DATES, InterpretationKind.PARTS
    question = Question("Who?", ignored=frozenset({dates}))
    assert question.ignoring([parts, dates]).ignored == {dates, parts}
    assert question.ignored == {dates}
