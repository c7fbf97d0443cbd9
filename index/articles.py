"""What an article is, and the one form in which its text is stored.

Knows nothing of files: `index.readers` makes articles out of them.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.errors import ReadError
from index.marks import MAX_MARKS, has_long_run
from index.words import MONTHS

MAX_CHARACTERS = 5_000_000
"""Longest stored text of one article, in characters; longer ones are refused."""

_PARAGRAPH_MARKS = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_AROUND_BREAK = re.compile(r" ?\n[ \n]*")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff]")
_ISO_DAY = re.compile(r"\s*(\d{4})(-?)(\d{2})\2(\d{2})(?=$|[TtZz+\s])")
_AS_WRITTEN: Any = {
    "REQUIRE_PARTS": ["year", "month", "day"],
    "PARSERS": ["absolute-time"],  # no "yesterday": the day of indexing is not the article's
}
_MONTH_IN_WORDS = re.compile(
    rf"(?<![^\W\d_])(?:{'|'.join(month[:3] for month in MONTHS)})", re.IGNORECASE
)
"""Without one, 01/02/2026 is one day in London and another in New York."""
_NUMBERS = re.compile(r"\s*\d+\s*[./-]\s*\d+\s*[./-]\s*\d+(?![\d/-])")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Article:
    """A dated piece of text. `text` is in the stored form of `normalise`."""

    id: str
    text: str
    title: str
    source: str | None = None
    date: date | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def content_hash(self) -> str:
        """SHA-256, in hexadecimal, of everything but the id: what makes a change a change."""
        day = self.date.isoformat() if self.date else None
        content: list[Any] = [self.text, self.title, self.source, day, self.url]
        content.append(list(self.authors))
        if self.tags:  # what has none keeps the hash that it had before there were any
            content.append(list(self.tags))
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def normalise(text: str) -> str:
    """The stored form: Unicode NFC, runs of blanks to one, paragraphs kept.

    A blank line stays a blank line, a single line break a single one; control
    characters and byte order marks go. No letter, mark or word is changed.

    Raises:
        ReadError: the text holds half of a surrogate pair or more than `MAX_MARKS` accents on
            one letter, or is over `MAX_CHARACTERS`.
    """
    if _SURROGATE.search(text):
        raise ReadError("holds half a character (a lone surrogate); save it anew as UTF-8")
    text = _CONTROLS.sub("", _PARAGRAPH_MARKS.sub("\n", text))
    if has_long_run(text):
        raise ReadError(f"holds a letter with more than {MAX_MARKS} accents on it")
    text = _BLANKS.sub(" ", unicodedata.normalize("NFC", text))
    text = _AROUND_BREAK.sub(lambda run: "\n\n" if run[0].count("\n") > 1 else "\n", text).strip()
    if len(text) > MAX_CHARACTERS:
        raise ReadError(f"has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read")
    return text


def one_line(text: str | None) -> str | None:
    """A metadata value on one line in the stored form, or None where there is none."""
    return normalise(text).replace("\n\n", " ").replace("\n", " ") or None if text else None


def parse_day(value: str) -> date:
    """The day a date names: ISO first (a timestamp is cut to the day), else as people write it.

    Raises:
        ReadError: it is no date, not one that exists, or can be read in two ways.
    """
    if iso := _ISO_DAY.match(value):
        year, month, day = (int(part) for part in iso.group(1, 3, 4))
        try:
            return date(year, month, day)
        except ValueError as error:
            raise ReadError(f"has the date {value.strip()[:40]!r}, which does not exist") from error
    import dateparser  # only now: loading it takes longer than all else here

    found = dateparser.parse(value[:100], languages=["en"], settings=_AS_WRITTEN)
    is_clear = _MONTH_IN_WORDS.search(value) or (
        found and found.day == found.month and _NUMBERS.match(value)
    )
    if found and is_clear:
        return found.date()
    raise ReadError(f"has the date {value.strip()[:40]!r}; write it as YYYY-MM-DD")
