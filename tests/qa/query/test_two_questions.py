"""Two questions in one are told from one question with "and" in it."""

import pytest

from qa.query.two_questions import two_questions


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "Who bought the harbour wing, and for how much?",
            "Who bought the harbour wing?",
            "for how much?",
        ),
        (
            "how many were hurt and who said so",
            "how many were hurt?",
            "who said so?",
        ),
        (
            "When does the ferry stop? and what was it before",
            "When does the ferry stop?",
            "what was it before?",
        ),
        (
            "The lighthouse - who made the lens and what did it cost (Skarrow Point)?",
            "The lighthouse - who made the lens (Skarrow Point)?",
            "what did it cost?",
        ),
        (
            "Was the vote binding, and who stayed away?",
            "Was the vote binding?",
            "who stayed away?",
        ),
        (
            "When was the bridge shut, how long did that last?",
            "When was the bridge shut?",
            "how long did that last?",
        ),
    ],
)
def test_two_questions(text: str, first: str, second: str) -> None:
    assert two_questions(text) == (first, second)


@pytest.mark.parametrize(
    "text",
    [
        "When and where was the lighthouse built?",
        "Who paid for the tram and the ferry?",
        "The mayor of Lowmarsh, who was she?",
        "Why did they stop selling fish when the quota rose?",
        "Is the road by the harbour, which was flooded, open and safe?",
        "Who said that the wall would hold?",
        "When was the bridge shut, who was hurt there?",
        "How did the Assembly and WHO answer the fishermen?",
        "When the bridge collapsed, how many people died?",
        "Where are the families whose houses burned and whose cars were lost?",
        "Has anyone said when and where the talks will be held?",
        "Did the woman who sued and who lost appeal?",
        "who is it" + " " * 1980 + "x",
        "How did she pay for it" + " and again for the long crossing" * 60 + " and why?",
        "",
    ],
)
def test_one_question(text: str) -> None:
    assert two_questions(text) is None
