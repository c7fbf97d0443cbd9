"""Reports of the story that a digest is of: its beginning and its end are often told in words that
the question does not have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from index import Hit
from qa.types import QueryPlan

MOST = 8
"""Reports of the story, beside those that were found."""


def reports_of_same_story(plan: QueryPlan, found: Sequence[Hit]) -> list[str]:
    """Ids of at most `MOST` further reports of the story that most of the found ones are of, or
    the first one is, the newest and the oldest first, then those between them; none where they are
    of no story, or each of another."""
    store = plan.store
    names = list(dict.fromkeys(hit.article_id for hit in found))
    story_of = {name: story for name in names if (story := store.story_of(name))}
    count = Counter(story_of.values())
    if not count:
        return []
    story, reports = count.most_common(1)[0]
    if reports == 1:
        story = story_of.get(names[0], "")
    if not story:
        return []
    further = [
        one.id
        for one in store.story_articles(story)
        if one.id not in names and plan.filters.admits(one.source, one.date, one.tags)
    ]
    return _ends_first(further)[:MOST]


def _ends_first(names: Sequence[str]) -> list[str]:
    """The last, the first, and then each time what lies in the middle of the widest gap."""
    chosen = list(dict.fromkeys((len(names) - 1, 0))) if names else []
    while len(chosen) < min(MOST, len(names)):
        order = sorted(chosen)
        gaps = [(after - before, before) for before, after in pairwise(order)]
        width, start = max(gaps, key=lambda gap: gap[0])
        chosen.append(start + width // 2)
    return [names[place] for place in chosen]
