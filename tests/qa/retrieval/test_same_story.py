"""Further reports of the story that a digest is of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from builders import hit_of, plan_of

from index import Filters
from index.hits import Heading
from qa.retrieval.same_story import MOST, reports_of_same_story


class Stories:
    """A store that knows nothing but its stories, and which of its articles are roundups and
    copies."""

    def __init__(self, stories: Mapping[str, Sequence[str]]) -> None:
        self._stories = stories

    def story_of(self, article_id: str) -> str | None:
        return next((name for name, own in self._stories.items() if article_id in own), None)

    def story_articles(self, story: str) -> list[Heading]:
        days = enumerate(self._stories[story], start=1)
        return [Heading(one, one, None, date(2024, 5, day)) for day, one in days]

    def roundups(self, article_ids: Iterable[str]) -> set[str]:
        return {one for one in article_ids if "roundup" in one}

    def copies(self, article_ids: Iterable[str]) -> dict[str, int]:
        return {one: int(one[-1]) for one in article_ids if "copy" in one}


FLOOD = [f"flood{number}" for number in range(1, 13)]
STORE = Stories({
    "flood": FLOOD,
    "tram": ["tram1", "tram2", "roundup1"],
    "quake": ["quake1", "quake2", "quake3", "roundup3"],
    "strike": ["strike", "strike-copy1", "strike-copy1b1", "strike-copy2", "strike-copy2b2"],
})  # fmt: skip


def further(*found: str, filters: Filters = Filters()) -> list[str]:
    """The reports that are added to these."""
    hits = [hit_of(article=name, passage=number) for number, name in enumerate(found)]
    return reports_of_same_story(replace(plan_of("What happened?", STORE), filters=filters), hits)


@pytest.mark.parametrize(
    ("found", "added"),
    [
        (["flood3", "cod", "flood4", "tram1"], ["flood12", "flood1"]),  # half of them
        (["roundup1", "flood3", "roundup2"], ["flood12", "flood1"]),
        (["tram1", "roundup2"], ["tram2"]),
        (["tram1", "flood1", "cod"], []),
        (["roundup1"], []),
        (["cod"], []),
        ([], []),
        (["tram1", "tram2"], []),
    ],
)
def test_the_ends_of_the_story_that_half_are_of_come_first(
    found: list[str], added: list[str]
) -> None:
    assert further(*found)[:2] == added


def test_those_between_are_spread_over_the_story() -> None:
    others = further("flood6")
    assert len(set(others)) == MOST and others[:3] == ["flood12", "flood1", "flood7"]


def test_where_the_last_report_is_a_roundup_the_one_before_it_comes_first() -> None:
    assert further("quake1") == ["quake3", "quake2"]


def test_of_copies_one_is_enough() -> None:
    assert further("strike") == ["strike-copy2", "strike-copy1"]
    assert further("strike", "strike-copy2") == ["strike-copy1"]


def test_reports_of_other_days_than_the_filters_admit_are_left_out() -> None:
    assert further("flood1", filters=Filters(as_of=date(2024, 5, 3))) == ["flood3", "flood2"]
