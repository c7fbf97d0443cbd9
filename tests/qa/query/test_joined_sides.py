"""The two questions in one that asks for two things; none where it does not."""

import random
import time

import pytest

from qa.query.comparison import LONGEST, joined_sides, only_names


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("How big was it on Friday and on Sunday?", "How big was it on Friday?",
         "How big was it on Sunday?"),
        ("How many took part according to the police, and according to the union?",
         "How many took part according to the police?",
         "How many took part according to the union?"),
        ("how many took part according to police and to the union",
         "how many took part according to police?", "how many took part according to the union?"),
        ("What did Brandle say in 2024 and in 2025?", "What did Brandle say in 2024?",
         "What did Brandle say in 2025?"),
        ("Was it dearer in 2024 or in 2025?", "Was it dearer in 2024?", "Was it dearer in 2025?"),
        ("What did Brandle say to Marlock and to the press?", "What did Brandle say to Marlock?",
         "What did Brandle say to the press?"),
        ("How do the prices of the tram and the ferry differ?",
         "the prices of the tram?", "the prices of the ferry?"),
        ("How did the police and the union count the marchers?",
         "How did the police count the marchers?", "How did the union count the marchers?"),
        ("the toll in May vs. the toll in June", "the toll in May?", "the toll in June?"),
        ("Compare the price of the tram with the price of the ferry in 2025",
         "the price of the tram?", "the price of the ferry in 2025?"),
        ("compare the hall crush with the pier collapse in lowmarsh",
         "the hall crush?", "the pier collapse in lowmarsh?"),
        ("Compare the tram with the ferry on safety", "the tram on safety?",
         "the ferry on safety?"),
        ("compare the tram and the ferry in 2025", "the tram in 2025?", "the ferry in 2025?"),
    ],
)  # fmt: skip
def test_things_that_begin_with_the_same_word(text: str, one: str, other: str) -> None:
    assert joined_sides(text) == (one, other)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("How did Brandle and Marlock vote?", "How did Brandle vote?", "How did Marlock vote?"),
        ("Whom did they like, Brandle or Ana Marlock?", "Whom did they like, Brandle?",
         "Whom did they like, Ana Marlock?"),
        ("How many people died in Lowmarsh versus Ostrel?", "How many people died in Lowmarsh?",
         "How many people died in Ostrel?"),
        ("What did the tram cost in 2024 compared to 2025?", "What did the tram cost in 2024?",
         "What did the tram cost in 2025?"),
        ("What do the Herald and the Gazette say about the flood?",
         "What do the Herald say about the flood?", "What do the Gazette say about the flood?"),
        ("Did Ostrel or Lowmarsh get more rain?", "Did Ostrel get more rain?",
         "Did Lowmarsh get more rain?"),
        ("How do the reports of 3 May and 5 May differ?", "the reports of 3 May?",
         "the reports of 5 May?"),
    ],
)  # fmt: skip
def test_names(text: str, one: str, other: str) -> None:
    assert joined_sides(text) == (one, other)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Compare the Oule Bridge and the Quay Bridge.", "the Oule Bridge?", "the Quay Bridge?"),
        ("Compare the tram with the ferry.", "the tram?", "the ferry?"),
        ("Compare the cost of the tram to that of the ferry", "the cost of the tram?",
         "the cost of the ferry?"),
        ("please compare Lowmarsh with the ferry accident of May", "Lowmarsh?",
         "the ferry accident of May?"),
    ],
)  # fmt: skip
def test_what_is_to_be_compared(text: str, one: str, other: str) -> None:
    assert joined_sides(text) == (one, other)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("How high was the first estimate and how high was the second estimate?",
         "How high was the first estimate?", "how high was the second estimate?"),
        ("What did the Herald say about the flood and what did the Gazette say of it?",
         "What did the Herald say about the flood?", "what did the Gazette say of it?"),
        ("How many trams ran on Monday, and how many on Sunday?", "How many trams ran on Monday?",
         "How many trams ran on Sunday?"),
    ],
)  # fmt: skip
def test_two_questions_that_begin_alike(text: str, one: str, other: str) -> None:
    assert joined_sides(text) == (one, other)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Which is older, the lighthouse or the quay?", "How old is the lighthouse?",
         "How old is the quay?"),
        ("Which town is the largest, Ostrel or Lowmarsh?", "How large is Ostrel?",
         "How large is Lowmarsh?"),
        ("Which is bigger, Ostrel or Lowmarsh?", "How big is Ostrel?", "How big is Lowmarsh?"),
        ("Who is the heaviest, Orr or Delgado?", "How heavy is Orr?", "How heavy is Delgado?"),
        ("Which was more expensive, the bridge or the quay?", "How expensive was the bridge?",
         "How expensive was the quay?"),
        ("Who is the most famous, Orr or Delgado?", "How famous is Orr?", "How famous is Delgado?"),
        ("Which town has more people, Ostrel or Lowmarsh?", "How many people has Ostrel?",
         "How many people has Lowmarsh?"),
        ("Which town got more rain, Ostrel or Lowmarsh?", "How much rain got Ostrel?",
         "How much rain got Lowmarsh?"),
        ("Which costs more, the tram or the ferry?", "How much costs the tram?",
         "How much costs the ferry?"),
        ("Which runs more often, the tram or the ferry?", "How often runs the tram?",
         "How often runs the ferry?"),
        ("Which film earned more money, Venn's or Orsay's?", "How much money earned Venn's film?",
         "How much money earned Orsay's film?"),
        ("Which flood was bigger, the one of May or that of June?", "How big was the flood of May?",
         "How big was the flood of June?"),
        ("Who got more votes for mayor, Venn or Orsay, and by how much?",
         "How many votes for mayor got Venn?", "How many votes for mayor got Orsay?"),
        ("What's stronger, tea or coffee?", "How strong is tea?", "How strong is coffee?"),
    ],
)  # fmt: skip
def test_which_of_two_is_asked_of_each(text: str, one: str, other: str) -> None:
    assert joined_sides(text) == (one, other)


