"""Figures with their units."""

import pytest

from qa.text.quantities import end_with_unit, figures_in, unattributed, widened
from qa.text.units import CALENDAR


def whole(text: str, cut: str) -> str:
    """What a part of a text is widened to."""
    start, end = widened(text, text.index(cut), text.index(cut) + len(cut))
    return text[start:end]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It cost 412 million crowns.", [(412e6, "crown")]),
        ("The quota fell by 18 percent, or 18%.", [(18, "percent"), (18, "percent")]),
        ("It opened in 1871 with 198 steps.", [(1871, CALENDAR), (198, "step")]),
        ("Eleven people paid $2.5 million.", [(11, "people"), (2.5e6, "$")]),
        ("There were 1,200 and more.", [(1200, "")]),
        ("Nobody came.", []),
        ("It is 90 years old, and 40 pass per day.", [(90, "year"), (40, "pas")]),
    ],
)
def test_figures(text: str, found: list[tuple[float, str]]) -> None:
    assert [(one.value, one.unit) for one in figures_in(text)] == found


@pytest.mark.parametrize(
    ("cut", "told"),
    [
        ("40", "17 of 40"),
        ("17", "17 of 40"),
        ("in 17 of", "in 17 of 40"),
        ("7.8", "$7.8 million"),
        ("12 per", "12 per cent"),
        ("three", "three"),
        ("runs", "runs"),
        ("2020", "2020"),
    ],
)
def test_a_figure_is_told_whole(cut: str, told: str) -> None:
    text = "It failed in 17 of 40 runs in 2020, cost $7.8 million, three of them, and 12 per cent."
    assert whole(text, cut) == told


@pytest.mark.parametrize(
    ("cut", "told"),
    [("57", "57-year-old"), ("57-year", "57-year-old"), ("12", "12-week-long"), ("6", "6")],
)
def test_what_is_bound_to_a_figure_is_told_with_it(cut: str, told: str) -> None:
    assert whole("The 57-year-old won 6-4 in a 12-week-long trial.", cut) == told


def test_a_range_is_not_bound_to_its_first_figure() -> None:
    assert whole("A 5-year-to-10-year term.", "5-year") == "5-year"


@pytest.mark.parametrize(
    ("cut", "told"),
    [
        ("Saturday", "Saturday, April 18"),
        ("April", "Saturday, April 18"),
        ("May", "3 May 2024"),
        ("2024", "3 May 2024"),
        ("a year", "a year"),
    ],
)
def test_a_day_is_told_whole(cut: str, told: str) -> None:
    text = "It opens on Saturday, April 18, and closed on 3 May 2024 after a year."
    assert whole(text, cut) == told


@pytest.mark.parametrize(
    ("cut", "told"),
    [
        ("Ana", "Ana Delgado"),
        ("mayor Ana", "mayor Ana Delgado"),
        ("Delgado", "Ana Delgado"),
        ("Dr", "Dr. Bo Fenn"),
        ("Apple", "Apple"),
        ("House", "Waffle House"),
        ("Álvaro", "Álvaro Šuker"),
        ("Šuker", "Álvaro Šuker"),
    ],
)
def test_a_name_is_told_whole(cut: str, told: str) -> None:
    text = "The mayor Ana Delgado opened it with Dr. Bo Fenn. Today Apple came to Waffle House."
    text += " Then Álvaro Šuker spoke."
    assert whole(text, cut) == told


def test_who_says_so_is_no_part_of_an_answer() -> None:
    assert unattributed("Saturday, April 18, the tram authority said on Thursday") == (
        "Saturday, April 18"
    )
    assert unattributed("the authority said") == "the authority said"
    assert unattributed("455 million, 43 million more") == "455 million, 43 million more"


@pytest.mark.parametrize(
    ("text", "cut", "told"),
    [
        ("It was quiet for almost four decades.", "four", "four decades"),
        ("Rates rose by three-quarters of a point.", "three", "three-quarters"),
        ("After two and a half years it ended.", "two", "two and a half years"),
        ("It costs $8 per month.", "$8", "$8"),
        ("Some four dozen came.", "four", "four dozen"),
        ("Four people died.", "Four", "Four"),
        ("It rose by eighty per cent.", "eighty", "eighty per cent"),
        ("It took about a thousand years.", "a thousand", "a thousand years"),
    ],
)
def test_a_figure_is_told_with_its_measure(text: str, cut: str, told: str) -> None:
    assert whole(text, cut) == told


@pytest.mark.parametrize(
    ("text", "cut", "told"),
    [
        ("Some between 3,000 and 5,000 people came.", "3,000", "between 3,000 and 5,000"),
        ("It may cost $5 to $7 billion.", "7", "$5 to $7 billion"),
        ("Some 20 to 30 percent left.", "20", "20 to 30 percent"),
        ("Between 10% and 12% agreed.", "12%", "Between 10% and 12%"),
        ("It takes two or three weeks.", "two", "two or three weeks"),
        ("It rose from 20 to 30 percent.", "30", "30 percent"),
        ("In 2010 and 2011 it rained.", "2011", "2011"),
        ("They won 3 to 1.", "3", "3"),
        ("They voted 48 to 52 on it.", "48", "48"),
        ("The toll rose by 12 to 45.", "45", "45"),
    ],
)
def test_a_range_is_told_whole(text: str, cut: str, told: str) -> None:
    assert whole(text, cut) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("It cost $11.4 million in May.", "11.4 million"),
        ("They fled four decades ago.", "four decades"),
        ("Some 80 per cent of them left.", "80 per cent"),
        ("A swing of 30% was seen.", "30%"),
        ("The bridge opened in 2019 at last.", "2019"),
    ],
)
def test_a_figure_ends_with_the_unit_behind_it(sentence: str, told: str) -> None:
    (figure,) = figures_in(sentence)
    assert sentence[figure.start : end_with_unit(sentence, figure)] == told
