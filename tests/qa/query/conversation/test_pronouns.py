"""Words that stand for something said before."""

import pytest

from qa.query.conversation.pronouns import anaphora, replaced


def found(text: str) -> list[str]:
    return [text[one.start : one.end] for one in anaphora(text, lambda phrase, kind: True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("How much did it cost?", ["it"]),
        ("Which company built it in the harbour of the town?", ["it"]),
        ("What did the council pay for it?", ["it"]),
        ("How many patients died while they waited for it?", ["it"]),
        ("When was that?", ["that"]),
        ("Did that help?", ["that"]),
        ("And her predecessor?", ["her"]),
        # the question names what is meant
        ("Which company said it would close the paper mill?", []),
        ("Which party lost its majority in the council?", []),
        ("Why did teachers strike over their pay?", []),
        # a question joined to another leans on that
        ("Who found the bodies and what did they do with them?", []),
        ("Who was the skipper, and how old was he?", []),
        ("How did she plead and what was her excuse?", ["she", "her"]),
        # what was done has no name
        ("Why did he do it?", ["he"]),
        ("Who was the man that did it?", []),
        ("How did he manage it?", ["he"]),
        ("Who manages it?", ["it"]),
        ("How many people did it kill?", ["it"]),
        ("What did it do to the harbour?", ["it"]),
        # nothing is meant
        ("How long does it take to build a tram?", []),
        ("How much did the IT system cost?", []),
        ("Why does it snow so much over there?", []),
        ("And in the whole world, who is it?", []),
        ("Who said that the ground is sinking?", []),
        ("Where was it that the boat sank?", []),
        ("Where was it that year?", ["it"]),
        ("How hot did it get in Ostrel?", []),
        ("How cold was it at the lake?", []),
        ("How hot is it?", ["it"]),
        ("Compare that with the flood in Lowmarsh", ["that"]),
    ],
)
def test_only_what_leans_on_the_conversation_is_found(text: str, words: list[str]) -> None:
    assert found(text) == words


def test_she_leans_on_no_question_without_a_person() -> None:
    text = "Was the bill scrapped, and when did she say so?"
    (she,) = anaphora(text, lambda phrase, kind: False)
    assert text[she.start : she.end] == "she"


def test_a_name_takes_the_place_of_the_pronoun() -> None:
    (her,) = anaphora("Who is her deputy?", lambda phrase, kind: False)
    assert replaced("Who is her deputy?", her, "Ada Venn") == "Who is Ada Venn’s deputy?"
    assert replaced("Who is her deputy?", her, "Rolf Jens") == "Who is Rolf Jens’ deputy?"
    (they,) = anaphora("They said what?", lambda phrase, kind: False)
    assert replaced("They said what?", they, "the skippers") == "The skippers said what?"
