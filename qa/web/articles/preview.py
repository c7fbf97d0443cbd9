"""Articles that were read and are not stored yet, and the fields that a person has edited.

The articles themselves are kept on the server, in a file without a name once they are
many; the browser has the fields of the first ones, and a few words of each.
"""

from __future__ import annotations

import json
import tempfile
import weakref
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum

from index import Article
from index.articles import one_line
from index.errors import ReadError, UsageError
from index.readers import Unreadable, first_sentence
from index.readers.refusals import Refusals
from index.readers.titles import cut
from index.unseen import inert
from qa.i18n import say
from qa.text.filters import read_day

EDITABLE = 50
"""Articles whose fields can be edited; those after them are stored as they are."""
LONGEST_FIELD = 300
_IN_MEMORY = 4 * 2**20
_OPENING = 300


class ArticleStatus(StrEnum):
    """What an article would be in the store."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "already there"


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one article, as they stand on the page."""

    title: str
    source: str
    day: str


@dataclass(frozen=True, slots=True)
class PreviewEntry:
    """One article as it was understood; `opening` is how its text begins."""

    id: str
    title: str
    source: str | None
    date: date | None
    opening: str
    words: int
    status: ArticleStatus

    @property
    def fields(self) -> Fields:
        """Its fields as the page shows them before they are edited."""
        day = self.date.isoformat() if self.date else ""
        return Fields(inert(self.title), inert(self.source or ""), day)


class Preview:
    """Articles that were read, in their order, and what could not be read."""

    def __init__(self) -> None:
        self.entries: list[PreviewEntry] = []
        self.statuses: Counter[ArticleStatus] = Counter()
        self._refusals = Refusals()
        self.edited: list[Fields] = []
        """The fields of `entries` as the page has sent them back; empty before that."""
        self._ids: set[str] = set()
        self._kept = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        weakref.finalize(self, self._kept.close)

    def __len__(self) -> int:
        return len(self._ids)

    def skip(self, unreadable: Unreadable) -> None:
        """Notes something that could not be read."""
        self._refusals.add(unreadable)

    @property
    def skipped(self) -> list[Unreadable]:
        """What could not be read: the first of each file, then one for all others of it."""
        return self._refusals.listed()

    def take(self, article: Article, stored_hash: str | None) -> None:
        """Keeps an article; a second one with the same id is skipped, as a build skips it.

        Args:
            stored_hash: The hash of the article of that id in the store, if there is one.
        """
        if article.id in self._ids:
            reason = f"has the id {article.id!r} that an earlier article has too"
            self.skip(Unreadable(article.id, None, reason))
            return
        status = ArticleStatus.CHANGED if stored_hash else ArticleStatus.NEW
        if stored_hash == article.content_hash:
            status = ArticleStatus.KNOWN
        self._kept.write(_line_of(article))
        self._ids.add(article.id)
        self.statuses[status] += 1
        if len(self.entries) < EDITABLE:
            self.entries.append(_entry(article, status))

    def articles(self) -> Iterator[Article]:
        """All articles, the first ones with what was typed into their fields.

        Raises:
            UsageError: as `with_fields`.
        """
        self._kept.seek(0)
        for number, line in enumerate(self._kept):
            article = _article_of(line)
            if number < len(self.edited):
                article = with_fields(
                    article, self.entries[number], self.edited[number], number + 1
                )
            yield article

    def problems(self) -> dict[int, str]:
        """What is wrong with the fields of which article, counted from 1."""
        found = {}
        for number, (entry, fields) in enumerate(zip(self.entries, self.edited, strict=False), 1):
            try:
                with_fields(Article(entry.id, "", ""), entry, fields, number)
            except UsageError as error:
                found[number] = str(error)
        return found


def with_fields(article: Article, entry: PreviewEntry, edited: Fields, number: int) -> Article:
    """The article with those fields that differ from what was shown; its id never changes.

    Where the title was emptied, the first sentence takes its place, as when an article is read.

    Args:
        number: Of the article in the preview, from 1; for the words of an error.

    Raises:
        UsageError: the date is not a day, or a field holds what is not text.
    """
    shown = entry.fields
    title, source, day = article.title, article.source, article.date
    if edited.title != shown.title:
        title = _field(_name("title", number), edited.title) or first_sentence(article.text)
    if edited.source != shown.source:
        source = _field(_name("source", number), edited.source) or None
    if edited.day.strip() != shown.day:
        day = read_day(_name("day", number), edited.day)
    return replace(article, title=title, source=source, date=day)


def read_fields(data: object, preview: Preview) -> list[Fields] | None:
    """The fields that the page sends back; None where `data` is not one row for each entry."""
    rows = data.get("rows") if isinstance(data, Mapping) else None
    if not isinstance(rows, list) or len(rows) != len(preview.entries):
        return None
    fields = [_fields(row) for row in rows]
    return [one for one in fields if one] if all(fields) else None


def _fields(row: object) -> Fields | None:
    if not isinstance(row, Mapping):
        return None
    title, source, day = (row.get(name) for name in ("title", "source", "day"))
    if not (isinstance(title, str) and isinstance(source, str) and isinstance(day, str)):
        return None
    longest = max(len(title), len(source), len(day))
    return Fields(title, source, day) if longest <= 4 * LONGEST_FIELD else None


def field_in_words(field: str) -> str:
    """What a field of the preview is called: title, source or day."""
    return say("articles.date" if field == "day" else f"articles.{field}")


def _name(field: str, number: int) -> str:
    """What a field of an article is called in an error."""
    return say("adding.field_of", field=field_in_words(field), number=number)


def _field(name: str, typed: str) -> str:
    try:
        return cut(one_line(typed) or "")
    except ReadError as error:
        raise UsageError(f"{name}: it {error}.") from error


def _entry(article: Article, status: ArticleStatus) -> PreviewEntry:
    about = (article.id, article.title, article.source, article.date)
    return PreviewEntry(*about, article.text[:_OPENING], len(article.text.split()), status)


def _line_of(article: Article) -> bytes:
    day = article.date.isoformat() if article.date else None
    return json.dumps({**asdict(article), "date": day}).encode() + b"\n"


def _article_of(line: bytes) -> Article:
    fields = json.loads(line)
    day = date.fromisoformat(fields["date"]) if fields["date"] else None
    lists = {name: tuple(fields[name]) for name in ("authors", "tags")}
    return Article(**{**fields, "date": day, **lists})
