"""What was just told is not told again where something further is asked for."""

import pytest
from builders import WORDS, evidence_of, hit_of, plan_of, scored

from qa.question import Question, Turn
from qa.resolution.already_said import leave_out_already_said
from qa.types import Evidence

TOLD, MORE = "The wall broke at night.", "Eleven people died."
HISTORY = (Turn("user", "What of the flood?"), Turn("assistant", f"{TOLD} [1] Nobody knows. [2]"))


def left(question: str, *sentences: str, history: tuple[Turn, ...] = HISTORY) -> list[str]:
    found = [scored(hit_of(text, passage=number)) for number, text in enumerate(sentences)]
    given: Evidence = evidence_of(*found)
    plan = plan_of(question, WORDS, question=Question(question, history))
    return [one.sentence.text for one in leave_out_already_said(plan, given).sentences]


@pytest.mark.parametrize(
    "question",
    [
        "What else happened?", "Tell me more", "More about the flood", "Any other news?",
        "Who else died?", "can you tell me a bit more", "go on",
    ],
)  # fmt: skip
def test_who_asks_for_more_is_told_something_else(question: str) -> None:
    assert left(question, TOLD, MORE) == [MORE]


@pytest.mark.parametrize("question", ["A summary", "How many more died?", "Did more than 9 die?"])
def test_other_questions_are_answered_with_what_was_told_before(question: str) -> None:
    assert left(question, TOLD, MORE) == [TOLD, MORE]


def test_where_there_is_nothing_else_it_is_told_again() -> None:
    assert left("What else happened?", TOLD) == [TOLD]
    assert left("What else happened?", TOLD, MORE, history=()) == [TOLD, MORE]
