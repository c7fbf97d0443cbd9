"""Words of which a claim has the opposite."""

import re

import pytest

from qa.entailment.antonyms import antonyms_of


def terms(text: str) -> set[str]:
    return {word.lower().removesuffix("ed") for word in re.findall(r"\w+", text)}


@pytest.mark.parametrize(
    ("claim", "told", "words"),
    [
        ("Exports rose.", "Exports fell by 8 percent.", ("rose",)),
        ("Exports rose.", "Exports rose, imports fell.", ()),
        ("Exports rose and fell.", "Exports fell.", ()),
        ("He won the second stage.", "He won the first stage.", ("second",)),
        ("It hit the south.", "The storm hit the southern part.", ()),
        ("", "It fell.", ()),
    ],
)
def test_antonyms_of(claim: str, told: str, words: tuple[str, ...]) -> None:
    assert antonyms_of(claim, told, terms) == words
