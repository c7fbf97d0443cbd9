"""Relative days in quotations, told with their date."""

from datetime import date

from qa.generation.relative_days import dated
from qa.types import Citation

QUOTE = "The envoys spoke on Thursday by video, a week after they had met."
CITED = (Citation(1, "a", "Title", None, date(2023, 7, 28), None, QUOTE, 0, len(QUOTE)),)
TOLD = ("“on Thursday” in the report of 28 July 2023: 27 July 2023.",)


def test_a_weekday_gets_its_date() -> None:
    assert dated("When did the envoys speak?", "Thursday", CITED) == TOLD
    assert dated("On what day did they speak?", None, CITED)[:1] == TOLD


def test_only_where_one_asks_when() -> None:
    assert dated("Who spoke?", "The envoys", CITED) == ()


def test_not_for_days_that_are_not_the_answer() -> None:
    assert dated("When will they meet?", "28 August 2023", CITED) == ()


def test_an_article_without_a_date_tells_nothing() -> None:
    undated = (Citation(1, "a", "Title", None, None, None, QUOTE, 0, len(QUOTE)),)
    assert dated("When did the envoys speak?", "Thursday", undated) == ()


def test_a_day_that_is_broken_over_lines_is_told_in_one() -> None:
    broken = QUOTE.replace("on Thursday", "on\nThursday")
    cited = (Citation(1, "a", "Title", None, date(2023, 7, 28), None, broken, 0, len(broken)),)
    assert dated("When did the envoys speak?", "Thursday", cited) == TOLD
