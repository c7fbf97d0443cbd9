"""Answers against gold answers; the values of SQuAD's script are computed by hand."""

import json
from pathlib import Path

import pytest
from cases import case

from eval.metrics.answers import short_answer, whole_answer
from eval.metrics.squad import contains, exact_match, normal, token_f1
from eval.sets import read_questions


def test_normalised_as_squad_does() -> None:
    assert normal("The  Quick, (brown) fox's a-b!") == "quick brown foxs ab"
    assert exact_match("the cat.", "A Cat") == 1.0
    assert exact_match("cats", "cat") == 0.0
    assert token_f1("the cat sat", "a cat lay down") == pytest.approx(2 * 1 / (2 + 3))
    assert token_f1("b b", "b") == pytest.approx(2 / 3)
    assert token_f1("", "") == 0.0  # as evaluate-v1.1.py


def test_contains_between_tokens() -> None:
    assert contains("He paid $5 million.", "5 million")
    assert not contains("He paid 15 million.", "5 million")
    assert not contains("He paid.", "the")


def test_contains_figures_whole_and_what_other_punctuation_surrounds() -> None:
    assert not contains("It cost 1.5 million crowns.", "15 million crowns")
    assert contains("It cost 1.5.", "1.5") and contains("Of 1,500, all", "1,500")
    assert contains("It was called “Hope”—a name", "Hope") and contains("It was Hope.", "“Hope”")
    assert contains("Côte d’Ivoire won.", "Côte d'Ivoire")


def test_short_answer_takes_the_best_gold() -> None:
    scores = short_answer(case(answers=("Rome", "the city of Rome"), short="City of Rome"))
    assert scores == {"em": 1.0, "f1": 1.0}
    scores = short_answer(case(answers=("Paris", "Rome, Italy"), short="Rome"))
    assert scores == {"em": 0.0, "f1": pytest.approx(2 / 3)}


def test_short_answer_that_is_missing() -> None:
    assert short_answer(case(answers=("Rome",))) == {}
    refused = case(answers=("Rome",), status="unanswered")
    assert short_answer(refused) == {"em": 0.0, "f1": 0.0}
    assert short_answer(case(answers=("Rome",), short="Rome", answerable=False)) == {}
    assert short_answer(case(short="Rome")) == {}


def test_cover_em() -> None:
    text = "The mayor paid [1] 5 million [2]."
    assert whole_answer(case(answers=("2", "5 Million"), text=text)) == {"cover_em": 1.0}
    assert whole_answer(case(answers=("2",), text=text)) == {"cover_em": 0.0}
    refused = case(answers=("5 million",), text=text, status="unanswered")
    assert whole_answer(refused) == {"cover_em": 0.0}
    assert whole_answer(case(answers=("5",), text=text, answerable=False)) == {}
    assert whole_answer(case(text=text)) == {}


@pytest.mark.parametrize(
    ("text", "short", "right"),
    [("Yes, it did. [1]", None, 1.0), ("It did, yes.", None, 0.0), ("It did.", "Yes", 1.0),
     ("Yes.", "no", 0.0), ("", None, 0.0), ("Yes one was hurt. [1]", None, 0.0),
     ("Yes-men said so.", None, 0.0), ("Yes [1]", None, 1.0), ("“Yes”, he said.", None, 1.0),
     ("Yes – it did.", None, 1.0), ("Yes\nIt did.", None, 1.0), ("Yesterday.", None, 0.0)],
)  # fmt: skip
def test_yes_or_no(text: str, short: str | None, right: float) -> None:
    assert whole_answer(case(answers=("Yes",), text=text, short=short))["yes_no_accuracy"] == right
    refused = case(answers=("Yes",), text=text, short=short, status="unanswered")
    assert whole_answer(refused)["yes_no_accuracy"] == 0.0
    assert "yes_no_accuracy" not in whole_answer(case(answers=("Yes", "Rome"), text=text))


def test_a_text_with_no_in_it_does_not_cover_the_answer_no() -> None:
    asked = case(answers=("no",), text="There is no bridge. [1]")
    assert whole_answer(asked) == {"yes_no_accuracy": 0.0}


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("It will be Prince William. [1]", 1.0),
        ("It will be Prince Harry.", 0.0),
        ("William follows, then Harry.", 0.0),  # half of each
        ("A prince.", 0.0),
        ("Nobody knows.", 0.0),
    ],
)
def test_choice(text: str, right: float) -> None:
    choices = ("Prince William", "Prince Harry", "Charlotte")
    asked = case(answers=("Prince William",), choices=choices, text=text)
    assert whole_answer(asked)["choice_accuracy"] == right


def test_choice_the_longer_of_two_that_match() -> None:
    asked = case(answers=("5 million",), choices=("5", "5 million"), text="It cost 5 million.")
    assert whole_answer(asked)["choice_accuracy"] == 1.0
    asked = case(answers=("5",), choices=("5", "5 million"), text="5 million", short="5")
    assert whole_answer(asked)["choice_accuracy"] == 1.0
    refused = case(answers=("5",), choices=("5", "6"), text="5", status="unanswered")
    assert whole_answer(refused)["choice_accuracy"] == 0.0


def test_choices_are_read(tmp_path: Path) -> None:
    row = {"id": 1, "question": "?", "answerable": True, "answers": ["a"], "gold": []}
    path = tmp_path / "set.jsonl"
    path.write_text(
        json.dumps({**row, "choices": ["a", "b"]}) + "\n" + json.dumps({**row, "id": 2})
    )
    assert [one.choices for one in read_questions(path)] == [("a", "b"), ()]
