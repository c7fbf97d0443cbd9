"""The claims that the entailment model is trained on, and their labels."""

import random

import pytest

pytest.importorskip("torch")

from eval.entailment.perturbations import names_in, paraphrase, perturb, perturbation_kinds
from eval.entailment.statements import statement

SENTENCE = (
    "On 4 March 2019, the harbour council said Ana Delgado, the mayor of Port Aldry, may open "
    "the northern bridge, which was built for 12,345 crowns, before the fair."
)
TRIP = "Tomas Brandt said most of the boats sailed 30 kilometres in 2017 and 45 days in 2018."
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


def test_a_paraphrase_brings_in_no_other_name() -> None:
    for seed in range(200):
        said = paraphrase(SENTENCE, random.Random(seed))
        assert set(names_in(said)) <= {*names_in(SENTENCE), "March"}
        assert len(said) > 30


@pytest.mark.parametrize("kind", perturbation_kinds())
def test_each_kind_makes_a_sentence_false_by_one_change(kind: str) -> None:
    made = {}
    for sentence in (SENTENCE, TRIP):
        for seed in range(400):
            perturbed = perturb(sentence, NAMES, random.Random(seed))
            assert perturbed and perturbed.text != sentence
            made[perturbed.kind] = (sentence, perturbed.text)
    assert kind in made
    words, others = (text.split() for text in made[kind])
    assert len(set(words) ^ set(others)) <= 8


def test_what_each_kind_changes() -> None:
    made = {}
    for seed in range(400):
        perturbed = perturb(SENTENCE, NAMES, random.Random(seed))
        assert perturbed
        made.setdefault(perturbed.kind, []).append(perturbed)
    assert all("may open" not in one.text for one in made["modality"])
    assert all(("not" in one.text or "never" in one.text) for one in made["negation"])
    assert any("Brandt" in one.text or "Skarrow" in one.text for one in made["name"])
    assert all(one.contradicts for one in made["number"])
    assert not any(one.contradicts for one in made["modality"])


def test_a_sentence_with_nothing_to_change() -> None:
    assert perturb("Hm.", [], random.Random(1)) is None
