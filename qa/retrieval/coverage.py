"""How many articles the filters let pass."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from index import Filters, Summary


@dataclass(frozen=True, slots=True)
class Coverage:
    """Articles that the filters let pass, out of how many."""

    articles: int
    total: int

    @property
    def left_out(self) -> int:
        """Those that they do not."""
        return self.total - self.articles


def coverage(
    filters: Filters, summaries: Iterable[Summary], of_story: Collection[str] | None = None
) -> Coverage:
    """Counts the articles as a search filters them.

    Args:
        of_story: Ids of the articles of the story that the filters name; None where they name none.
    """
    passes = [
        filters.admits(one.source, one.date, one.tags) and (of_story is None or one.id in of_story)
        for one in summaries
    ]
    return Coverage(sum(passes), len(passes))
