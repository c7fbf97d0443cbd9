"""Figures that stand nowhere, and can be reckoned from what is cited."""

from datetime import date, timedelta

import pytest

from qa.text.quantities import figures_in
from qa.verification.arithmetic import MOST_FIGURES, Arithmetic


def gives(claim: str, cited: str, *days: date) -> bool:
    """Whether the last figure of a claim can be reckoned."""
    return Arithmetic(figures_in(cited), days).gives(figures_in(claim)[-1], claim)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("774 short", "She needs 1,991 delegates and has 1,217."),
        ("by 21 points", "Caloundra won 45 points to 24."),
        ("9.6 percentage points ahead", "Biden led 50.0 percent to 40.4 percent."),
        ("9.6 points ahead", "Biden led 50.0 percent to 40.4 percent."),
        ("1,075 thousand people", "There are 415 thousand priests and 660 thousand nuns."),
        ("8.2 billion dollars", "It lost $5.1 billion and 3.1 billion dollars."),
        ("25 percent", "Of the 40 houses 10 are empty."),
        ("33 percent", "Of the 30 houses 10 are empty."),
        ("36 percent remain", "Sixty-four percent were sold."),
        ("down 20 percent", "It cost 50 dollars and costs 40 dollars."),
        ("rose by 25 percent", "It cost 40 dollars and costs 50 dollars."),
        ("cut 25 percent of the jobs", "Of the 40 jobs 10 were cut."),
        ("36 percent were unsold", "Sixty-four percent were sold."),
        ("half of them", "Of 54 states 27 have ratified it."),
        ("a third of them", "Of 1,000 states 333 have ratified it."),
        ("$1,200 in all", "Each of the 60 was fined $20."),
        ("$25 each", "The 60 were fined $1,500."),
        ("190 million dollars", "It gave 74 million dollars, Japan 52 million, others 64 million."),
        ("nine years older", "They are 49 and 40 years old."),
        ("seven years", "He ruled from 1980 to 1987."),
        ("in 1987", "He ruled for 7 years from 1980."),
        ("nearly 700 stores", "The deal covers 301 stores, beside the 386 that it has."),
        ("over 680 stores", "The deal covers 301 stores, beside the 386 that it has."),
        ("about $700 million", "It gave 301 million dollars, and others 386 million."),
    ],
)
def test_what_can_be_reckoned(claim: str, cited: str) -> None:
    assert gives(claim, cited)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("775 short", "She needs 1,991 delegates and has 1,217."),
        ("31 percent", "Of the 40 houses 10 are empty."),
        ("36 percentage points", "Sixty-four percent were sold."),
        ("36 percent were sold", "Sixty-four percent were sold."),
        ("36 percent were sold until May", "Sixty-four percent were sold."),
        ("cut 75 percent of the jobs", "Of the 40 jobs 10 were cut."),
        ("down 25 percent", "It cost 50 dollars and costs 40 dollars."),
        ("rose by 20 percent", "It cost 40 dollars and costs 50 dollars."),
        ("rose by 80 percent", "It cost 40 dollars and costs 50 dollars."),
        ("100 percent", "Some 60 percent were sold in 2020, as a report of 2020 said."),
        ("14 dollars", "It cost 12 dollars and 2 hours."),
        ("14 dollars", "It cost 12, in 2 hours."),
        ("45 people", "It took 12 dollars, 13 hours and 20 days."),
        ("60 dollars", "It cost 20 dollars on 3 March."),
        ("6 people", "It has 3 rooms and 2 doors."),  # no product for a small count
        ("10 people", "5 people died. Five people were killed."),
        ("nine years older", "They are 49 and 41 years old."),
        ("in 2003", "On 17 March 2020 it had 12 states."),
        ("in 2000", "It was founded in 1987 and moved in 2012."),
        ("half an hour", "It has 10 rooms and 20 doors."),
        ("half of them", "Of 54 states 30 have ratified it."),
        ("701 stores", "The deal covers 301 stores, beside the 386 that it has."),
        ("more than 700 stores", "The deal covers 301 stores, beside the 386 that it has."),
        ("fewer than 680 stores", "The deal covers 301 stores, beside the 386 that it has."),
        ("nearly 800 stores", "The deal covers 301 stores, beside the 386 that it has."),
        ("25 people", ""),
        (f"about {'9' * 400} people", "Two cats and 3 dogs."),
    ],
)
def test_what_cannot(claim: str, cited: str) -> None:
    assert not gives(claim, cited)


def test_spans_between_days() -> None:
    days = (date(2019, 1, 28), date(2019, 2, 1), date(2021, 8, 2))
    assert gives("four days", "", *days)
    assert not gives("three days", "", *days)
    assert gives("2.5 years", "", *days)
    assert not gives("four people", "", *days)


def test_a_text_full_of_figures_and_days_costs_little() -> None:
    cited = figures_in(" ".join(f"{1000 + 7 * n} people" for n in range(MOST_FIGURES + 1)))
    days = [date(2020, 1, 1) + timedelta(days=n * n) for n in range(400)]
    arithmetic = Arithmetic(cited, days)
    claim = "2,007 people and 2,161 people"
    first, last = figures_in(claim)
    assert arithmetic.gives(first, claim)  # of the first two
    assert not arithmetic.gives(last, claim)  # of the first and of one that is left out


@pytest.mark.parametrize(
    ("claim", "may"),
    [
        ("three means", True),
        ("two of them", True),
        ("15 stops", False),  # there are 12
        ("30 doors", False),
        ("5 percent", False),
        ("3 years", False),
        ("the third door", False),
    ],
)
def test_what_may_number_things_that_are_cited_one_by_one(claim: str, may: bool) -> None:
    (figure,) = figures_in(claim)
    cited = figures_in("It has 12 stops and cost 40 million crowns.")
    assert Arithmetic(cited, ()).may_count(figure, claim) == may
