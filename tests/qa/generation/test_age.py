"""How old an answer's newest evidence is, told where a question is about now."""

from datetime import date, timedelta

import pytest
from builders import plan_of

from index import Filters
from qa.generation.age import dated, newest_evidence, old_evidence
from qa.question import Question, QuestionKind
from qa.text.dates import Period
from qa.text.question_forms import asks_of_now
from qa.types import Citation, QueryPlan

TODAY = date(2025, 6, 30)
OLD = date(2025, 1, 9)


def cited(*days: date | None) -> list[Citation]:
    return [
        Citation(n, f"a{n}", "Title", "Post", day, None, "It costs 6 crowns.", 0, 18)
        for n, day in enumerate(days, start=1)
    ]


def asked(
    text: str = "What does it cost?", before: date | None = None, **read: object
) -> QueryPlan:
    question = Question(text, (), Filters(before=before, as_of=TODAY))
    return plan_of(text, question=question, **read)


def told(plan: QueryPlan, *days: date | None, old_after: int = 90) -> str:
    return " ".join(old_evidence(plan, cited(*days), old_after))


def test_the_newest_day_is_named() -> None:
    assert told(asked(), date(2024, 12, 1), OLD) == (
        "The newest article cited here is of 9 January 2025, 6 months before 30 June 2025. "
        "Things may have changed since."
    )
    assert told(asked(), OLD, TODAY - timedelta(days=90)) == ""
    assert "91 days" not in told(asked(), TODAY - timedelta(days=91))
    assert "3 months before" in told(asked(), TODAY - timedelta(days=91))


def test_the_newest_evidence() -> None:
    assert newest_evidence(cited(date(2024, 12, 1), OLD, date(2024, 1, 1))) == OLD
    assert newest_evidence(cited(OLD, None)) is None and newest_evidence([]) is None
    assert dated(OLD, TODAY) == "9 January 2025, 6 months before 30 June 2025"
    assert dated(TODAY, TODAY) == "30 June 2025"
    assert dated(date.today() - timedelta(days=1), None).endswith(", a day ago")


@pytest.mark.parametrize(
    ("age", "old_after", "says"),
    [
        (2, 1, "28 June 2025, 2 days before"),
        (60, 30, "60 days before"),
        (61, 30, "2 months before"),
        (729, 90, "24 months before"),
        (731, 90, "2 years before"),
        (3700, 90, "10 years before"),
    ],
)
def test_ages(age: int, old_after: int, says: str) -> None:
    assert says in told(asked(), TODAY - timedelta(days=age), old_after=old_after)
    assert told(asked(), TODAY - timedelta(days=age), old_after=age) == ""


def test_without_a_day_given_it_counts_from_today() -> None:
    long_ago = date.today() - timedelta(days=1000)
    plan = plan_of("What does it cost?")
    assert "3 years ago." in told(plan, long_ago)
    assert told(plan, date.today()) == ""
    assert told(plan, date.today() + timedelta(days=5)) == ""


def test_what_is_undated_may_be_newer() -> None:
    assert told(asked(), OLD, None) == told(asked(), None) == told(asked()) == ""


def test_questions_of_days_are_about_these_days() -> None:
    day = date(2025, 1, 1)
    period = Period(first=day, last=day, words="in January", exact=False, start=0, end=10)
    assert told(asked(periods=(period,)), OLD) == ""
    assert told(asked(before=date(2025, 2, 1)), OLD) == ""
    assert told(asked(before=TODAY), OLD)


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_an_overview_is_of_now_only_where_it_asks_for_the_latest(kind: QuestionKind) -> None:
    is_digest = kind in (QuestionKind.OVERVIEW, QuestionKind.TIMELINE)
    assert bool(told(asked("What is known of the tram?", kind=kind), OLD)) is not is_digest
    assert told(asked("the latest on the tram", kind=kind, wants_newest=True), OLD)


@pytest.mark.parametrize(
    "text",
    [
        "Who is the mayor?", "who's the mayor", "What does the tram cost?", "Who leads the party?",
        "Is the bridge open?", "Has it opened?", "And does it run on Sundays?", "Will it open?",
        "How many people are there?", "When will it open?", "Why is it closed?", "Who owns it",
        "Where do the ferries land?", "How much has been paid?", "Which of the routes are open?",
        "What kind of tickets are sold?", "Isn't it open?",
    ],
)  # fmt: skip
def test_of_now(text: str) -> None:
    assert asks_of_now(text)


@pytest.mark.parametrize(
    "text",
    [
        "Who was the mayor?", "What did it cost?", "How many died?", "Did it open?", "flood deaths",
        "What is the name of the man who was killed?", "What is known of the flood of 2021?",
        "Was it safe?", "Who had the keys?", "Why has nobody said what happened?",
        "Who won the race?", "Tell me about the flood", "The mayor is who?", "",
        "Who said it is safe?", "Who won the race that is run in Ostrel?", "What words did he use?",
        "Which of the six men who stood there said that he is ill?",
        "Whose is it, and was it lost?",
    ],
)  # fmt: skip
def test_of_then(text: str) -> None:
    assert not asks_of_now(text)
