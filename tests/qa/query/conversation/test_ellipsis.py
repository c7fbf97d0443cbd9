"""Fragments made whole by the question before them."""

import pytest

from qa.query.conversation.clause import (
    asks_who_did,
    clause_of,
    opens_with_question_word,
    what_happened,
    what_was_done,
)
from qa.query.conversation.ellipsis import (
    asked_of,
    counting,
    fragment_of,
    put_into,
    takes_up,
    who_said,
)


def whole(fragment: str, question: str, given: str = "") -> str:
    bare = fragment_of(fragment)
    return (
        asked_of(bare, question, given)
        if opens_with_question_word(bare)
        else put_into(bare, question).text
    )


@pytest.mark.parametrize("text", ["What else?", "What now?", "Who else?", "What exactly?"])
def test_what_asks_for_another_thing_does_not_ask_the_question_before(text: str) -> None:
    assert fragment_of(text) == ""


@pytest.mark.parametrize(
    ("question", "fragment", "meant"),
    [
        ("Was anyone hurt?", "Why?", "Why was anyone hurt?"),
        ("Was Ada Venn invited?", "Why not?", "Why was Ada Venn not invited?"),
        ("Did the mayor sign it?", "Why not?", "Why did the mayor not sign it?"),
        ("Will the mayor sign it?", "Why not?", "Why will the mayor not sign it?"),
        ("Did the mayor sign a new law?", "Why not?", "Why did the mayor not sign a new law?"),
        ("Why did the fire break out?", "And when exactly?",
         "When exactly did the fire break out?"),
        ("Was anyone arrested?", "What for?", "What was anyone arrested for?"),
        ("When does the ferry leave?", "From where?", "From where does the ferry leave?"),
        ("Who won the race?", "In what time?", "In what time was it that Ada Venn won the race?"),
        ("How much did the mill earn?", "And the shop?", "How much did the shop earn?"),
        ("Who won the women's race?", "And the men's?", "Who won the men's race?"),
        ("What was Marlow's net loss in 2023?", "And the gross loss?",
         "What was Marlow's gross loss in 2023?"),
        ("How high is the new wall?", "And the old one?", "How high is the old wall?"),
        ("What does a ticket cost?", "And for children?", "What does a ticket cost for children?"),
        ("How many came according to the police?", "And according to the union?",
         "How many came according to the union?"),
        ("When did the wing open?", "No, the lighthouse.", "When did the lighthouse open?"),
        ("Who died in the fire at Venn?", "No, the one at Sey.", "Who died in the fire at Sey?"),
        ("What came of the fire of Venn?", "And of Sey?", "What came of the fire of Sey?"),
        ("When did Ada Venn become mayor?", "Sorry, director I meant",
         "When did Ada Venn become director?"),
        ("What was the word of the year in 2023?", "And the year before?",
         "What was the word of the year in 2022?"),
        ("What did a ticket cost from May 2024?", "And before that?",
         "What did a ticket cost before May 2024?"),
        ("Who was mayor in May?", "And June?", "Who was mayor in June?"),
        ("How long is Ada Venn's sentence?", "and Bo Marr?", "How long is Bo Marr’s sentence?"),
        ("When did the wing open?", "Oops, the lighthouse", "When did the lighthouse open?"),
    ],
)  # fmt: skip
def test_a_fragment_takes_the_rest_from_the_question_before(
    question: str, fragment: str, meant: str
) -> None:
    assert whole(fragment, question, "Ada Venn") == meant


@pytest.mark.parametrize(
    ("question", "fragment", "meant"),
    [
        ("How many workers are in the trial?", "firms", "How many firms are in the trial?"),
        ("And how many boats came?", "small boats", "how many small boats came?"),
        ("How many boats has the firm?", "the union", ""),
        ("How many goals did Ada Venn score?", "Marr", ""),
        ("How many jobs did the mill cut?", "ohio", ""),
        ("How high is it?", "walls", ""),
    ],
)
def test_others_may_be_counted(question: str, fragment: str, meant: str) -> None:
    assert counting(fragment, question) == meant


def test_within_a_sentence_a_capital_is_that_of_a_name() -> None:
    question = "What limit did Venn put on paper?"
    assert put_into("Orsay", question, opens=False).text == "What limit did Orsay put on paper?"


@pytest.mark.parametrize(
    "text",
    [
        "Who is the mayor?",
        "Who replaces Ada Venn?",
        "Tell me about the mill",
        "Does it float?",
        "Has that changed?",
        "What's her salary?",
        "and who’s going to pay for it",
        "where's she from",
        "why'd it go up?",
        "that's wrong",
        "she's from where?",
    ],
)
def test_a_whole_question_is_no_fragment(text: str) -> None:
    assert fragment_of(text) == ""


