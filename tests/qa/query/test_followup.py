"""Questions, their history, and the query that stands on its own."""

import pytest
from qa.resolution.finding import _may_answer

from index.errors import UsageError
from qa.question import (
    MAX_CHARACTERS,
    Question,
    Turn,
    is_follow_up,
    read_history,
    standalone_query,
)


def after(*asked: str) -> tuple[Turn, ...]:
    return tuple(
        turn for text in asked for turn in (Turn("user", text), Turn("assistant", "An answer."))
    )


def test_a_question_on_its_own_stays_as_it_is() -> None:
    history = after("Who leads the Coastal Survey?")
    text = "How much did the Harbour Tram in Port Aldry cost?"
    assert standalone_query(Question(text, history)) == text
    for other in ("Who won the chess world cup?", "Is there a plan to close the harbour road?"):
        assert standalone_query(Question(other, history)) == other
    assert standalone_query(Question("And who paid for it?")) == "And who paid for it?"


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("How much did the IT system cost?", False),
        ("How much did it cost to build the system?", True),
        ("Which company said it would close the paper mill?", False),
        ("Which company built it in the harbour of the town?", True),
        ("Which party lost its majority in the council?", False),
        ("Why did teachers strike over their pay?", False),
        ("Why did they strike over the pay of teachers?", True),
        ("How many patients died while they waited for it?", True),
        ("What is the budget for schools this year?", False),
        ("What did the council pay for it?", True),
        ("So-called smart meters cost how much?", False),
    ],
)
def test_a_pronoun_may_lean_on_its_own_question(text: str, leans: bool) -> None:
    assert is_follow_up(text) is leans


@pytest.mark.parametrize(
    "text", ["And who paid for it?", "When did she say so?", "why?", "how many?"]
)
def test_a_follow_up_is_searched_with_the_question_before(text: str) -> None:
    history = after("Who leads the Coastal Survey?")
    assert standalone_query(Question(text, history)) == f"Who leads the Coastal Survey? {text}"


def test_a_chain_of_follow_ups_reaches_back_to_its_start() -> None:
    history = after("Who leads the Coastal Survey?", "When did she take office?")
    query = standalone_query(Question("And before that?", history))
    assert query.startswith("Who leads the Coastal Survey?")


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


@pytest.mark.parametrize(
    ("asked", "short", "may"),
    [
        ("What did Dr. Marlock say of the wall?", "Port Aldry", False),
        ("What did Dr. Marlock say of the wall?", "it stands on bad ground", True),
        ("What has the minister done about it?", "Brandle", False),
        ("What did the tram cost?", "547 million", True),
        ("Who said so?", "Marlock", True),
        ("Is the tram open?", "Saturday", False),
    ],
)
def test_a_name_does_not_tell_what_somebody_said(asked: str, short: str, may: bool) -> None:
    assert _may_answer(short, asked) is may
