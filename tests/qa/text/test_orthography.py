"""What Britain and America write differently."""

import pytest

from qa.text.orthography import spellings
from qa.text.word_classes import is_verb


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("summarise", "summarize"),
        ("organizations", "organisations"),
        ("analysed", "analyzed"),
        ("colourful", "colorful"),
        ("centre", "center"),
        ("travelling", "traveling"),
        ("defense", "defence"),
        ("catalogue", "catalog"),
        ("paediatric", "pediatric"),
    ],
)
def test_the_other_spelling(word: str, other: str) -> None:
    assert spellings(word)[0] == word and other in spellings(word)


def test_words_that_are_written_alike_have_one() -> None:
    assert spellings("tram") == ("tram",)


def test_a_verb_is_one_in_either_spelling() -> None:
    assert is_verb("realize") and is_verb("realise")