@pytest.mark.parametrize(
    ("question", "answer", "text", "meant"),
    [
        ("When will the ferry open?", "", "Who said so?", "Who said that the ferry will open?"),
        (
            "When will the ferry open?",
            "In May.",
            "Who said so?",
            "Who said that the ferry will open?",
        ),
        (
            "Who won the race?",
            "",
            "And who reported that?",
            "who reported that Ada Venn won the race?",
        ),
        (
            "Has the ferry opened?",
            "The ferry opened in May, two years late. It is full.",
            "who said that?",
            "who said that the ferry opened in May, two years late?",
        ),
        (
            "Did Ada Venn resign?",
            "Venn resigned.",
            "who said that?",
            "who said that Venn resigned?",
        ),
        ("Did Ada Venn go?", "Yes. She did.", "who said that?", "who said that Ada Venn did go?"),
        ("Did Ada Venn go?", "It is so.", "who said that?", "who said that Ada Venn did go?"),
        ("When will the ferry open?", "In May.", "Who is the mayor?", ""),
        ("Why?", "", "Who said so?", ""),
    ],
)
def test_who_said_so_asks_of_what_was_told_or_asked(
    question: str, answer: str, text: str, meant: str
) -> None:
    assert who_said(text, question, answer, "Ada Venn") == meant


@pytest.mark.parametrize(
    ("question", "done"),
    [
        ("Who was crowned in May?", "crowned in May"),
        ("Who has been arrested?", "arrested"),
        ("Has anybody been arrested?", "arrested"),
        ("Who shot Ada Venn?", "shot Ada Venn"),
        ("When did she resign?", "resign"),
        ("Who is the mayor?", ""),
        ("How old is she?", ""),
        ("And the union?", ""),
    ],
)
def test_what_somebody_does_by_a_question(question: str, done: str) -> None:
    assert what_was_done(question) == done


@pytest.mark.parametrize(
    ("question", "happened"),
    [
        ("Why was the speaker removed from office?", "the speaker removed from office"),
        ("How many people died in the flood?", "people died in the flood"),
        ("What caused the flood?", ""),
        ("Who is the mayor?", ""),
        ("And the union?", ""),
    ],
)
def test_what_has_happened_by_a_question(question: str, happened: str) -> None:
    assert what_happened(question) == happened


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Who shot Ada Venn?", True),
        ("Who was shot in Ostrel?", False),
        ("What happened to Ada Venn?", False),
        ("What did Ada Venn announce?", False),
        ("Who is the mayor?", False),
    ],
)
def test_who_did_something_is_asked(question: str, asks: bool) -> None:
    assert asks_who_did(question) == asks


@pytest.mark.parametrize(
    ("fragment", "question", "whole"),
    [
        ("and Bo?", "Is Ada coming?", "Is Bo coming?"),
        ("and Orsay?", "Did Lowmarsh workers strike?", "Did Orsay workers strike?"),
        ("and Orsay?", "Did Ada von der Venn resign?", "Did Orsay resign?"),
    ],
)
def test_a_name_leaves_what_is_said_of_the_other(fragment: str, question: str, whole: str) -> None:
    assert put_into(fragment_of(fragment), question).text == whole


def test_what_has_no_like_in_the_question_before_is_not_put_into_it() -> None:
    assert put_into("the shop", "Why?").text == ""
    assert put_into("any injuries", "Did the bus overturn?").text == ""
    assert asked_of("Why", "the mill", "") == ""


def test_a_name_is_like_a_name_and_unlike_a_thing() -> None:
    question = "How long has Ada Venn been mayor?"
    assert put_into("Bo Marr", question).is_like
    assert not put_into("ticket price", question).is_like
    assert not put_into("Venn's reaction", "What is Bo Marr's salary?").text.endswith("salary?")


def test_some_fragments_take_up_the_question_before_them() -> None:
    assert all(map(takes_up, ["What about the mill?", "No, the mill", "the other ones", "Why?"]))
    assert not takes_up("A summary of the strike") and not takes_up("And the names?")


def test_a_question_is_taken_apart() -> None:
    clause = clause_of("And in which town did the council meet?")
    assert clause and (clause.asks, clause.auxiliary) == ("in which town", "did")
    subject = clause_of("Who won the race?")
    assert subject and (subject.asks, subject.auxiliary, subject.rest) == (
        "Who",
        "",
        "won the race",
    )
    assert clause_of("Tell me more") is None


@pytest.mark.parametrize(
    ("question", "auxiliary", "rest"),
    [
        ("What's the price of the mill?", "is", "the price of the mill"),
        ("So who’s been charged?", "has", "been charged"),
        ("how's Ada Venn", "is", "Ada Venn"),
        ("What's happened to the mill?", "has", "happened to the mill"),
        ("who're the owners?", "are", "the owners"),
    ],
)
def test_two_words_in_one_are_taken_apart(question: str, auxiliary: str, rest: str) -> None:
    clause = clause_of(question)
    assert clause and f"{clause.auxiliary} {clause.rest}".split() == [auxiliary, *rest.split()]


def test_a_day_in_small_letters_is_moved_as_one_with_a_capital() -> None:
    asked = put_into("before that", "Why was the launch put off on september 3?")
    assert asked.text == "Why was the launch put off before september 3?"
