"""What may not be lost when a sentence is said otherwise."""

import re

import pytest

from qa.entailment.modality import is_still_ahead, lost_modality

FUNCTION = frozenset(
    [
        "a",
        "an",
        "and",
        "the",
        "is",
        "was",
        "were",
        "to",
        "of",
        "in",
        "on",
        "at",
        "it",
        "he",
        "she",
        "that",
        "be",
        "has",
        "had",
    ]
)


def terms(text: str) -> set[str]:
    return {word.lower()[:5] for word in re.findall(r"\w+", text)} - FUNCTION


OPENS = "The bridge is expected to open in May, the council said."
AND_BUT = "The ferry runs again, but the bridge may stay shut until autumn."


@pytest.mark.parametrize(
    ("claim", "said", "words"),
    [
        ("The bridge opened in May.", OPENS, ("expected",)),
        ("The bridge will open in May.", OPENS, ()),
        ("The council expects the bridge to open in May.", OPENS, ()),
        ("He was told of the fire.", "He was not told of the fire.", ("not",)),
        ("He was not told of the fire.", "He was told of the fire.", ("not",)),
        ("He wasn't told of the fire.", "He was not told of the fire.", ()),
        ("The council agreed to pay.", "The council failed to agree to pay.", ("failed to",)),
        ("Brandt stole the relay.", "Brandt allegedly stole the relay.", ("allegedly",)),
        ("Brandt is accused of theft of the relay.", "Brandt allegedly stole the relay.", ()),
        ("The ferry runs again.", AND_BUT, ()),
        ("The bridge stays shut until autumn.", AND_BUT, ("may",)),
        (
            "The vessel was violating Chinese and international laws during its patrols.",
            "China accused the ship of violating Chinese and international laws during its "
            "patrols, which took place off the coast.",
            ("accused",),
        ),
        ("She denied the claims.", "She rejected the claims.", ()),
        ("Not only the ferry runs.", "The ferry runs.", ()),
        ("It opened in May.", "The weather was fine.", ()),
        ("Delgado resigned.", "Delgado has not resigned.", ("not",)),
        ("Users were hurt in Orsay.", "No people were hurt in Orsay.", ("no",)),
        ("No people were hurt in Orsay.", "Nobody was hurt in Orsay.", ()),
        ("The passengers were hurt.", "None of the passengers were hurt.", ("none",)),
        (
            "He took money from the builder.",
            "He denied that he took money from the builder.",
            ("denied",),
        ),
        ("He did not take money, he said.", "He denied that he took money.", ()),
        ("The mayor is raising the tax.", "The mayor ruled out raising the tax.", ("ruled out",)),
        ("It was built with help.", "It was built without help.", ("without",)),
        ("The firm bought to the mill.", "The firm tried to buy to the mill.", ("tried",)),
        ("The ship sailed to Oslo.", "The ship may have sailed to Oslo.", ("may",)),
        ("The ship is to sail to Oslo.", "The ship may sail to Oslo.", ()),
        ("The bridge will open in May.", "The bridge will not, they said, open in May.", ("not",)),
        ("It came no later than May.", "It came by May, no earlier.", ()),
        ("In May.", "He came in May.", ()),
        ("May Berg won.", "May Berg won.", ()),
        ("", OPENS, ()),
        ("The bridge opened.", "", ()),
    ],
)
def test_lost_modality(claim: str, said: str, words: tuple[str, ...]) -> None:
    assert lost_modality(claim, [said], terms) == words


def test_the_nearest_of_several_sentences_counts() -> None:
    said = ["The ferry may sink.", "The ferry to Orsay runs again from Monday."]
    assert lost_modality("The ferry to Orsay runs again.", said, terms) == ()


@pytest.mark.parametrize(
    ("claim", "said", "ahead"),
    [
        ("The harbour bridge opened.", "The harbour bridge will open in May.", True),
        ("The harbour bridge opened.", "The harbour bridge is expected to open in May.", True),
        ("The harbour bridge opened.", "The opening of the harbour bridge was postponed.", True),
        ("The harbour bridge opened.", "The harbour bridge opened in May.", False),
        ("The harbour bridge will open in May.", "The harbour bridge is to open in May.", False),
        ("The harbour bridge opened.", "The harbour bridge opened, and it will rain.", False),
        ("The harbour bridge opened.", "The ferry will stop in May.", False),
        ("The harbour bridge opened.", "", False),
    ],
)
def test_what_is_still_ahead(claim: str, said: str, ahead: bool) -> None:
    assert is_still_ahead(claim, [said], terms) == ahead
