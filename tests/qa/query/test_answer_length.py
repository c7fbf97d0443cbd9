"""How long an answer is wanted."""

import pytest

from qa.query.answer_length import without_length


@pytest.mark.parametrize(
    ("asked", "rest", "most"),
    [
        ("Summarise the strike in two sentences.", "Summarise the strike.", 2),
        ("Sum up the strike in one sentence, please.", "Sum up the strike.", 1),
        ("in one sentence, who is the mayor?", "who is the mayor?", 1),
        ("Can you, in one sentence, explain the strike?", "Can you explain the strike?", 1),
        ("a three-line summary of the flood", "a summary of the flood", 3),
        ("a one-line answer: who paid?", "an answer: who paid?", 1),
        ("what changed, in no more than 4 bullet points?", "what changed?", 4),
        ("sum it up in two to three sentences or fewer", "sum it up", 3),
        ("Summarise it in a sentence or two", "Summarise it", 2),
        ("and in a couple of sentences?", "Sum it up", 2),
        ("Give me a single-sentence summary of the flood", "Give me a summary of the flood", 1),
        ("Sum up the flood in f\u0131ve sentences.", "Sum up the flood.", 5),
        ("Sum up the flood in atoa sentence.", "Sum up the flood.", 1),
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
        "Did they wait in a line at the airport?",
        "What was cut in one line item veto?",
        "Which city has a metro with one line?",
        "Who wrote “in two sentences”?",
    ],
)
def test_sentences_of_something_else_are_no_length(asked: str) -> None:
    assert without_length(asked) == (asked, None)
