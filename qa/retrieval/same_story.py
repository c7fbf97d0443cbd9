"""Reports of the story that a digest is of: its beginning and its end are often told in words that
the question does not have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from index import Hit, Store
from qa.types import QueryPlan

MOST = 8
"""Reports of the story, beside those that were found; fewer of them are read."""


def reports_of_same_story(plan: QueryPlan, found: Sequence[Hit]) -> list[str]:
    """Ids of at most `MOST` further reports of the story that half of the found ones are of.

    The newest and the oldest come first, then those between them. Copies and roundups are left out.
    """
    names = list(dict.fromkeys(hit.article_id for hit in found))
    story = _story_of(plan.store, names)
    if story is None:
        return []
    others = [
        one.id
        for one in plan.store.story_articles(story)
        if one.id not in names and plan.filters.admits(one.source, one.date, one.tags)
    ]
    roundups = plan.store.roundups(others)
    reports = [name for name in others if name not in roundups]
    return _ends_first(_without_copies(plan.store, names, reports))


def _story_of(store: Store, names: Sequence[str]) -> str | None:
    """The story of half of these reports or more; what roundups are of says nothing."""
    story_of = {name: store.story_of(name) for name in names}
    if not any(story_of.values()):
        return None
    roundups = store.roundups(names)
    stories = [story for name, story in story_of.items() if name not in roundups]
    story, own = next(iter(Counter(filter(None, stories)).most_common(1)), (None, 0))
    return story if own >= len(stories) / 2 else None


def _without_copies(store: Store, names: Sequence[str], others: Sequence[str]) -> list[str]:
    """The other reports without those that are copies of one another, or of a named one."""
    report_of = store.copies([*names, *others])
    told = {report_of[name] for name in names if name in report_of}
    kept = []
    for name in others:
        report = report_of.get(name)
        if report in told:
            continue
        told |= {report} if report is not None else set()
        kept.append(name)
    return kept


def _ends_first(names: Sequence[str]) -> list[str]:
    """At most `MOST`: the last, the first, then each time what lies in the middle of the widest
    gap."""
    chosen = list(dict.fromkeys((len(names) - 1, 0))) if names else []
    while len(chosen) < min(MOST, len(names)):
        order = sorted(chosen)
        gaps = [(after - before, before) for before, after in pairwise(order)]
        width, start = max(gaps, key=lambda gap: gap[0])
        chosen.append(start + width // 2)
    return [names[place] for place in chosen]
