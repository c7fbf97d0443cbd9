"""The text of an answer with its markers."""

from datetime import date

import pytest

from qa.text.markers import by_day, spoken, with_markers

MAY, JUNE = date(2024, 5, 3), date(2024, 6, 1)


def test_markers_stand_behind_their_sentence() -> None:
    assert with_markers([("It rains.", (1, 2)), ("It pours.", ())]) == "It rains. [1][2] It pours. "


def test_each_day_is_a_paragraph_that_opens_with_it() -> None:
    told = by_day([("It rains.", (1,), MAY), ("It pours.", (2,), MAY), ("It shines.", (3,), JUNE)])
    assert told == "3 May 2024: It rains. [1] It pours. [2]\n\n1 June 2024: It shines. [3]"


def test_what_has_no_day_is_a_paragraph_without_one() -> None:
    told = by_day([("It rains.", (1,), MAY), ("Once it shone.", (2,), None)])
    assert told == "3 May 2024: It rains. [1]\n\nOnce it shone. [2]"


def test_nothing_is_no_paragraph() -> None:
    assert by_day([]) == ""


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("It rains. [1][2] It pours. [3]", "It rains. It pours."),
        ("Rain in the hills [1] It pours. [2]", "Rain in the hills. It pours."),
        ("Rain in the hills [1][2]", "Rain in the hills."),
        (
            "He said “rain.” [1] It pours [2], and it hails [3].",
            "He said “rain.” It pours, and it hails.",
        ),
    ],
)
def test_a_headline_does_not_run_into_what_follows_its_marker(answer: str, said: str) -> None:
    assert spoken(answer) == said
