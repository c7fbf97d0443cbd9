"""Words that are said once, and days that are written with them."""

import calendar
from datetime import date

from index import lexical
from index.days import long_day, short_day
from index.words import FUNCTION_WORDS, MONTHS, WEEKDAYS


def test_months_and_weekdays() -> None:
    assert list(MONTHS) == list(calendar.month_name)[1:]
    assert list(WEEKDAYS) == list(calendar.day_name)
    assert WEEKDAYS[date(2024, 5, 1).weekday()] == "Wednesday"


def test_days_as_people_write_them() -> None:
    assert long_day(date(2023, 7, 28)) == "28 July 2023"
    assert short_day(date(2023, 9, 3)) == "3 Sep 2023"


def test_function_words_are_not_searched_for() -> None:
    assert {"what", "does", "the", "s"} < FUNCTION_WORDS
    assert all(word == word.lower() and word.isalpha() for word in FUNCTION_WORDS)
    index = lexical.LexicalIndex(None, "store")
    assert index.weights("what does the tram cost").keys() == {"tram", "cost"}
