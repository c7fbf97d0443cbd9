"""Further reports of the story that a digest is of."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from builders import hit_of, plan_of

from index import Filters
from index.hits import Heading
from qa.retrieval.same_story import MOST, reports_of_same_story


class Stories:
    """A store that knows nothing but its stories."""

    def __init__(self, stories: Mapping[str, Sequence[str]]) -> None:
        self._stories = stories

    def story_of(self, article_id: str) -> str | None:
        return next((name for name, own in self._stories.items() if article_id in own), None)

    def story_articles(self, story: str) -> list[Heading]:
        days = enumerate(self._stories[story], start=1)
        return [Heading(one, one, None, date(2024, 5, day)) for day, one in days]


FLOOD = [f"flood{number}" for number in range(1, 13)]
STORE = Stories({"flood": FLOOD, "tram": ["tram1", "tram2"]})


@pytest.mark.parametrize(
    ("found", "further"),
    [
        (["flood3", "cod", "flood4", "tram1"], ["flood12", "flood1"]),  # most of them
        (["tram2", "cod", "flood1"], ["tram1"]),  # the first of them
        (["cod", "tram1", "flood1"], []),
        (["cod"], []),
        ([], []),
        (["tram1", "tram2"], []),
    ],
)
def test_the_ends_of_the_story_that_most_are_of_come_first(
    found: list[str], further: list[str]
) -> None:
    plan = plan_of("What happened?", STORE)
    hits = [hit_of(article=name, passage=number) for number, name in enumerate(found)]
    assert reports_of_same_story(plan, hits)[:2] == further


def test_those_between_are_spread_over_the_story() -> None:
    plan = plan_of("What happened?", STORE)
    others = reports_of_same_story(plan, [hit_of(article="flood6")])
    assert len(set(others)) == MOST and others[:3] == ["flood12", "flood1", "flood7"]


def test_reports_of_other_days_than_the_filters_admit_are_left_out() -> None:
    plan = replace(plan_of("What happened?", STORE), filters=Filters(as_of=date(2024, 5, 3)))
    assert reports_of_same_story(plan, [hit_of(article="flood1")]) == ["flood3", "flood2"]
