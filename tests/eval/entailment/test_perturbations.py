"""Sentences in other words."""

import random

import pytest

pytest.importorskip("torch")

from eval.entailment.perturbations import paraphrase


@pytest.mark.parametrize(
    ("sentence", "among"),
    [
        ("The ferry also runs on Sundays.", "The ferry runs on Sundays."),
        ("The tram, however, ran late.", "The tram, ran late."),
    ],
)
def test_words_are_exchanged_or_left_out(sentence: str, among: str) -> None:
    assert among in {paraphrase(sentence, random.Random(seed)) for seed in range(80)}


def test_a_longer_word_is_not_taken_for_a_shorter_one() -> None:
    drawn = {paraphrase("It is nearby.", random.Random(seed)) for seed in range(40)}
    assert drawn == {"It is nearby."}
