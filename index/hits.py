"""What is asked of a search, and what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from index.errors import UsageError
from index.given import checked_text
from index.unseen import visible

Context = Sequence[tuple[str, float]]
"""Texts that a query is to be understood by, and how much their words count, 0..1."""


@lru_cache(maxsize=4096)  # of each article again
def source_key(source: str) -> str:
    """A source's name as it is compared: without regard to case, blanks and what is not seen."""
    return " ".join(visible(source).casefold().split())


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles a search may use. Days are inclusive.

    Under `after` or `before` undated articles are left out; `as_of` leaves out
    later articles only. `source` is compared by its `source_key`, as tags are; of `sources`, an
    article may be of any, of `tags`, it has one at least. `story` is the id of a story,
    see `Store.stories`, or of an article in it.

    Raises:
        UsageError: one is no day or no text, or the days contradict each other.
    """

    after: date | None = None
    before: date | None = None
    source: str | None = None
    as_of: date | None = None
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    story: str | None = None

    def __post_init__(self) -> None:
        if self.story is not None:
            checked_text("The story", self.story)
        for source in self.all_sources:
            checked_text("The source", source)
        for tag in self.tags:
            checked_text("The tag", tag)
        for name in ("after", "before", "as_of"):
            day = getattr(self, name)
            if not isinstance(day, date | None) or isinstance(day, datetime):
                raise UsageError(f"{name} must be a day, not {type(day).__name__}.")
        if self.after and self.before and self.after > self.before:
            raise UsageError(
                f"No day is both after {self.after} and before {self.before}; swap the two."
            )

    @property
    def all_sources(self) -> tuple[str, ...]:
        """The names that were given, one or several; empty where every source may be used."""
        return self.sources if self.source is None else (self.source, *self.sources)

    @property
    def source_keys(self) -> frozenset[str] | None:
        """The `source_key` of each source that may be used; None for all.

        Where both `source` and `sources` are given, both hold.
        """
        several = frozenset(map(source_key, self.sources)) if self.sources else None
        if self.source is None:
            return several
        one = frozenset([source_key(self.source)])
        return one if several is None else one & several

    @property
    def tag_keys(self) -> frozenset[str] | None:
        """The `source_key` of each tag of which an article must have one; None for all."""
        return frozenset(map(source_key, self.tags)) if self.tags else None

    @property
    def last_day(self) -> date | None:
        """The last day on which an article may have appeared."""
        return min((day for day in (self.before, self.as_of) if day), default=None)

    def admits(self, source: str | None, day: date | None, tags: Sequence[str]) -> bool:
        """Whether an article of this source and day, with these tags, may be used, if it is of the
        story."""
        keys, wanted = self.source_keys, self.tag_keys
        if keys is not None and source_key(source or "") not in keys:
            return False
        if wanted is not None and wanted.isdisjoint(map(source_key, tags)):
            return False
        if day is None:
            return self.allow_undated
        is_late = self.last_day is not None and day > self.last_day
        return not is_late and not (self.after and day < self.after)

    @property
    def allow_undated(self) -> bool:
        """Whether articles without a date may be used."""
        return not (self.after or self.before)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found: where it stands, its text and its fused score."""

    passage: int
    article_id: str
    start: int
    end: int
    text: str
    score: float
    cosine: float | None
    bm25: float | None
    title: str
    source: str | None
    date: date | None
    url: str | None

    def to_json(self) -> dict[str, Any]:
        """What docs/formats.md shows of a passage, the date in ISO form."""
        names = ("article_id", "start", "end", "score", "text", "title", "source", "date", "url")
        content = {name: getattr(self, name) for name in names}
        return {**content, "date": self.date.isoformat() if self.date else None}


@dataclass(frozen=True, slots=True)
class Heading:
    """An article by what stands above its text."""

    id: str
    title: str
    source: str | None
    date: date | None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list of articles shows of one."""

    id: str
    title: str
    source: str | None
    date: date | None
    url: str | None
    characters: int
    words: int
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """Articles on one chain of events."""

    id: str
    title: str
    """That of the article which tells most of what the others tell."""
    articles: int
    reports: int
    """Articles, copies of one report counted once."""
    first: date
    last: date
    sources: tuple[str, ...]
    """Names, those with most articles first."""
    days: tuple[date, ...]
    """Of each report, rising."""
