"""Which questions ask how a value changed, and for what value."""

import pytest

from qa.query.change import value_asked


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("How did the cost of the tram change?", "What was the cost of the tram?"),
        ("and how has the mortgage rate developed", "What was the mortgage rate?"),
        ("How did Ostrel's budget grow in 2023?", "What was Ostrel's budget in 2023?"),
        ("how has the opening date of the tram changed", "What was the opening date of the tram?"),
        ("How did US mortgage rates move?", "What was US mortgage rates?"),
        ("how did the toll change (the flood)", "What was the toll (the flood)?"),
        ("How have the approval ratings gone down?", "What was the approval ratings?"),
        ("How did the number of hostages fall?", "How many hostages were there?"),
        ("How did the number of people who left rise?", "How many people left?"),
        ("How did the death toll of the flood rise?", "How many people died in the flood?"),
        ("How did the number of the dead change?", "How many people died?"),
    ],
)
def test_a_value_is_asked_for(asked: str, value: str) -> None:
    assert value_asked(asked) == value


@pytest.mark.parametrize(
    "asked",
    [
        "How did the fire develop?",  # which has no value
        "How did the wall fall?",
        "How has the minister's view of the cost of trams changed?",
        "How much did the price rise?",  # by how much
        "How did they change the price?",
        "Why did the price rise?",
        "What was the price?",
    ],
)
def test_nothing_else_is(asked: str) -> None:
    assert value_asked(asked) == ""
