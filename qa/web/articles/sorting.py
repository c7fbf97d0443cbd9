"""Which articles the table shows, and in what order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeGuard

from index import Summary

Column = Literal["title", "source", "date", "words"]
COLUMNS: tuple[Column, ...] = ("title", "source", "date", "words")
"""The columns that can be sorted by, in their order."""
_LARGEST_FIRST = ("date", "words")
_NOT_SORTED_BY = re.compile(r"^\W+|[\u0300-\u036f]+")
"""Signs before a name, and accents once `unicodedata.normalize` has parted them from letters."""


@dataclass(frozen=True, slots=True)
class SortOrder:
    """By which column the table is sorted, and whether the largest comes first."""

    column: Column = "date"
    is_descending: bool = True

    @property
    def name(self) -> str:
        """A unique name: the column, and whether the largest comes first."""
        return f"{self.column}_down" if self.is_descending else self.column

    def clicked(self, data: object) -> SortOrder:
        """The order after a click on a heading; the same where `data` names no column."""
        column = data.get("column") if isinstance(data, Mapping) else None
        if not _is_column(column):
            return self
        if column == self.column:
            return SortOrder(column, not self.is_descending)
        return SortOrder(column, column in _LARGEST_FIRST)


def read_order(name: str) -> SortOrder:
    """The order of that `name`; the first one where there is none."""
    column = name.removesuffix("_down")
    return SortOrder(column, name != column) if _is_column(column) else SortOrder()


def matching(summaries: Iterable[Summary], typed: str) -> list[Summary]:
    """The articles whose title and source together hold all words of `typed`."""
    words = typed.casefold().split()
    if not words:
        return list(summaries)
    return [one for one in summaries if _holds(one, words)]


def sort(summaries: Sequence[Summary], order: SortOrder) -> list[Summary]:
    """The articles in that order; those without a date or a source last, either way round.

    Args:
        summaries: The newest first; those that are equal stay so.
    """
    key = _KEYS[order.column]
    known = [one for one in summaries if key(one) is not None]
    unknown = [one for one in summaries if key(one) is None]
    return [*sorted(known, key=key, reverse=order.is_descending), *unknown]


def _holds(one: Summary, words: Sequence[str]) -> bool:
    text = f"{one.title} {one.source or ''}".casefold()
    return all(word in text for word in words)


def _name(text: str | None) -> str | None:
    """A title or a source as it is sorted: without case, accents, and signs before it."""
    if text is None:
        return None
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_SORTED_BY.sub("", plain) or plain


_KEYS: dict[Column, Callable[[Summary], Any]] = {
    "title": lambda one: _name(one.title),
    "source": lambda one: _name(one.source),
    "date": lambda one: one.date,
    "words": lambda one: one.words,
}


def _is_column(value: object) -> TypeGuard[Column]:
    return isinstance(value, str) and value in COLUMNS
