"""Sentences that tell what somebody is, for questions that ask who somebody is."""

import pytest

from qa.ranking.portraits import describes, whom_is_asked


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who is Ada Venn?", "Ada Venn"),
        ("and who was Anna van Dorn", "Anna van Dorn"),
        ("Who is Ayman al-Venn?", "Ayman al-Venn"),
        ("who's Berit Sondal?", "Berit Sondal"),
        ("who is robert fenn", "robert fenn"),
        ("Who is the mayor?", ""),
        ("who is running it?", ""),
        ("Who is Ada Venn suing?", ""),
        ("Who shot Ada Venn?", ""),
        ("who is mark suing", ""),
        ("who is art dealer", ""),
    ],
)
def test_who_is_asked_for_is_known(question: str, name: str) -> None:
    assert whom_is_asked(question) == name


@pytest.mark.parametrize(
    "text",
    [
        "Ada Venn, a pilot from Ostrel, sold her boat.",
        "Ada Venn, 34, the keeper of the light, sold her boat.",
        "They met pilot Ada Venn in Ostrel.",
        "The mayor Dr. Ada Venn spoke.",
        "Venn is one of two pilots in Ostrel.",
        "On Friday, Venn, who was born in Ostrel, sold her boat.",
        "Ada Venn, former mayor of Ostrel, sold her boat.",
        "Mr. Venn, a pilot from Ostrel, sold his boat.",
    ],
)
def test_what_somebody_is_stands_beside_the_name(text: str) -> None:
    assert describes("Ada Venn", text) and describes("ada venn", text)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Venn sold her boat.",
        "Her brother Bo Venn, a sailor, sold his boat.",
        "She is a pilot, they said of Ada Venn.",
        "The boat of Ada Venn was sold.",
        "The mother of Ada Venn is the mayor.",
        "They spoke to Ada Venn, the mayor said.",
        "Ada Venn was the last to leave.",
    ],
)
def test_what_another_is_or_somebody_did_is_not_it(text: str) -> None:
    assert not describes("Ada Venn", text)
