"""What is learned from judged questions: groups for the reader, lists for the other network."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from cases import judged

from eval.entailment.examples import LIKELIEST, SCORES, lesson_of_judged
from eval.judged import Mark
from eval.training import judged as groups_of
from eval.training.collections import Collection
from eval.training.groups import Group, GroupPassage
from eval.training.judged import judged_groups, with_judged
from index import Article
from qa.cross_encoder.layout import whole_tokenizer

FINE = Article(
    "https://news/wiki/Fine",
    "Corvane Air was fined on Thursday. The regulator asked for 12 million euros. It will appeal. "
    "Its shares fell. It flies to forty towns. It was founded in 1971. Few pay 12 million euros.",
    "A fine",
    date=date(2020, 3, 4),
)
RAIN = Article("https://news/wiki/Rain", "Rain fell on Port Aldry.", "Rain")


@pytest.fixture(autouse=True)
def short_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two sentences or three."""
    monkeypatch.setattr(groups_of, "CHARACTERS", 62)


def group_of(marks: str, short: str = "") -> Group:
    (made,) = judged_groups([judged("how big was the fine?", FINE, marks, short)])
    return made


def test_a_passage_answers_by_its_sentence_with_its_short_answer() -> None:
    first, *others = group_of("-+-----", "12 million euros").passages
    assert first.relevant
    assert first.heading == "4 March 2020, A fine"
    assert [first.text[slice(*one)] for one in first.sentences] == [
        "The regulator asked for 12 million euros."
    ]
    assert [first.text[slice(*one)] for one in first.spans] == ["12 million euros"]
    assert not any(one.relevant for one in others)


def test_what_answers_in_part_or_has_the_short_answer_is_no_wrong_passage() -> None:
    texts = [one.text for one in group_of("~+-----", "12 million euros").passages]
    assert not any("Thursday" in one or "Few pay" in one for one in texts)
    assert any("Few pay" in one.text for one in group_of("~+-----").passages)


def test_a_question_without_an_answer_has_wrong_passages_alone() -> None:
    group = group_of("-------")
    assert group.passages
    assert not group.is_answered


def test_of_too_many_passages_those_that_answer_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups_of, "PASSAGES", 1)
    (kept,) = group_of("------+").passages
    assert kept.relevant


def test_few_others_are_learned_beside_and_nothing_of_held_out_reports(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reports = Collection("wikinews", {one.id: one for one in (FINE, RAIN)})
    held_out = SimpleNamespace(held_out={FINE.id})
    questions = [
        judged("how big was the fine?", FINE, "-+-----"),
        judged("where did it rain?", RAIN, "+"),
    ]
    monkeypatch.setattr(groups_of, "wikinews", lambda data: reports)
    monkeypatch.setattr(groups_of, "prepare", lambda collection: held_out)
    monkeypatch.setattr(groups_of, "read_judged", lambda data: questions)
    monkeypatch.setattr(groups_of, "OTHERS", 2)
    others = [Group("squad", f"who is {n}?", (GroupPassage("", "Rain.", False),)) for n in range(9)]
    made = with_judged(others, Path(), 7)
    (learned,) = (one for one in made if one not in others)
    assert learned.question == "where did it rain?"
    assert len(made) == 3


def test_a_judged_question_teaches_its_likeliest_sentences_and_those_that_answer() -> None:
    text = "It rained. It snowed. It hailed. It blew. It froze. It thawed. It burned. It stormed."
    asked = judged("what came last?", Article("a1", text, "Weather"), "~-+----+")
    lesson = lesson_of_judged(asked, whole_tokenizer())
    marks = (Mark.IN_PART, Mark.NOT, Mark.ANSWERS, Mark.NOT, Mark.NOT, Mark.ANSWERS)
    assert lesson.scores == tuple(SCORES[mark] for mark in marks)
    assert len(lesson.windows) == LIKELIEST
