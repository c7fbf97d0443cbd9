"""The topics that are asked for after their reports had appeared, and before."""

from pathlib import Path

from eval.fit_confidence import questions_of
from eval.sets import read_questions

PATH = Path(__file__).parents[2] / "eval" / "questions" / "topics.jsonl"
QUESTIONS = read_questions(PATH)


def test_each_is_asked_twice() -> None:
    after, before = QUESTIONS[::2], QUESTIONS[1::2]
    assert len(after) == len(before) == 425
    for one, other in zip(after, before, strict=True):
        assert one.question == other.question
        assert one.gold and one.answerable
        assert not other.gold and other.answerable is False
        until, earlier = one.filters.as_of, other.filters.as_of
        assert until is not None and earlier is not None and earlier < until


def test_those_of_a_store_are_asked_of_it() -> None:
    count = {name: len(questions_of(PATH, name)) for name in ("wikinews", "newest")}
    assert count == {"wikinews": 528, "newest": 322}
