"""The stories that most of a collection's articles tell, or of some of them."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest

from index.engine import Store
from index.errors import UsageError
from index.hits import Heading, Story

LOOKED_AT = 100
"""Stories that are looked through, those with most reports in these days."""


def largest_stories(store: Store, articles: Sequence[Heading]) -> list[list[Heading]]:
    """Of each story that several of the articles tell those that do, the story with most reports
    among them first, copies counted once; of each the one first whose title stands for the story,
    where it is among them."""
    days = [one.date for one in articles if one.date]
    if not days:
        return []
    first, last = min(days), max(days)
    try:
        stories = store.stories()
    except UsageError:  # a store on Milvus has none
        return []

    def then(story: Story) -> int:
        return sum(first <= day <= last for day in story.days)

    own = {one.id: one for one in articles}
    found: list[tuple[int, list[Heading]]] = []
    for story in nlargest(LOOKED_AT, stories, key=then):
        told = [own[one.id] for one in store.story_articles(story.id) if one.id in own]
        if len(told) > 1:
            told.sort(key=lambda one: one.title != story.title)
            copies = store.copies([one.id for one in told])
            found.append((len({copies.get(one.id, one.id) for one in told}), told))
    return [told for _, told in sorted(found, key=lambda pair: -pair[0])]
