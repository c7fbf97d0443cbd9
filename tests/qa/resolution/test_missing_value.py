"""A figure or a time that is asked for, and that nothing in the evidence tells."""

import pytest
from builders import WORDS, evidence_of, hit_of, plan_of, scored

from qa.question import QuestionKind
from qa.resolution.missing_value import doubt_missing_value
from qa.types import Evidence


def doubted(question: str, *sentences: str, kind: QuestionKind = QuestionKind.FACT) -> bool:
    found = [scored(hit_of(text, passage=number)) for number, text in enumerate(sentences)]
    given: Evidence = evidence_of(*found, confidence=0.9)
    return doubt_missing_value(plan_of(question, WORDS, kind=kind), given).confidence < 0.9


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How much does a ticket cost?", "Tickets will be sold from the third of May."),
        ("How many houses were flooded?", "The sea broke through the wall and flooded houses."),
        ("When will the tram open?", "The tram will open, the authority promised."),
        ("How old is the mayor?", "The mayor of Ostrel was born in Sey."),
    ],
)
def test_what_tells_no_value_does_not_answer(question: str, text: str) -> None:
    assert doubted(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How much does a ticket cost?", "A ticket is 6 crowns."),
        ("How much does a ticket cost?", "Tickets are free."),
        ("How many houses were flooded?", "Nobody was hurt and no house was flooded."),
        ("How many houses were flooded?", "Eleven houses were under water."),
        ("When will the tram open?", "The tram will open in spring."),
        ("Who is the mayor?", "The mayor resigned."),
    ],
)
def test_figures_words_for_them_and_other_questions_are_left(question: str, text: str) -> None:
    assert not doubted(question, text)


def test_one_of_the_likeliest_sentences_is_enough() -> None:
    question, nothing, price = "What does it cost?", "It is sold.", "It is sold for 6 crowns."
    assert not doubted(question, nothing, price)
    assert doubted(question, *[f"{nothing} Again {word}." for word in "abcdefgh"], price)


def test_only_a_fact_has_a_value() -> None:
    kind = QuestionKind.EXPLANATION
    assert not doubted("How much does a ticket cost?", "Tickets will be sold.", kind=kind)
