"""Men, women, things and places, told by what texts say of them."""

import pytest

from qa.query.conversation.classes import classes_of
from qa.query.conversation.phrases import words_of
from qa.query.conversation.state import Mention, Thing


def thing(text: str, *, is_name: bool = True, is_person: bool = False) -> Thing:
    head = words_of(text)[-1].lower
    return Thing((Mention(text, "told", 0, 0, is_name, "", head, "", is_person),))


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("Ada Venn", "Ada Venn opened the museum. She said it was late.", "she"),
        ("Ada Venn", "“He is gone,” Ms. Venn said.", "she"),  # not a pronoun of a quotation
        ("Joss Brandle", "Ms. Anneke Brandle left. Joss Brandle sold his boat.", "he"),
        ("Skarrow", "The mayor lives in Skarrow. She sails at Skarrow.", "there"),
        ("Bo Fenn", "She sacked Bo Fenn, her closest ally. Bo Fenn sold his boat.", "he"),
        ("Marlow Ltd", "Marlow Ltd said it had lost its licence.", "it"),
    ],
)
def test_pronouns_and_titles_tell_the_class(name: str, text: str, kind: str) -> None:
    found = classes_of(thing(name), [text])
    assert max(found, key=lambda one: found[one]) == kind
    assert sum(found.values()) == pytest.approx(1)


def test_a_noun_is_one_or_several_by_its_form() -> None:
    one, several = (classes_of(thing(t, is_name=False), []) for t in ("the wall", "the repairs"))
    assert one["it"] > one["they"] and several["they"] > several["it"]


def test_whose_a_thing_is_is_no_pronoun_for_it() -> None:
    text = "Venn lied about parts of his resume."
    assert classes_of(thing("parts", is_name=False), [text])["he"] < 0.1
    assert classes_of(thing("Venn"), [text])["he"] > 0.3


def test_whom_one_asks_who_that_is_is_a_person() -> None:
    found = classes_of(thing("the mayor", is_name=False, is_person=True), [])
    assert found["she"] > found["it"]


def test_the_first_name_of_its_sentence_is_what_a_pronoun_means() -> None:
    text = "They think that Ana Delgado leaving Harbour News ends her fame."
    assert classes_of(thing("Harbour News"), [text])["she"] < 0.5
    assert classes_of(thing("Ana Delgado"), [text])["she"] > 0.5


def test_a_first_name_tells_a_man_from_a_woman() -> None:
    assert classes_of(thing("Robert Tolle"), [])["he"] > 0.7
    assert classes_of(thing("Susan Tolle"), [])["she"] > 0.7


@pytest.mark.parametrize(
    ("noun", "kind"),
    [("the gunman", "he"), ("the widow", "she"), ("the spokeswoman", "she"), ("the uncle", "he")],
)
def test_a_noun_for_a_man_or_a_woman_tells_which(noun: str, kind: str) -> None:
    found = classes_of(thing(noun, is_name=False, is_person=True), [])
    assert found[kind] > 0.7  # type: ignore[literal-required]


@pytest.mark.parametrize("noun", ["the human", "the suspect", "the guard", "the German"])
def test_other_nouns_for_persons_do_not(noun: str) -> None:
    found = classes_of(thing(noun, is_name=False, is_person=True), [])
    assert found["he"] == found["she"]
