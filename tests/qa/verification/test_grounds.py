"""What a sentence is held against: lines with their neighbours, headings and days."""

from datetime import date

import pytest
from builders import hit_of, sentences_of

from qa.verification.grounds import Grounds, Line, lines_of, with_dates

DAY = date(2026, 2, 12)


def line(number: int, text: str, article: str = "a") -> Line:
    return Line(number, text, f"Title {article}", "The Post", DAY, article)


SHOWN = [line(1, "One."), line(2, "Two."), line(3, "Three."), line(4, "Four.", "b")]


def test_neighbours_are_of_the_same_article() -> None:
    assert Grounds.of([2], SHOWN).around == "One. Two. Three."
    assert Grounds.of([3], SHOWN).around == "Two. Three."
    assert Grounds.of([4], SHOWN).around == "Four."
    assert Grounds.of([1, 3], SHOWN).around == "One. Two. Three."
    assert Grounds.of([1, 4], SHOWN).text == "One. Four."


def test_a_sentence_of_a_passage_brings_the_one_before_it() -> None:
    first, second = sentences_of(hit_of("Ann came home. She slept."))
    (line,) = lines_of([second])
    assert Grounds.of([1], [line]).around == "Ann came home. She slept."
    assert [one.number for one in lines_of([first, second])] == [1, 2]


def test_days_that_are_only_named_get_their_date() -> None:
    assert "Thursday (12 February 2026)" in with_dates("It opened on Thursday.", DAY)
    assert with_dates("It opened on Thursday.", None) == "It opened on Thursday."
    assert with_dates("It opened on 3 May 2020.", DAY) == "It opened on 3 May 2020."


def test_the_headings_and_days_of_articles_stand_once() -> None:
    grounds = Grounds.of([1, 2, 4], SHOWN)
    assert len(grounds.headings) == 2 and grounds.days == (DAY,)
    assert grounds.numbers == (1, 2, 4)


def test_a_line_is_read_from_what_a_program_gives() -> None:
    read = Line.read({"n": 3, "text": "It rained.", "date": "2026-02-12", "source": None})
    assert (read.number, read.day, read.source, read.title) == (3, DAY, "", "")
    for entry in (
        {"text": "x"},
        {"n": 1},
        {"n": 1, "text": "x", "date": "Thursday"},
        {"n": "one", "text": "x"},
        {"n": 1, "text": "x", "date": 20260101},
    ):
        with pytest.raises(ValueError, match=r"n and a text|isoformat|ISO date"):
            Line.read(entry)
