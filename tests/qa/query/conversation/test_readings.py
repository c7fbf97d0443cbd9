"""A question in a conversation becomes one that stands on its own."""

import pytest

from index import Store
from qa.query.conversation.readings import readings
from qa.question import InterpretationKind, Question, Turn

TRAM = (
    Turn("user", "When will the Harbour Tram open?"),
    Turn("assistant", "The Harbour Tram will carry its first passengers on April 18. [1]"),
)


def completed(text: str, history: tuple[Turn, ...], store: Store) -> str:
    """The likeliest reading."""
    return readings(Question(text, history), store)[0].text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("How much does it cost?", "How much does the Harbour Tram cost?"),
        ("What about the sea wall?", "When will the sea wall open?"),
        ("Who is the mayor of Lowmarsh?", "Who is the mayor of Lowmarsh?"),
        ("No, the sea wall", "When will the sea wall open?"),
        ("How many seats does it have?", "How many seats does the Harbour Tram have?"),
        (
            "No, the sea wall. How high will it be?",
            "How high will the sea wall be?",
        ),
        ("No, the ferry. How many died?", "How many died (ferry)?"),
        ("Timeline of the Lowmarsh flood", "Timeline of the Lowmarsh flood"),
        ("And a summary?", "A summary (Harbour Tram)?"),
        ("Interesting. Tell me more", "Tell me more (Harbour Tram)?"),
        ("That is late. How much does it cost?", "How much does the Harbour Tram cost?"),
        ("How many articles are there?", "How many articles are there?"),
    ],
)
def test_what_was_said_is_put_in(seed_store: Store, text: str, meant: str) -> None:
    assert completed(text, TRAM, seed_store) == meant


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("How much does it cost?", True),
        ("Did he resign in May?", True),  # nobody was named: the pronoun is left
        ("Who is the mayor of Lowmarsh?", False),
    ],
)
def test_it_is_told_whether_a_question_leaned_on_what_was_said(
    seed_store: Store, text: str, leans: bool
) -> None:
    assert readings(Question(text, TRAM), seed_store)[0].leans == leans


@pytest.mark.parametrize("text", ["And the sea wall?", "Sorry, the sea wall I meant"])
def test_a_fragment_may_ask_the_question_before_of_something_else(
    seed_store: Store, text: str
) -> None:
    found = [one.text for one in readings(Question(text, TRAM), seed_store)]
    assert "When will the sea wall open?" in found


def test_a_fragment_unlike_what_was_asked_of_may_ask_of_its_own(seed_store: Store) -> None:
    found = [one.text for one in readings(Question("Ticket price?", TRAM), seed_store)]
    assert "Ticket price (Harbour Tram)?" in found
    found = [one.text for one in readings(Question("And the St. Orla?", TRAM), seed_store)]
    assert found == ["When will the St. Orla open?"]


def test_a_summary_is_of_what_most_questions_were_about(seed_store: Store) -> None:
    history = (*TRAM, Turn("user", "Who pays for the Harbour Tram?"), Turn("assistant", "Taxes."))
    history += (Turn("user", "And the sea wall?"), Turn("assistant", "The ministry pays."))
    assert completed("A summary", history, seed_store) == "A summary (Harbour Tram)?"


def test_only_where_something_is_put_in_it_is_said_so(seed_store: Store) -> None:
    (alone,) = readings(Question("Who is the mayor of Lowmarsh?", TRAM), seed_store)
    assert alone.put_in == "" and alone.prior > 0.5
    first, *_ = readings(Question("How much does it cost?", TRAM), seed_store)
    assert "Harbour Tram" in first.put_in


def test_readings_are_ordered_by_how_likely_they_are(seed_store: Store) -> None:
    found = readings(Question("Who paid for that?", TRAM), seed_store)
    priors = [one.prior for one in found]
    assert priors == sorted(priors, reverse=True) and sum(priors) <= 1.001


def test_what_is_hardly_meant_is_not_read_beside_what_is(seed_store: Store) -> None:
    """ "What did Harbour Tram decide?", without the sea wall, is less than .2 likely."""
    history = (*TRAM, Turn("user", "And the sea wall?"))
    history += (Turn("assistant", "The ministry pays for the sea wall, said Anneke Brandle. [1]"),)
    (only,) = readings(Question("What did they decide?", history), seed_store)
    assert only.text == "What did Harbour Tram decide (sea wall)?" and only.prior < 0.8


def test_after_a_refusal_a_question_that_names_nobody_leans_less_on_it(
    seed_store: Store,
) -> None:
    asked, _ = TRAM
    refused = (asked, Turn("assistant", "The articles do not answer this."))
    text = "How many people died?"
    refused_first, *_ = readings(Question(text, refused), seed_store)
    answered_first, *_ = readings(Question(text, TRAM), seed_store)
    assert "Harbour Tram" in refused_first.text and refused_first.text == answered_first.text
    assert refused_first.prior < answered_first.prior
    assert completed("How much does it cost?", refused, seed_store) == (
        "How much does the Harbour Tram cost?"
    )


def test_the_conversation_can_be_taken_off(seed_store: Store) -> None:
    question = Question("And for a child?", TRAM).ignoring({InterpretationKind.CONVERSATION})
    (reading,) = readings(question, seed_store)
    assert reading.text == "And for a child?"


def test_a_first_question_stays_as_it_is(seed_store: Store) -> None:
    assert [one.text for one in readings(Question("Who paid for it?"), seed_store)] == [
        "Who paid for it?"
    ]


