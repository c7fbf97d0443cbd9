"""How many articles the filters let pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index import Filters, Summary
from index.hits import source_key


@dataclass(frozen=True, slots=True)
class Coverage:
    """Articles that the filters let pass, out of how many."""

    articles: int
    total: int

    @property
    def left_out(self) -> int:
        """Those that they do not."""
        return self.total - self.articles


def coverage(filters: Filters, summaries: Iterable[Summary]) -> Coverage:
    """Counts the articles as a search filters them."""
    source = source_key(filters.source) if filters.source else None
    passes = [_passes(one, filters, source) for one in summaries]
    return Coverage(sum(passes), len(passes))


def _passes(one: Summary, filters: Filters, source: str | None) -> bool:
    if source is not None and (one.source is None or source_key(one.source) != source):
        return False
    if one.date is None:
        return filters.allow_undated
    is_early = filters.after is not None and one.date < filters.after
    is_late = filters.last_day is not None and one.date > filters.last_day
    return not (is_early or is_late)
