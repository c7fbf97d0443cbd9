"""Words that lead a question back to what was spoken of."""

import pytest

from qa.query.conversation.returns import return_of


@pytest.mark.parametrize(
    ("text", "topic", "question"),
    [
        ("Back to the ferry: when does it sail?", "the ferry", "when does it sail?"),
        ("oh dear. and quickly back to the mayor, how old is she?", "the mayor", "how old is she?"),
        ("But to come back to Haske, was he there?", "Haske", "was he there?"),
        ("May I return to the wall for a moment, who built it?", "the wall", "who built it?"),
        ("can we go back to the vote? who lost", "the vote", "who lost"),
        ("back to the shops lol why did they shut", "the shops", "why did they shut"),
        ("Thanks! Going back to the regatta - and the prize?", "the regatta", "and the prize?"),
        ("Back to Ostrel. Death toll?", "Ostrel", "Death toll?"),
        ("Back to Dr. Marlock. When was she born?", "Dr. Marlock", "When was she born?"),
        ("Anyway, back to the UK. Did it vote?", "the UK", "Did it vote?"),
        ("Coming back to the 6.4 quake, who felt it?", "the 6.4 quake", "who felt it?"),
        ("getting back to J.K. Rowling, how old is she?", "J.K. Rowling", "how old is she?"),
        ("Back to the man who paid, how old is he?", "the man who paid", "how old is he?"),
        ("circling back to him, who paid?", "him", "who paid?"),
    ],
)
def test_a_question_is_led_back_to_what_stands_before_it(
    text: str, topic: str, question: str
) -> None:
    found = return_of(text)
    assert found is not None and (found.topic, found.question) == (topic, question)


@pytest.mark.parametrize("text", ["Can we go back to work? When?", "To return to Sey, who pays?"])
def test_what_may_tell_of_going_leads_only_to_what_was_spoken_of(text: str) -> None:
    found = return_of(text)
    assert found is not None and not found.is_plain


def test_many_blanks_cost_nothing() -> None:
    assert return_of("back to" + " " * 2_000 + "a") is None


@pytest.mark.parametrize(
    "text",
    [
        "Is he going back to the ferry?",
        "When did she go back to work, and why?",
        "Were things back to normal the next morning?",
        "They walked back to the harbour, did they?",
        "Back to the ferry",
        "We go back to work when?",
        "If we go back to coal, what does it cost?",
        "Fenn was ill in May. Going back to the tram, who opened it then?",
    ],
)
def test_what_somebody_goes_back_to_is_told(text: str) -> None:
    assert return_of(text) is None
