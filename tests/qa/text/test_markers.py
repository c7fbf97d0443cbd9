"""The text of an answer with its markers."""

from datetime import date

from qa.text.markers import by_day, with_markers

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
