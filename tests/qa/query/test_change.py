"""Which questions ask how a value changed, and for what value."""

import time

import pytest

from qa.query.change import asks_how_it_changed, value_asked


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("How did the cost of the tram change?", "What was the cost of the tram?"),
        ("and how has the mortgage rate developed", "What was the mortgage rate?"),
        ("How did Ostrel's budget grow in 2023?", "What was Ostrel's budget in 2023?"),
        ("how has the opening date of the tram changed", "What was the opening date of the tram?"),
        ("How did US mortgage rates move?", "What were US mortgage rates?"),
        ("how did its cost change (the tram) (Ostrel)?", "What was its cost (the tram) (Ostrel)?"),
        ("How has the price been changing lately?", "What was the price lately?"),
        ("How did the price move to 40 euros?", "What was the price to 40 euros?"),
        ("How did inflation develop compared with 2018?", "What was inflation compared with 2018?"),
        ("How did the earthquake's death toll rise?", "How many people died in the earthquake?"),
        ("How did the Maui death toll change?", "How many people died in Maui?"),
        ("How did the death toll from the storm change?", "How many people died from the storm?"),
        ("How have the approval ratings gone down?", "What were the approval ratings?"),
        ("How did the number of hostages fall?", "How many hostages were there?"),
        ("How did the number of people who left rise?", "How many people left?"),
        ("How did the number of homes that burned rise?", "How many homes burned?"),
        (
            "How did the number of homes that the fire took change?",
            "How many homes that the fire took were there?",
        ),
        ("How did the death toll of the flood rise?", "How many people died in the flood?"),
        ("How did the number of the dead change?", "How many people died?"),
        ("How did Ostrel's number of nurses change?", "How many nurses did Ostrel have?"),
        ("how has the port’s count of ships risen", "How many ships did the port have?"),
    ],
)
def test_a_value_is_asked_for(asked: str, value: str) -> None:
    assert value_asked(asked) == value


@pytest.mark.parametrize(
    "asked",
    [
        "How did the fire develop?",  # which has no value
        "How did the wall fall?",
        "How did the sale of the club fall through?",
        "How did house prices change when rates rose?",
        "How did the price war change?",
        "How did the interest rate affect the housing market?",
        "How has the minister's view of the cost of trams changed?",
        "How much did the price rise?",  # by how much
        "How did they change the price?",
        "Why did the price rise?",
        "What was the price?",
    ],
)
def test_nothing_else_is(asked: str) -> None:
    assert value_asked(asked) == ""


def test_what_can_ask_for_nothing_else() -> None:
    assert asks_how_it_changed("How did the cost of the tram change?")
    assert not asks_how_it_changed("How did the cost rise?")  # or in what way


def test_a_long_text_takes_no_long_time() -> None:
    began = time.process_time()
    for text in ("how did " + "a " * 1000, "how did the cost" + " " * 2000, "how did " * 250):
        value_asked(text)
        value_asked(f"{text} {'a' * 2000} change?")
    assert time.process_time() - began < 1