def test_a_man_is_meant_and_no_place(seed_store: Store) -> None:
    history = (
        Turn("user", "Who escaped from the prison in Ostrel in May?"),
        Turn("assistant", "The articles do not answer this."),
    )
    meant = "How did the person who escaped from the prison in Ostrel in May get out?"
    assert completed("How did he get out?", history, seed_store) == meant


@pytest.mark.parametrize(
    ("asked", "answer", "text", "meant"),
    [
        (
            "Who sailed round the island alone?",
            "Mark Rutten has sailed round the island alone, the Guild of Rowing Women (GRW) said.",
            "How old is he?",
            "How old is Mark Rutten?",
        ),
        (
            "What did the Prime Minister say in Hallin Reach?",
            "The Prime Minister said in Hallin Reach that the wall will hold.",
            "Where was he before?",
            "Where was the Prime Minister before?",
        ),
    ],
)
def test_a_person_is_known_by_name_or_office(
    seed_store: Store, asked: str, answer: str, text: str, meant: str
) -> None:
    history = (Turn("user", asked), Turn("assistant", answer))
    assert completed(text, history, seed_store) == meant


def test_what_is_asked_for_is_not_what_is_spoken_of(seed_store: Store) -> None:
    history = (
        Turn("user", "Which disaster was worse, the flood at Lowmarsh or the fire in Ostrel?"),
        Turn("assistant", ""),
    )
    meant = completed("When did it happen?", history, seed_store)
    assert "disaster" not in meant and ("Lowmarsh" in meant or "Ostrel" in meant)


def test_why_is_asked_with_the_object_of_the_question_before(seed_store: Store) -> None:
    history = (Turn("user", "Whose record did Lunnow break?"), Turn("assistant", "Fenn's."))
    assert completed("When was that?", history, seed_store) == "When did Lunnow break the record?"


def test_a_short_negated_question_is_no_fragment(seed_store: Store) -> None:
    history = (Turn("user", "Where does the Harbour Tram end?"), Turn("assistant", "In Ostrel."))
    assert (
        completed("Why isn't it free?", history, seed_store) == "Why isn't the Harbour Tram free?"
    )


@pytest.mark.parametrize(
    ("asked", "whole"),
    [
        ("The lighthouse, when does it open?", "When does the lighthouse open?"),
        (
            "And the new wall, the one at Lowmarsh, how high is it?",
            "How high is the new wall at Lowmarsh?",
        ),
        ("Joss Haske, what did he say?", "What did Joss Haske say?"),
        ("And the flood that month, how bad was it?", "How bad was the flood that month?"),
    ],
)
def test_what_a_question_names_first_is_what_its_pronoun_means(
    seed_store: Store, asked: str, whole: str
) -> None:
    assert readings(Question(asked, TRAM), seed_store)[0].text == whole


@pytest.mark.parametrize(
    "asked",
    [
        *("Last week, who said it?", "The next day, did they open it?", "Yes, did it open?"),
        *("Another thing, when does it open?", "This summer, will it open?"),
        *("The last few weeks, did it open?", "The bill, did he sign it?"),
        *("Next Monday, will it run?", "What is this 'green' deal?"),
    ],
)
def test_a_time_or_an_answer_before_a_question_is_not_what_it_means(
    seed_store: Store, asked: str
) -> None:
    names = ("last week", "day", "yes", "thing", "summer", "weeks", "bill", "monday")
    made = readings(Question(asked, TRAM), seed_store)[0].text.lower()
    assert not any(f"{verb} {name}" in made for verb in ("did", "does", "will") for name in names)


@pytest.mark.parametrize("mark", [":", ",", ".", " -", " –"])
def test_a_return_to_something_may_be_led_up_to(seed_store: Store, mark: str) -> None:
    text = f"and back to the regatta{mark} when is it held?"
    assert readings(Question(text, TRAM), seed_store)[0].text == "When is the regatta held?"


def test_a_rank_is_no_end_of_a_sentence(seed_store: Store) -> None:
    found = readings(Question("Back to Gen. Haske: when did he leave?", TRAM), seed_store)
    assert all("Gen. Haske" in one.text for one in found)


def test_a_return_to_it_says_nothing_of_what_is_meant(seed_store: Store) -> None:
    meant = readings(Question("Back to it - when is it held?", TRAM), seed_store)
    assert meant == readings(Question("when is it held?", TRAM), seed_store)


def test_they_are_no_town(seed_store: Store) -> None:
    said = "The wall at Lowmarsh has sunk by 34 centimetres since it was built. [1]"
    history = (Turn("user", "What is the matter in Lowmarsh?"), Turn("assistant", said))
    found = [one.text for one in readings(Question("Did they listen?", history), seed_store)]
    assert "Did Lowmarsh listen?" not in found


@pytest.mark.parametrize(("answer", "is_of_it"), [("It sank in May.", False), ("Gannet.", True)])
def test_what_an_answer_tells_says_how_its_question_was_read(
    seed_store: Store, answer: str, is_of_it: bool
) -> None:
    """Of two readings the less likely was meant where only its topic is in the answer."""
    turns = (
        Turn("user", "Who wrote of the tram and the Gannet?"),
        Turn("assistant", "Berit Sondal wrote of the tram, and of the Gannet. [1]"),
        Turn("user", "When was it?"),
        Turn("assistant", answer),
    )
    assert ("Gannet" in completed("Where?", turns, seed_store)) == is_of_it
