"""What a conversation has spoken of."""

import pytest

from qa.query.conversation.state import (
    Completed,
    ConversationState,
    Exchange,
    read_history,
    with_known_names,
)
from qa.question import REFUSAL, Turn


def state_of(*exchanges: tuple[str, str]) -> ConversationState:
    state = ConversationState()
    for question, answer in exchanges:
        state = state.after(Exchange(question, answer))
    return state


def test_the_things_of_questions_and_answers_are_known_with_their_role() -> None:
    state = state_of(
        ("Who wrote the report on the dam?", "Dr. Ada Venn of the Ostrel Institute wrote it.")
    )
    roles = {one.text: one.latest.role for one in state.things}
    assert roles["the report on the dam"] == roles["the dam"] == "asked"
    assert roles["Ada Venn"] == "answered"  # without her title
    assert roles["the Ostrel Institute"] == "told"


def test_a_last_name_is_the_same_person() -> None:
    state = state_of(
        ("Who leads the search?", "Commander Ruda Velling leads it."),
        ("What does Velling say?", "Velling says the tide was falling."),
    )
    (velling,) = [one for one in state.things if "velling" in one.words]
    assert velling.text == "Ruda Velling" and len(velling.mentions) == 3


def test_whom_somebody_named_in_full_has_nothing_put_before_that() -> None:
    told = "Republican Ada Venn left. Speaker Bo Fenn and Ostrel's Kay Dorn met Chief Wanoo."
    state = state_of(("Why did Ada Venn leave?", told))
    named = {one.text for one in state.things if one.is_name}
    assert {"Ada Venn", "Bo Fenn", "Kay Dorn", "Chief Wanoo"} <= named
    assert not {"Republican Ada Venn", "Speaker Bo Fenn"} & named


def test_a_first_name_is_the_same_person() -> None:
    state = state_of(("Who was Harry Reid?", "Harry Reid led a bank. Harry died on Tuesday."))
    (reid,) = [one for one in state.things if "harry" in one.words]
    assert reid.text == "Harry Reid" and len(reid.mentions) == 3


def test_figures_times_and_possessions_are_nothing_to_come_back_to() -> None:
    state = state_of(("When did he sell 12 boats?", "In May 2024 he sold his house for 9 crowns."))
    assert not {"12 boats", "May 2024", "his house", "9 crowns"} & {o.text for o in state.things}


def test_history_becomes_exchanges_that_are_complete() -> None:
    turns = (
        Turn("user", "Who leads the search?"),
        Turn("assistant", "Ruda Velling leads it. [1]"),
        Turn("user", "Since when?"),
        Turn("assistant", f"{REFUSAL} Closest articles: “Fog”."),
    )
    state = read_history(
        turns, lambda text, before, _: Completed(f"{text}{len(before.exchanges)}", leans=True)
    )
    assert state.exchanges == (
        Exchange("Since when?1", "", is_refused=True),
        Exchange("Who leads the search?0", "Ruda Velling leads it."),
    )


def test_names_in_small_letters_have_the_capitals_of_the_answers() -> None:
    said = ["Ostrel Rep. George Santos resigned on Friday. Bo Fenn and Truss stayed."]
    assert with_known_names("who is george santos?", said) == "who is George Santos?"
    assert with_known_names("did liz truss stay?", said) == "did Liz Truss stay?"


@pytest.mark.parametrize(
    "question",
    ["will truss resign?", "did they sue police?", "did the bill in may pass?", "who drew it?",
     "why did police arrest him?", "how did he chase the man?", "who is the prime minister?"],
)  # fmt: skip
def test_what_is_no_name_keeps_its_small_letters(question: str) -> None:
    said = ["Police Arrest Man in Ostrel. It was May. The Prime Minister, In short, met Truss."]
    assert with_known_names(question, said) == question


def test_what_is_told_before_a_question_is_not_refused() -> None:
    turns = (Turn("user", "My aunt lives in Ostrel."),)
    assert not read_history(turns, lambda text, *_: Completed(text)).last.is_refused


def test_what_leans_on_nothing_begins_what_is_spoken_of() -> None:
    meant = {
        "Who pays for it?": "Who pays for the tram?",
        "When was that?": "When did people die in the flood?",
    }
    asked = ["When will the tram open?", "Who pays for it?", "How many died?", "When was that?"]
    turns = [turn for text in asked for turn in (Turn("user", text), Turn("assistant", "So."))]

    def completed(text: str) -> Completed:
        return Completed(meant.get(text, text), leans=text in meant)

    states = [
        read_history(turns[: 2 * number], lambda text, *_: completed(text))
        for number in range(1, 5)
    ]
    assert [one.opening.question for one in states] == [asked[0], asked[0], asked[2], asked[2]]


def test_neither_what_was_told_nor_what_kept_a_pronoun_begins_anything() -> None:
    turns = [Turn("user", "When will the tram open?"), Turn("assistant", "On 18 April.")]
    turns += [Turn("user", "My aunt lives there.")]
    turns += [Turn("user", "Did he resign?"), Turn("assistant", "Nobody knows.")]
    state = read_history(turns, lambda text, *_: Completed(text, leans=text == "Did he resign?"))
    assert state.opening.question == "When will the tram open?"


def test_where_a_report_comes_from_is_nothing_to_come_back_to() -> None:
    turns = (
        Turn("user", "Who shot Ada Venn?"),
        Turn("assistant", "LOWMARSH — A gunman shot her. [1] OSTREL (CNN) -- NASA is silent. [2]"),
    )
    state = read_history(turns, lambda text, *_: Completed(text))
    assert state.last.answer == "A gunman shot her. NASA is silent."


@pytest.mark.parametrize(
    "answer",
    [
        "The man had been there in March, police commissioner Joss Gram said Monday.",
        "The man bought two rifles, according to state Sen. Joss Gram.",
        "“The man came alone,” said Joss Gram, who leads the inquiry.",
        "“The man came alone,” Joss Gram, the head of police, told the Wire.",
    ],
)
def test_whom_a_report_only_quotes_is_its_source(answer: str) -> None:
    state = state_of(("What happened in Skarrow?", f"A shop in Skarrow was robbed. {answer}"))
    assert {one.text: one.is_source for one in state.things}["Joss Gram"]


def test_who_is_asked_about_or_given_is_no_mere_source() -> None:
    said = "Joss Gram, the head of police, said he was sorry."
    for question in ("Who leads the police?", "What did Joss Gram do?"):
        (gram,) = [one for one in state_of((question, said)).things if "gram" in one.words]
        assert not gram.is_source


def test_what_is_told_of_a_thing_is_no_other_thing() -> None:
    things = [one.text for one in state_of(("Give me a timeline of the merger.", "")).things]
    assert things == ["the merger"]
