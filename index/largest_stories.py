"""The stories that most of a collection's articles tell, or of some of them."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest

from index.engine import Engine
from index.errors import UsageError
from index.hits import Heading

LOOKED_AT = 100
"""Stories that are looked through, the largest of those days."""


def largest_stories(store: Engine, articles: Sequence[Heading]) -> list[list[Heading]]:
    """Of each story that several of the articles tell those that do, the story with most first;
    of each the one first whose title stands for the story, where it is among them."""
    days = [one.date for one in articles if one.date]
    if not days:
        return []
    try:
        stories = store.stories()
    except UsageError:  # a store on Milvus has none
        return []
    then = (one for one in stories if one.last >= min(days) and one.first <= max(days))
    titled = {one.id: one.title for one in nlargest(LOOKED_AT, then, key=lambda one: one.reports)}
    own = {one.id for one in articles}
    told = [
        sorted(
            (one for one in store.story_articles(name) if one.id in own),
            key=lambda one: one.title != title,
        )
        for name, title in titled.items()
    ]
    return sorted((one for one in told if len(one) > 1), key=len, reverse=True)
