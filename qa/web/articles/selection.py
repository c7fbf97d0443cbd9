"""Which articles the library shows: those of a source or a time, in what order, which page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index import Summary
from index.hits import source_key
from qa.web.articles.sorting import SortOrder, sort
from qa.web.articles.timeline import OTHERS, UNNAMED

PER_PAGE = 50
"""Articles of a page."""


@dataclass(slots=True)
class Arranging:
    """What one page does to the table; one object for as long as the page is open."""

    typed: str = ""
    """For what the table was searched last."""
    kept_at: int = 0
    """`steps` when articles began to be stored."""
    steps: int = 0
    """How often the user chose what to show, removed something or put it back: whatever began
    before the last time shows nothing."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What was clicked in the picture and the table."""

    order: SortOrder = SortOrder()
    page: int = 0
    """From 0."""
    source: str | None = None
    """A source's name, or `UNNAMED` or `OTHERS` of the picture; None for all."""
    first: date | None = None
    last: date | None = None
    tag: str | None = None
    """A tag; None for all articles."""

    @property
    def narrows(self) -> bool:
        """Whether some articles are left out."""
        return not (self.source is None and self.first is None and self.tag is None)

    def sorted_by(self, data: object) -> Selection:
        """After a click on the heading of a column."""
        return replace(self, order=self.order.clicked(data), page=0)

    def turned_to(self, data: object) -> Selection:
        """After a click on another page."""
        page = data.get("page") if isinstance(data, Mapping) else None
        return replace(self, page=max(0, page)) if type(page) is int else self

    def narrowed_to(self, data: object) -> Selection:
        """After a click on a source or a bar of the picture or on a tag, a second one takes it off;
        without any, after a click that shows all again."""
        if not isinstance(data, Mapping):
            return self
        first, last = read_day(data.get("first")), read_day(data.get("last"))
        if isinstance(source := data.get("source"), str):
            return replace(self, page=0, source=None if source == self.source else source)
        if isinstance(tag := data.get("tag"), str):
            return replace(self, page=0, tag=None if tag == self.tag else tag)
        if first and last:
            is_same = (first, last) == (self.first, self.last)
            times = (None, None) if is_same else (first, last)
            return replace(self, page=0, first=times[0], last=times[1])
        return Selection(self.order)

    def begun(self) -> Selection:
        """Its first page."""
        return replace(self, page=0)

    def of(self, summaries: Sequence[Summary], named: Sequence[str] = ()) -> list[Summary]:
        """Those of the articles that it lets pass.

        Args:
            named: The sources that the picture names; all others are `OTHERS`.
        """
        if not self.narrows:
            return list(summaries)
        keys = set(map(source_key, named))
        wanted = source_key(self.source or "")
        return [
            one
            for one in summaries
            if self._has_time(one.date)
            and self._has_source(one.source or "", wanted, keys)
            and self._has_tag(one.tags)
        ]

    def shown_of(self, found: Sequence[Summary]) -> tuple[list[Summary], int, int]:
        """The articles of its page, that page or the last one, and how many pages there are."""
        pages = max(1, -(-len(found) // PER_PAGE))
        page = min(self.page, pages - 1)
        return sort(found, self.order)[page * PER_PAGE :][:PER_PAGE], page, pages

    def _has_time(self, day: date | None) -> bool:
        if self.first is None or self.last is None:
            return True
        return day is not None and self.first <= day <= self.last

    def _has_source(self, source: str, wanted: str, named: set[str]) -> bool:
        if self.source is None:
            return True
        if self.source == UNNAMED:
            return not source
        if self.source == OTHERS:
            return source_key(source) not in named
        return source_key(source) == wanted

    def _has_tag(self, tags: Sequence[str]) -> bool:
        return self.tag is None or source_key(self.tag) in map(source_key, tags)


def read_day(value: object) -> date | None:
    """An ISO day out of the page, which is not trusted; None where it is none."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
