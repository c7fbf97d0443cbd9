"""Courtesy is answered with courtesy, and with what can be asked."""

from datetime import date

import pytest

from index import Filters, Store
from qa import QASettings
from qa.pipeline import stream
from qa.question import Question, QuestionKind, Turn
from qa.types import Answer


def answer(store: Store, text: str, filters: Filters = Filters()) -> Answer:
    asked = Question(text, filters=filters, kind=QuestionKind.TALK)
    *_, last = stream(asked, store, QASettings.load())
    return last


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("hi", "Hello! I answer questions about the 19 articles"),
        ("Good evening!", "Hello!"),
        ("Great, thanks!", "You’re welcome."),
        ("See you on Monday", "Goodbye"),
        ("Hello, how are you?", "I’m well, thank you"),
        ("You are great!", "Thank you, that is kind."),
        ("That is wrong", "I’m sorry."),
        ("you are not very helpful", "I’m sorry."),
        ("What can you do?", "I answer questions about the 19 articles"),
        ("hi, what can I ask?", "I answer questions about the 19 articles"),
        ("Tell me a joke", "I answer questions about the 19 articles"),
        ("you keep repeating yourself", "I’m sorry."),
        ("that is not at all what I asked", "I’m sorry."),
        ("great, exactly what I needed", "Thank you, that is kind."),
        ("please keep your answers shorter", "I quote the articles in their own words."),
        ("lol", "I answer questions about the 19 articles"),
        ("👍", "I answer questions about the 19 articles"),
    ],
)
def test_a_reply_fits_what_was_said(seed_store: Store, said: str, reply: str) -> None:
    answered = answer(seed_store, said)
    assert answered.text.startswith(reply)
    assert (answered.status, answered.kind) == ("answered", QuestionKind.TALK)
    assert not (answered.citations or answered.passages or answered.interpretations)


@pytest.mark.parametrize("said", ["interesting, I did not know that", "ok", "how sad, poor family"])
def test_a_remark_on_an_answer_is_taken_as_one(seed_store: Store, said: str) -> None:
    before = (Turn("user", "Who is the mayor?"), Turn("assistant", "Berit Sondal is the mayor."))
    asked = Question(said, history=before, kind=QuestionKind.TALK)
    *_, last = stream(asked, seed_store, QASettings.load())
    assert last.text == "All right. What else would you like to know?"


def test_what_can_be_asked_is_of_the_articles(seed_store: Store) -> None:
    helped = answer(seed_store, "help")
    assert len(helped.suggestions) == 3
    assert helped.text.endswith("".join(f"\n• {one}" for one in helped.suggestions))
    assert "timeline" not in helped.text and "Ask who, when, where" in helped.text
    assert answer(seed_store, "thanks").suggestions == ()
    early = answer(seed_store, "help", Filters(as_of=date(2024, 3, 31)))
    assert "about the 1 article in" in early.text
    none = answer(seed_store, "help", Filters(as_of=date(1999, 1, 1)))
    assert none.suggestions == () and none.text.endswith("or about the articles themselves.")
