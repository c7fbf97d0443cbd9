"""The natural questions on collections that do not ship: well-formed, and each can be failed."""

from collections import Counter
from pathlib import Path

import pytest

from eval.sets import EvalQuestion, read_questions

QUESTIONS = read_questions(Path(__file__).parents[2] / "eval" / "questions" / "natural.jsonl")
COLLECTIONS = {
    "multihop": 28,
    "realtimeqa-small": 62,
    "wikinews": 234,
    "autumn-2022": 246,
    "spring-2023": 385,
    "winter-2023": 397,
    "september-2022": 81,
    "november-2022": 99,
    "december-2022": 112,
    "sample": 107,
    "february-2022": 78,
    "july-2022": 77,
    "autumn-2023": 79,
    "may-2022": 136,
    "march-2022": 81,
    "june-2022": 111,
    "august-2022": 134,
    "summer-2023": 78,
    "january-2022": 78,
    "april-2022": 84,
}
REFUSED = {"status": "unanswered", "text": "", "short": None, "citations": [], "sentences": []}


def test_there_are_so_many_of_each_collection() -> None:
    count = Counter(tag for one in QUESTIONS for tag in one.tags if tag in COLLECTIONS)
    assert count == COLLECTIONS
    asked = {(one.tags, one.turns, one.question) for one in QUESTIONS}
    assert len(asked) == len({one.id for one in QUESTIONS}) == len(QUESTIONS) == 2687


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: str(one.id))
def test_an_answer_of_nothing_fails(question: EvalQuestion) -> None:
    expected = question.expectations
    assert expected is not None
    answered = {**REFUSED, "status": "answered", "text": "Nothing of it."}
    assert expected.faults(answered) or not expected.faults(dict(REFUSED))
