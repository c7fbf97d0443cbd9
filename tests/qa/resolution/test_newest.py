"""Figures that changed: the newest report leads, the older is told."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from builders import evidence_of, hit_of, plan_of, scored

from index import Filters
from qa.resolution.newest import newest_report
from qa.types import Evidence, ScoredSentence

COST = "How much will the tram cost?"


def report(
    text: str,
    short: str,
    day: date | None,
    *,
    answer: float = 5.0,
    source: str | None = None,
) -> ScoredSentence:
    """A sentence that the reader takes `short` for the answer in, of an article of its own."""
    name = f"{day} {text}"
    hit = hit_of(text, article=name, passage=hash(name), source=source, day=day)
    return scored(hit, 0.2, short=short, answer=answer, terms=("tram", "cost"))


def reports(*sentences: ScoredSentence) -> Evidence:
    return evidence_of(*sentences, term_weights={"tram": 2.0, "cost": 1.0})


class Words:
    """A store that takes words for their stems."""

    def terms(self, text: str) -> set[str]:
        return set(text.lower().split())


def newest(text: str, evidence: Evidence, **read: Any) -> Evidence:
    return newest_report(plan_of(text, Words(), **read), evidence)


def notice_of(text: str, evidence: Evidence) -> str:
    """What is told of other reports; empty where nothing is."""
    return " ".join(newest(text, evidence).answer_notices)


MAY = report("The tram will cost 412 million crowns.", "412 million crowns", date(2024, 5, 2))
AUTUMN = report(
    "It will cost 455 million crowns, the ministry said.", "455 million", date(2024, 9, 26)
)


def test_the_newest_figure_leads_and_the_older_is_told() -> None:
    changed = newest(COST, reports(MAY, AUTUMN))
    assert [one.sentence for one in changed.sentences] == [AUTUMN.sentence]
    assert changed.short == "455 million"
    assert changed.sentences[0].probability == MAY.probability + AUTUMN.probability
    assert changed.answer_notices == (
        "Older reports say otherwise: “412 million crowns” (2 May 2024).",
    )
    assert changed.notices == ()


def test_order_of_the_ranking_does_not_matter() -> None:
    changed = newest(COST, reports(AUTUMN, MAY))
    assert changed.best is AUTUMN.sentence and "412 million" in changed.answer_notices[0]


def test_the_same_figure_reported_twice_is_no_change() -> None:
    again = report("It costs 412 million crowns.", "412 million crowns", date(2024, 9, 1))
    given = reports(MAY, again)
    assert newest(COST, given) is given


@pytest.mark.parametrize(
    "other",
    [
        report("The tram has 412 seats.", "412 seats", date(2024, 9, 1)),  # of another unit
        report("It will cost 900 million crowns.", "900 million", None),  # without a day
        report("It will cost 900 million crowns.", "900 million", date(2025, 1, 1), answer=-4.0),
    ],
)
def test_what_is_no_report_of_the_same(other: ScoredSentence) -> None:
    given = reports(MAY, other)
    assert newest(COST, given) is given


def test_reports_of_one_day_disagree_and_both_stay() -> None:
    police = report("4,000 people marched.", "4,000", date(2025, 5, 4), source="Police Gazette")
    union = report("11,000 people marched.", "11,000", date(2025, 5, 5), source="Union Post")
    changed = newest("How many people marched?", reports(police, union))
    assert {one.sentence for one in changed.sentences} == {police.sentence, union.sentence}
    assert changed.best is police.sentence
    (notice,) = changed.answer_notices
    assert "differ" in notice and "11,000" in notice and "Union Post" in notice


@pytest.mark.parametrize(
    "question",
    [
        "How did the cost of the tram change?",
        "List all prices of the tram.",
        "What was the tram at first to cost?",
    ],
)
def test_a_question_about_the_change_keeps_all(question: str) -> None:
    given = reports(MAY, AUTUMN)
    assert newest(question, given) is given


def test_names_change_only_where_the_present_is_asked_for() -> None:
    old = report("Rolf Adderby is the director.", "Rolf Adderby", date(2025, 1, 1))
    new = report("Senna Marlock is the director.", "Senna Marlock", date(2025, 10, 1))
    changed = newest("Who is the director?", reports(old, new))
    assert changed.short == "Senna Marlock" and "Rolf Adderby" in changed.answer_notices[0]
    given = reports(old, new)
    assert newest("Who met the director?", given) is given


def test_number_words_and_digits_are_one_figure() -> None:
    digits = report("6 people died.", "6", date(2025, 1, 1))
    words = report("Six people died.", "Six", date(2025, 2, 1))
    given = reports(digits, words)
    assert newest("How many people died?", given) is given


def test_another_thing_is_not_the_same_thing_later() -> None:
    bridge = report("The toll on the bridge is 5 crowns.", "5 crowns", date(2022, 3, 7))
    tunnel = report("The toll in the tunnel is 9 crowns.", "9 crowns", date(2023, 9, 12))
    bridge = replace(bridge, matched_terms=frozenset({"toll", "bridge"}))
    tunnel = replace(tunnel, matched_terms=frozenset({"toll"}))
    found = replace(reports(bridge, tunnel), term_weights={"toll": 2.0, "bridge": 1.0})
    assert newest("What is the toll on the bridge?", found) is found
    bridge = replace(bridge, matched_terms=frozenset({"toll", "still"}))
    found = replace(reports(bridge, tunnel), term_weights={"toll": 2.0, "still": 1.0})
    assert notice_of("What is the toll still?", found)


def test_reports_of_the_very_same_day_disagree_too() -> None:
    other = report("The tram will cost 455 million crowns.", "455 million crowns", date(2024, 5, 2))
    told = notice_of(COST, reports(MAY, other))
    assert told == "Reports of the same days differ: “455 million crowns” (2 May 2024)."


@pytest.mark.parametrize(
    ("later", "is_another"),
    [("Luis Delgado", True), ("Delgado", False), ("Mayor Ana Delgado", False), ("Luis Orr", True)],
)
def test_a_name_is_more_than_its_last_word(later: str, is_another: bool) -> None:
    before = report("The mayor is Ana Delgado.", "Ana Delgado", date(2022, 3, 7))
    after = report(f"The mayor is {later}.", later, date(2023, 9, 12))
    assert bool(notice_of("Who is the mayor?", reports(before, after))) == is_another


def test_sides_have_reports_of_their_own() -> None:
    given = reports(MAY, AUTUMN)
    assert newest(COST, given, sides=("the tram", "the bridge")) is given


def test_only_reports_of_the_preferred_days_overtake_one_another() -> None:
    spring = Filters(after=date(2024, 4, 1), before=date(2024, 6, 30))
    june = report("The tram will cost 430 million crowns.", "430 million", date(2024, 6, 2))
    found = newest(COST, reports(MAY, AUTUMN, june), preferred=spring)
    assert [one.sentence for one in found.sentences] == [june.sentence, AUTUMN.sentence]
    given = reports(AUTUMN, MAY)
    assert newest(COST, given, preferred=spring) is given
