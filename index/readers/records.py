"""Named fields, as a JSON object, a CSV row or front matter holds them, to an article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from index.articles import Article, normalise, one_line, parse_day
from index.errors import ReadError
from index.readers.results import Found, Result, refusal
from index.readers.titles import cut, first_sentence
from index.tags import tags_in

MAX_ID = 2_000
"""Characters of an id or a URL."""
KEYS = "title|source|url|date|authors?|tags"
"""Names of fields that open a line of a text, as a pattern."""

_LONGEST_DATE = 100
_VISIBLE = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060-\u2064]")
_NOT_IN_IDS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_DAY_IN_PATH = re.compile(
    r"/((?:19|20)[0-9]{2})[/-]([0-9]{1,2}|[a-z]{3,9})[/-]([0-9]{1,2})(?=[/-]|\Z)", re.IGNORECASE
)
_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+", re.IGNORECASE)


def record_result(record: object, name: str, line: int | None, number: int | None = None) -> Result:
    """The article of one of several records of a file, or the reason why there is none.

    Where no id is given, the record's `number` makes one, which is its line in most files.
    """
    number = line if number is None else number
    try:
        return Found(read_record(record, name if number is None else f"{name}#{number}"), line)
    except ReadError as error:
        return refusal(name, line, error, record if isinstance(record, Mapping) else "")


def read_record(record: object, default_id: str) -> Article:
    """The article of one object with the fields of the contract; others are ignored.

    Raises:
        ReadError: it is not an object, has no text, or a field is not what it should be.
    """
    if not isinstance(record, Mapping):
        raise ReadError("is not an object with fields")
    text = _text(record)
    url = web_address(record.get("url"))
    day = _scalar(record, "date")
    return Article(
        id=_checked((_scalar(record, "id") or "").strip() or url or default_id),
        text=text,
        title=cut(one_line(_scalar(record, "title")) or first_sentence(text)),
        source=cut(one_line(_scalar(record, "source")) or "") or None,
        date=parse_day(day[:_LONGEST_DATE]) if day else None,
        url=url,
        authors=_authors(record.get("authors") or record.get("author")),
        tags=tags_in(record.get("tags")),
    )


def web_address(value: object) -> str | None:
    """The value if it is an http or https address, else None: no other kind is ever kept."""
    address = value.strip() if isinstance(value, str) else ""
    if len(address) > MAX_ID or not _WEB_ADDRESS.fullmatch(address):
        return None
    try:
        return address if urlsplit(address).hostname else None
    except ValueError:
        return None


def day_if_any(value: str | None) -> str | None:
    """The day of a date in a page's or a feed's own metadata; None where it cannot be read."""
    try:
        return parse_day(value[:_LONGEST_DATE]).isoformat() if value else None
    except ReadError:
        return None


def day_of_address(url: str | None) -> str | None:
    """The day that stands in the path of an address, as in `/2024/09/26/`; None where none does.

    Months may be words (`/2024/sep/26/`).
    """
    for found in _DAY_IN_PATH.finditer(urlsplit(url).path if url else ""):
        year, month, day = found.groups()
        written = f"{day} {month} {year}" if month.isalpha() else f"{year}-{month:0>2}-{day:0>2}"
        if known := day_if_any(written):
            return known
    return None


def _text(record: Mapping[str, object]) -> str:
    if "text" not in record:
        raise ReadError('has no field "text"')
    value = record["text"]
    if not isinstance(value, str | None):
        raise ReadError('has a field "text" that is not text')
    text = normalise(value or "")
    if _VISIBLE.search(text):
        return text
    raise ReadError("has no text")


def _scalar(record: Mapping[str, object], name: str) -> str | None:
    value = record.get(name)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise ReadError(f'has a field "{name}" that is not text')


def _checked(identity: str) -> str:
    if len(identity) > MAX_ID:
        raise ReadError(f"has an id of {len(identity):,} characters; at most {MAX_ID:,} are read")
    if _NOT_IN_IDS.search(identity):
        raise ReadError("has an id with a line break, a control character or half a character")
    return identity


def _authors(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(";" if ";" in value else ",")
    names = value or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ReadError('has a field "authors" that is not a list of names')
    return tuple(name for name in map(one_line, names) if name)
