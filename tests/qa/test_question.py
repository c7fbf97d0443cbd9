"""Questions and what was said before, checked where they come in."""

import pytest

from index.errors import UsageError
from qa.question import MAX_CHARACTERS, InterpretationKind, Question, Turn, read_history


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (MAX_CHARACTERS + 1)])
def test_questions_that_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        Question(text)


@pytest.mark.parametrize("text", [None, 5, b"Who?", ["Who?"], "Who \ud800?"])
def test_what_is_no_text_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="The question"):
        Question(text)
    for history in ([Turn("user", text)], [Turn("user", "a"), Turn("assistant", text)]):
        with pytest.raises(UsageError, match=f"Entry {len(history)} of the history"):
            Question("Who?", tuple(history))


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
    dates, newest = InterpretationKind.DATES, InterpretationKind.NEWEST
    question = Question("Who?", ignored=frozenset({dates}))
    assert question.ignoring([newest, dates]).ignored == {dates, newest}
    assert question.ignored == {dates}
