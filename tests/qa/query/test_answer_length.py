"""How long an answer is wanted."""

import pytest

from qa.query.answer_length import without_length


@pytest.mark.parametrize(
    ("asked", "rest", "most"),
    [
        ("Summarise the strike in two sentences.", "Summarise the strike.", 2),
        ("in one sentence, who is the mayor?", "who is the mayor?", 1),
        ("a three-line summary of the flood", "a summary of the flood", 3),
        ("what changed, in no more than 4 bullet points?", "what changed?", 4),
        ("and in a couple of sentences?", "Sum it up", 2),
    ],
)
def test_the_length_is_no_part_of_what_is_asked(asked: str, rest: str, most: int) -> None:
    assert without_length(asked) == (rest, most)


@pytest.mark.parametrize(
    "asked",
    [
        "How do the two sentences of the court differ?",
        "What stands in two lines of the letter?",
        "who was jailed in two cases",
    ],
)
def test_sentences_of_something_else_are_no_length(asked: str) -> None:
    assert without_length(asked) == (asked, None)
