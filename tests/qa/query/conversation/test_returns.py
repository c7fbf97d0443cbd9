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
        ("circling back to him, who paid?", "him", "who paid?"),
    ],
)
def test_a_question_is_led_back_to_what_stands_before_it(
    text: str, topic: str, question: str
) -> None:
    assert return_of(text) == (topic, question)


@pytest.mark.parametrize(
    "text",
    [
        "Is he going back to the ferry?",
        "When did she go back to work, and why?",
        "Were things back to normal the next morning?",
        "They walked back to the harbour, did they?",
        "Back to the ferry",
    ],
)
def test_what_somebody_goes_back_to_is_told(text: str) -> None:
    assert return_of(text) is None
