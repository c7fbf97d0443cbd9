"""Noun phrases, found without parsing."""

import pytest

from qa.query.conversation.phrases import content_words, noun_phrases


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("How much did the repairs cost?", ["the repairs"]),  # "cost" is the verb
        ("Who led the search after the mill fire?", ["the search", "the mill fire"]),
        ("What does the museum in Skarrow sell?", ["the museum in Skarrow"]),
        ("What happened to the Gannet in May 2025?", ["the Gannet", "May 2025"]),
        (
            "What did Dr. Ada Venn of the Bank of Ostrel say?",
            ["Dr. Ada Venn", "the Bank of Ostrel"],
        ),
        ("Was the plan legal?", ["the plan"]),
        ("How old is he?", []),
        (
            "Venn gave a deposition Thursday in Ostrel.",
            ["Venn", "a deposition", "Thursday", "Ostrel"],
        ),
        ("The talks Monday evening failed.", ["The talks", "Monday evening"]),
        (
            "The Thursday meeting and Black Friday sales",
            ["The Thursday meeting", "Black Friday sales"],
        ),
        (
            "Ostrel's political and economic crisis grew.",
            ["Ostrel's political and economic crisis"],
        ),
        (
            "It is one of Ostrel's grandest and most heavily guarded halls.",
            ["Ostrel's grandest and most heavily guarded halls"],
        ),
        ("The hospital and the school closed.", ["The hospital", "the school"]),
        ("The hospital and local schools closed.", ["The hospital", "local schools"]),
        ("The protest and political crisis grew.", ["The protest", "political crisis"]),
        ("Although Venn won, she left.", ["Venn"]),
        ("Summarise the mill fire", ["the mill fire"]),
        ("How did US exports change, and did She sell?", ["US exports"]),
        ("Why did the price of bread go up?", ["the price of bread"]),
        ("what's Marlow changing about the ferry", ["Marlow changing", "the ferry"]),
        ("she's from Skarrow, isn’t she?", ["Skarrow"]),
        ("What are the US's exports?", ["the US's exports"]),
        ("What is the WHO’s advice?", ["the WHO’s advice"]),
        ("Who wrote today's report?", ["today's report"]),
        ("Where is someone's boat?", ["someone's boat"]),
        ("Venn’s 10-year, $9 lease of the hall", ["Venn’s", "$9 lease of the hall"]),
        ("The 12-year-old saw the 12-year plan.", ["The 12-year-old", "the 12-year plan"]),
    ],
)
def test_the_noun_phrases_of_a_question(text: str, phrases: list[str]) -> None:
    assert [one.text for one in noun_phrases(text)] == phrases


def test_what_belongs_to_a_noun_is_a_phrase_too() -> None:
    (whole,) = noun_phrases("What does the museum in Skarrow sell?")
    assert [one.text for one in whole.parts] == ["Skarrow"]
    assert whole.head == "museum" and not whole.name
    (income,) = noun_phrases("What was Marlow's net income?")
    assert [one.bare for one in income.parts] == ["Marlow"]


def test_a_name_at_the_end_is_found() -> None:
    (phrase,) = noun_phrases("Where is the firm's chairman Ivo Tarn?")
    assert phrase.name == "Ivo Tarn" and phrase.is_name


@pytest.mark.parametrize(
    ("text", "is_time"), [("12 May 2024", True), ("late 2015", True), ("the May report", False)]
)
def test_times_are_told_apart(text: str, is_time: bool) -> None:
    (phrase,) = noun_phrases(f"Who came in {text}?")
    assert phrase.is_time is is_time


def test_content_words_have_neither_capitals_nor_endings() -> None:
    assert content_words("What did the Mayor’s office say of it?") == {"mayor", "office"}


def test_a_stretch_of_time_and_a_figure_with_a_comma() -> None:
    texts = {
        text: [(one.text, one.is_time) for one in noun_phrases(text)]
        for text in ("What fell in the past month?", "Is that a record?", "a 2,560-pound pumpkin")
    }
    assert texts["What fell in the past month?"] == [("the past month", True)]
    assert texts["Is that a record?"] == [("a record", False)]
    assert texts["a 2,560-pound pumpkin"] == [("a 2,560-pound pumpkin", False)]
    names = [one.text for one in noun_phrases("When will Artemis I launch?")]
    assert names == ["Artemis I"]
