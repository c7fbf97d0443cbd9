"""The claims that the checker learns from: what they say, and whether that is so."""

import random

import pytest

pytest.importorskip("torch")

from eval.checking.altered import falsely, known_ways, names_in, truly
from eval.checking.statements import statement

SENTENCE = (
    "On 4 March 2019, the harbour council said Ana Delgado, the mayor of Port Aldry, may open "
    "the northern bridge, which was built for 12,345 crowns, before the fair."
)
NAMES = ["Ana Delgado", "Port Aldry", "Tomas Brandt", "Skarrow Bay"]


@pytest.mark.parametrize(
    ("question", "answer", "claim"),
    [
        ("Who led the army?", "Ida Berg", "Ida Berg led the army."),
        ("Who was the mayor of Orsay?", "Ida Berg", "Ida Berg was the mayor of Orsay."),
        ("What is the capital of France?", "Paris", "Paris is the capital of France."),
        ("What team was the winner?", "Orsay", "Orsay was the winner."),
        ("How many people did the flood kill?", "12", "The flood kill 12 people."),
        ("How many ships were sunk?", "nine", "Nine ships were sunk."),
        ("When did the ferry sink?", "1912", "The ferry sink in 1912."),
        ("In what year did the ferry sink?", "1912", "The ferry sink in 1912."),
        ("Why did it sink?", "fog", None),
        ("", "fog", None),
    ],
)
def test_statements(question: str, answer: str, claim: str | None) -> None:
    assert statement(question, answer) == claim


def test_what_is_said_otherwise_brings_in_no_other_name_and_no_other_figure() -> None:
    for seed in range(200):
        said = truly(SENTENCE, random.Random(seed))
        assert set(names_in(said)) <= {*names_in(SENTENCE), "March"}
        assert len(said) > 30


@pytest.mark.parametrize("how", known_ways())
def test_each_way_makes_a_sentence_false_by_one_change(how: str) -> None:
    made = {}
    for seed in range(400):
        altered = falsely(SENTENCE, NAMES, random.Random(seed))
        assert altered and altered.text != SENTENCE
        made[altered.how] = altered.text
    assert how in made
    words, others = SENTENCE.split(), made[how].split()
    assert len(set(words) ^ set(others)) <= 8


def test_the_ways_do_what_they_say() -> None:
    made = {}
    for seed in range(400):
        altered = falsely(SENTENCE, NAMES, random.Random(seed))
        assert altered
        made.setdefault(altered.how, []).append(altered)
    assert all("may open" not in one.text for one in made["sure"])
    assert all(("not" in one.text or "never" in one.text) for one in made["denied"])
    assert any("Brandt" in one.text or "Skarrow" in one.text for one in made["name"])
    assert all(one.contradicts for one in made["figure"])
    assert not any(one.contradicts for one in made["sure"])


def test_a_sentence_with_nothing_to_change() -> None:
    assert falsely("Hm.", [], random.Random(1)) is None
