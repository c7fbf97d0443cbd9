"""Words that announce another subject, and what is asked behind them."""

import pytest

from index import Store
from qa.query.conversation.readings import readings
from qa.query.conversation.subject_change import without_announcement
from qa.question import Question, Turn

ASKED = "when was the lighthouse built?"
TRAM = (
    Turn("user", "When will the Harbour Tram open?"),
    Turn("assistant", "The Harbour Tram will open on 18 April 2026."),
)


@pytest.mark.parametrize(
    "announced",
    [
        *("Something else:", "ok, somethin else,", "Something completely different -"),
        *("different topic.", "A different matter –", "Switching:", "changing the subject:"),
        *("Ok. different court case:", "Unrelated:", "On another story,", "Next topic:"),
    ],
)
def test_a_question_of_another_subject_leans_on_nothing(announced: str) -> None:
    assert without_announcement(f"{announced} {ASKED}") == (ASKED, True)


@pytest.mark.parametrize("announced", ["One last thing:", "Another question,", "other ship thing:"])
def test_a_last_question_may_lean_on_what_was_said(announced: str) -> None:
    assert without_announcement(f"{announced} {ASKED}") == (ASKED, False)


@pytest.mark.parametrize(
    "text",
    [
        "What was different about the second trial?",
        "different towns, which of them were flooded?",
        "The next day, did they open it?",
        "Another victim: who was he?",
        "Something burned: what was it?",
        "Different countries: which did they visit?",
        "New Lowmarsh news: how many died?",
        "Switch: what did it cost?",
    ],
)
def test_what_names_something_announces_nothing(text: str) -> None:
    assert without_announcement(text) == (text, False)


def test_it_is_read_without_what_was_spoken_of(seed_store: Store) -> None:
    asked = Question(f"Something else: {ASKED}", TRAM)
    assert [one.text for one in readings(asked, seed_store)] == ["When was the lighthouse built?"]
    led = Question("Different topic: the regatta: when is it held?", TRAM)
    assert readings(led, seed_store)[0].text == "When is the regatta held?"
    named = Question("ok, now the regatta: when is it held?", TRAM)
    assert readings(named, seed_store)[0].text == "When is the regatta held?"
