"""What a sentence says beside telling which report says it."""

from datetime import date

import pytest

from qa.verification.attribution import said_in_report
from qa.verification.grounds import Grounds, Line

LINES = [
    Line(1, "The app is free for now.", "Apps", "TechCrunch", date(2023, 12, 11), "a"),
    Line(2, "The ferry runs.", "Ferry", "The Aldry Courier", date(2023, 12, 12), "b"),
    Line(3, "Joss Haske said the wall would be useless.", "Mayor backs Lowmarsh sea wall",
         "The Ledger", date(2023, 12, 12), "c"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "rest"),
    [
        ("On 11 December 2023 TechCrunch reported that the app was free.", "The app was free."),
        ("TechCrunch's report of Monday 11 December 2023 said that apps are free now.",
         "Apps are free now."),
        ("11 December 2023: The app was free for the time being.",
         "The app was free for the time being."),
        ("On Monday 11 December 2023, in its piece on apps, TechCrunch wrote that all is free now.",
         "All is free now."),
        ("In the TechCrunch article of Monday 11 December 2023, the app was called free.",
         "The app was called free."),
        ("The app was free for the time being, TechCrunch reported on 11 December.",
         "The app was free for the time being."),
    ],
)  # fmt: skip
def test_the_name_and_day_of_the_report_are_left_away(claim: str, rest: str) -> None:
    assert said_in_report(claim, Grounds.of([1], LINES)) == rest


@pytest.mark.parametrize(
    "claim",
    [
        "On 12 December 2023 TechCrunch reported that the app was free.",  # another day
        "The Aldry Courier reported that the app was free for now.",  # another source
        "Mayor Delgado of TechCrunch said that the app was free for now.",  # somebody in it
        "The app is free for the time being.",
        "TechCrunch said so.",
    ],
)
def test_what_says_more_than_that_stays(claim: str) -> None:
    assert said_in_report(claim, Grounds.of([1], LINES)) == claim


@pytest.mark.parametrize(
    "claim",
    [
        "On 12 December 2023 the mayor said that the wall would be useless.",
        "The wall would be of no use against a storm, the mayor said on 12 December.",
        "The mayor said that the wall would be useless.",
        "In its piece on the mayor's wife The Ledger wrote that the wall would be useless.",
    ],
)
def test_who_stands_in_the_headline_is_not_the_report(claim: str) -> None:
    assert said_in_report(claim, Grounds.of([3], LINES)) == claim


def test_a_report_may_be_named_by_its_headline() -> None:
    claim = "In its piece on the Lowmarsh sea wall, The Ledger wrote that the wall is of no use."
    assert said_in_report(claim, Grounds.of([3], LINES)) == "The wall is of no use."
