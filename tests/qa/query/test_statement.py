"""Statements that ask are told from those that do not."""

import pytest

from qa.query.statement import as_question


@pytest.mark.parametrize(
    ("typed", "claim"),
    [
        (
            "The bridge had other trouble before that, no?",
            "the bridge had other trouble before that",
        ),
        ("usa lost to iran didn't they", "usa lost to iran"),
        ("so he's in jail now right", "he's in jail now"),
        ("i thought it was nine?", "it was nine"),
        ("I read the lava is near the road, still true?", "the lava is near the road"),
        ("nine died, is that right?", "nine died"),
        ("Somebody is dead?", "Somebody is dead"),
        ("And Quellan was fired?", "Quellan was fired"),
    ],
)
def test_it_is_asked_whether_a_statement_is_true(typed: str, claim: str) -> None:
    assert as_question(typed) == f"Is it true that {claim}?"


@pytest.mark.parametrize(
    "typed",
    [
        "Which side is right?",
        "is it open, yes?",
        "Who won, was it them?",
        "thanks, that's right",
        "I thought so",
        "how many died? i saw 2",
        "the new wall?",
        "and the one that was damaged?",
        "The ship was moored where?",
        "tell me if she won, yes?",
        "tram cost?",
        "no, the ferry",
    ],
)
def test_what_else_is_said_stays(typed: str) -> None:
    assert as_question(typed) == typed
