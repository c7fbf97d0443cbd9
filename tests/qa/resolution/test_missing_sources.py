"""Sources that a question asks for, and of which the store has no article."""

from datetime import date
from typing import Any

import pytest
from builders import evidence_of, hit_of, plan_of, scored

from index import Filters
from qa.resolution.missing_sources import doubt_missing_sources
from qa.types import Evidence, QueryPlan

THEN = date(2025, 1, 9)


class Sources:
    """What is needed of a store: its sources, of which one came later."""

    def sources(self, as_of: date | None = None) -> list[tuple[str, int]]:
        later = [] if as_of == THEN else [("The Ledger", 1)]
        return [("Bay Post", 2), ("Radio Ostrel", 1), *later]


SOURCES: Any = Sources()


def plan(**read: object) -> QueryPlan:
    return plan_of("What does a ticket cost?", SOURCES, **read)


def evidence(text: str = "A ticket costs 6 crowns.") -> Evidence:
    return evidence_of(scored(hit_of(text, title="Tickets"), short=text.split()[0]))


def test_sources_that_are_there_change_nothing() -> None:
    assert doubt_missing_sources(plan(sources=("Bay Post",)), given := evidence()) is given


def test_nothing_answers_where_only_missing_sources_are_asked_for() -> None:
    found = doubt_missing_sources(plan(missing_sources=("The Guardian", "AP")), evidence())
    assert not found.sentences and found.confidence == 0
    assert found.notices == (
        "There is no article from The Guardian or AP. The sources are: Bay Post, Radio Ostrel, "
        "The Ledger.",
    )


def test_what_two_report_is_doubted_where_one_is_not_there() -> None:
    asked = plan(sources=("The Ledger",), missing_sources=("The Guardian",))
    found = doubt_missing_sources(asked, evidence())
    assert found.sentences and found.confidence == evidence().confidence / 3
    assert len(found.notices) == 1


def test_a_filter_that_no_source_has_is_told_and_a_spelling_is_forgiven() -> None:
    told = doubt_missing_sources(plan(filters=Filters(source="The Moon")), evidence())
    assert told.notices[0].startswith("There is no article from The Moon.")
    assert told.confidence == evidence().confidence
    given = evidence()
    assert doubt_missing_sources(plan(filters=Filters(source="bay post")), given) is given


def test_a_source_of_later_days_is_not_named() -> None:
    asked = plan(filters=Filters(as_of=THEN), missing_sources=("The Guardian",))
    (notice,) = doubt_missing_sources(asked, evidence()).notices
    assert notice.endswith("The sources are: Bay Post, Radio Ostrel.")


@pytest.mark.parametrize(
    ("source", "text", "is_spoken_of"),
    [
        ("The Guardian", "As the Guardian reported, a ticket costs 6 crowns.", True),
        ("The Verge", "On the verge of the sand a ticket costs 6 crowns.", False),
        ("AP", "A map of the harbour costs 6 crowns, says the ap.", False),
        ("AP", "AP reports that a ticket costs 6 crowns.", True),
    ],
)
def test_a_source_that_the_best_passage_speaks_of_may_be_missing(
    source: str, text: str, is_spoken_of: bool
) -> None:
    given = evidence(text)
    found = doubt_missing_sources(plan(missing_sources=(source,)), given)
    assert (found is given) == is_spoken_of
