"""Statements that ask are told from those that do not."""

import pytest

from index import Store
from qa.query.plain import story_and_question
from qa.query.plan import plan_query
from qa.query.statement import as_question
from qa.question import MAX_CHARACTERS, Question


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
        "rise of the far right",
        "Trump is on the right",
        "He turned right",
        "the vote when was it?",
        "I saw a video of the crash?",
        "thanks a lot, really",
        "The ferry, right?",
    ],
)
def test_what_else_is_said_stays(typed: str) -> None:
    assert as_question(typed) == typed


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Hello, the ferry is closed, right?", "Is it true that the ferry is closed?"),
        ("OK thanks. The ferry is closed, right?", "Is it true that the ferry is closed?"),
        ("Well water is unsafe?", "Is it true that Well water is unsafe?"),
        ("IT firms were hit, right?", "Is it true that IT firms were hit?"),
    ],
)
def test_a_statement_with_courtesy_or_a_name_first(
    seed_store: Store, typed: str, query: str
) -> None:
    assert plan_query(Question(typed), seed_store).query == query


def test_the_longest_question_stays_one(seed_store: Store) -> None:
    whole = ("it is said " * 200)[: MAX_CHARACTERS - 8] + ", right?"
    assert len(plan_query(Question(whole), seed_store).query) <= MAX_CHARACTERS


@pytest.mark.parametrize(
    ("typed", "story", "asked"),
    [
        ("I read that a dog was found. where was that?", "", "Where was it that a dog was found?"),
        (
            "i heard The U.S. Senate voted for it. And when did that happen",
            "",
            "When was it that the U.S. Senate voted for it?",
        ),
        (
            "I heard that a boat sank. Such a pity for us. Why was that?",
            "Such a pity for us.",
            "Why was it that a boat sank?",
        ),
        (
            "there was a boy pulled out beside his mum, where was that",
            "",
            "Where was it that there was a boy pulled out beside his mum?",
        ),
        ("My aunt lives there. When was that?", "My aunt lives there.", "When was that?"),
        ("I heard a dog was found. Who found it?", "I heard a dog was found.", "Who found it?"),
        ("I heard the fair is on. How was that?", "I heard the fair is on.", "How was that?"),
        ("When was that? Just curious.", "Just curious.", "When was that?"),
        ("When was that? I heard it was May.", "I heard it was May.", "When was that?"),
    ],
)
def test_what_is_asked_of_what_one_heard_is_made_whole(typed: str, story: str, asked: str) -> None:
    assert story_and_question(typed) == (story, asked)
