"""The questions on stories that are told over several reports, with these reports."""

import json
from collections import Counter
from pathlib import Path

import pytest

from eval.sets import EvalQuestion, read_questions

FOLDER = Path(__file__).parents[2] / "eval" / "questions"
QUESTIONS = read_questions(FOLDER / "newest.jsonl")
ARTICLES = {
    row["id"]: row
    for row in map(json.loads, (FOLDER / "newest_articles.jsonl").read_text().splitlines())
}


def test_there_are_so_many_of_each_group() -> None:
    assert Counter(one.kind for one in QUESTIONS) == {"newest": 228, "steady": 237}
    assert len({one.id for one in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: str(one.id))
def test_the_answer_stands_in_a_report_and_may_be_missed(question: EvalQuestion) -> None:
    expected = question.expectations
    assert expected is not None
    given = {"status": "answered", "short": None, "citations": [], "sentences": []}
    assert expected.faults({**given, "text": "Nothing of it."})
    assert any(
        pattern.search(ARTICLES[gold.article_id]["text"])
        for pattern in expected.all
        for gold in question.gold
    )
