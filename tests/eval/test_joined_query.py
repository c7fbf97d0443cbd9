"""A follow-up behind the question before it, as the baselines search."""

import pytest

from eval.joined_query import joined_query
from qa.question import InterpretationKind, Question, Turn

HISTORY = (Turn("user", "What did the ferry cost in May 2024?"), Turn("assistant", "6 crowns. [1]"))


def after(*asked: str) -> tuple[Turn, ...]:
    return tuple(
        turn for text in asked for turn in (Turn("user", text), Turn("assistant", "An answer."))
    )


def test_a_question_on_its_own_stays_as_it_is() -> None:
    history = after("Who leads the Coastal Survey?")
    text = "How much did the Harbour Tram in Port Aldry cost?"
    assert joined_query(Question(text, history)) == text
    for other in ("Who won the chess world cup?", "Is there a plan to close the harbour road?"):
        assert joined_query(Question(other, history)) == other
    assert joined_query(Question("And who paid for it?")) == "And who paid for it?"


@pytest.mark.parametrize(
    "text", ["And who paid for it?", "When did she say so?", "why?", "how many?"]
)
def test_a_follow_up_is_searched_with_the_question_before(text: str) -> None:
    history = after("Who leads the Coastal Survey?")
    assert joined_query(Question(text, history)) == f"Who leads the Coastal Survey? {text}"


def test_a_chain_of_follow_ups_reaches_back_to_its_start() -> None:
    history = after("Who leads the Coastal Survey?", "When did she take office?")
    query = joined_query(Question("And before that?", history))
    assert query.startswith("Who leads the Coastal Survey?")


def test_the_conversation_can_be_taken_off() -> None:
    question = Question("And for a child?", HISTORY).ignoring({InterpretationKind.CONVERSATION})
    assert joined_query(question) == "And for a child?"