@pytest.mark.parametrize(
    "asked",
    [
        "How does Lowmarsh differ from Ostrel?",
        "How does Lowmarsh compare with Ostrel?",
        "How do Lowmarsh and Ostrel differ?",
        "How different are Lowmarsh and Ostrel?",
        "What is the difference between Lowmarsh and Ostrel?",
        "differences between Lowmarsh and Ostrel",
    ],
)
def test_how_two_differ_is_asked_of_each(asked: str) -> None:
    assert joined_sides(asked) == ("Lowmarsh?", "Ostrel?")


def test_two_places_stay_with_their_things() -> None:
    asked = "Compare the crash in Ostrel with the ferry accident in Lowmarsh"
    assert joined_sides(asked) == ("the crash in Ostrel?", "the ferry accident in Lowmarsh?")


@pytest.mark.parametrize(
    ("side", "names"),
    [
        ("the old wall?", True),
        ("How high is the old wall?", False),
        ("the height of the old wall?", False),
        ("Orla Venn's plan?", False),
    ],
)
def test_what_only_names_a_thing(side: str, *, names: bool) -> None:
    assert only_names(side) == names
    assert joined_sides("How does the cost of the tram compare with that of the ferry?") == (
        "the cost of the tram?",
        "the cost of the ferry?",
    )
    assert joined_sides("How does the income for the quarter compare with the year before?") == (
        "the income for the quarter?",
        "the income for the year before?",
    )


def test_one_may_be_named_by_the_other() -> None:
    assert joined_sides("Compare the toll in May with the one at the end of June") == (
        "the toll in May?",
        "the toll at the end of June?",
    )
    assert joined_sides("How is the damage in Lowmarsh compared with that in Ostrel?") == (
        "the damage in Lowmarsh?",
        "the damage in Ostrel?",
    )


def test_a_question_without_a_verb_has_that_of_the_next() -> None:
    assert joined_sides("How much income and how much debt had Venn in May?") == (
        "How much income had Venn in May?",
        "how much debt had Venn in May?",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Who won?",
        "How big is the new wing of the Ostrel hospital?",
        "Why did the wall break and who paid?",
        "Why did Brandle resign and leave?",
        "Did wages and prices rise?",
        "When was it opened and closed?",
        "Who spoke for the union and against the quota?",
        "What happened in Lowmarsh between 3 and 5 May?",
        "Is the bridge longer than the quay?",
        "and?",
        ", and who won?",
        "Compare",
        "Compare the fares of bus, tram and ferry",
        "Compare what was said of tides and floods",
        "Compare the reactions to Brexit",
        "Compare the number of people with disabilities",
        "Compare health and safety rules",
        "Compare life before and after the flood",
        "Compare prices with last year",
        "Compare Venn's boat with her sister's",
        "???",
        "",
    ],
)
def test_nothing_is_joined(text: str) -> None:
    assert joined_sides(text) == ()


def test_a_very_long_text_is_not_taken_apart() -> None:
    asked = "How big was it on Friday and on Sunday?"
    assert joined_sides(f"{'x' * (LONGEST - len(asked))} {asked}")
    assert joined_sides(f"{'x' * LONGEST} {asked}") == ()


def test_odd_texts_raise_nothing_and_take_no_long_time() -> None:
    words = "and or , how who What in the Compare with 3 May compared to that of ? Ostrel"
    dice = random.Random(3)
    began = time.process_time()
    for _ in range(2000):
        sides = joined_sides(" ".join(dice.choices(words.split(), k=dice.randint(1, 12))))
        assert len(sides) != 1
    joined_sides("A and " * 130)
    assert time.process_time() - began < 10
