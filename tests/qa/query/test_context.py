"""Questions that lean on what was said, and what of it a search is given."""

import pytest

from qa.query.context import ASKS_BACK, asks_back, context_of, is_follow_up
from qa.question import Question, Turn

HISTORY = (Turn("user", "What did the ferry cost in May 2024?"), Turn("assistant", "6 crowns. [1]"))


def after(*asked: str) -> tuple[Turn, ...]:
    return tuple(
        turn for text in asked for turn in (Turn("user", text), Turn("assistant", "An answer."))
    )


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


@pytest.mark.parametrize("text", ["who?", "what", "and?", "why??", "Of which one?", "WHO?", "?"])
def test_a_first_question_that_names_nothing_is_asked_back(text: str) -> None:
    assert asks_back(Question(text)) == ASKS_BACK
    assert asks_back(Question(text, HISTORY)) == ""


@pytest.mark.parametrize(
    "text",
    ["What does it cost?", "Who voted for this?", "What is new?", "What about IT?", "US?",
     "What about the WHO?", "Ferry?", "2024?"],
)  # fmt: skip
def test_a_first_question_with_a_word_to_search_for_is_searched(text: str) -> None:
    assert asks_back(Question(text)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Why did the strike at the paper mill end?",
        "What did The Verge report on phones?",
        "Who won the race of 5 July?",
    ],
)
def test_a_change_of_topic_carries_nothing_over(text: str) -> None:
    assert context_of(Question(text, HISTORY)) == ()


@pytest.mark.parametrize("text", ["And for a child?", "How long does the ferry take?"])
def test_what_was_said_is_searched_along(text: str) -> None:
    before, answer = context_of(Question(text, HISTORY))
    assert before == ("What did the ferry cost in May 2024?", 0.3)
    assert answer == ("6 crowns. [1]", 0.3)
