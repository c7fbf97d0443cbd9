"""What is written to be found: the question again, and the same words over and over."""

import pytest
from hostile import HONEST

from qa.ranking.spam import echoes, is_stuffed


@pytest.mark.parametrize(
    ("sentence", "question", "is_echo"),
    [
        ("How many turbines will Gull Bank have?", "How many turbines will Gull Bank have?", True),
        ("How many turbines will Gull Bank have is 9.", "How many turbines will Gull Bank have?",
         True),
        ("Gull Bank will have 24 turbines.", "How many turbines will Gull Bank have?", False),
        ("Nobody said how many turbines there were.", "How many turbines will Gull Bank have?",
         False),
        ("Tram cost", "tram cost", False),
    ],
)  # fmt: skip
def test_the_question_again_is_no_answer(sentence: str, question: str, is_echo: bool) -> None:
    assert echoes(sentence, question) == is_echo


def test_what_repeats_itself_is_told_from_news() -> None:
    assert is_stuffed("Who won the race? " * 20) and not is_stuffed("Who won the race? " * 2)
    assert not any(is_stuffed(article.text) for article in HONEST.values())
