"""RSS and Atom: an article an entry."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import feedparser

from index.errors import ReadError
from index.readers.decoding import decode_markup, encoding_of
from index.readers.markup import MARKUP_DAMAGE, plain_text
from index.readers.records import day_if_any, record_result, web_address
from index.readers.results import Result, Results, refusal

_ROOT = re.compile(
    r"\s*+(?>(?><\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?>\[.*?\]\s*+)?>)\s*+)*+"
    r"<(?:\w+:)?(?:rss|feed|rdf)\b",
    re.IGNORECASE | re.DOTALL,
)
_END = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_ENTRY = re.compile(r"<(/?)(?:\w+:)?(?:item|entry)(?=[\s/>])[^<>]*>", re.IGNORECASE)
_QUOTED = re.compile(r"<!\[CDATA\[|<!--")
_LOOKED_AT = 20_000
_AS_UTF8 = {"content-type": "application/xml; charset=utf-8"}


def is_feed(data: bytes) -> bool:
    """Whether the root of these bytes is that of RSS or Atom."""
    return bool(_ROOT.match(data[:_LOOKED_AT].decode(encoding_of(data), "ignore")))


def read_feed(data: bytes, name: str) -> Results:
    """The articles of a feed; what an entry's date says of the day stays that day."""
    text = decode_markup(data)
    try:
        feed = _parse(text)
        source = plain_text(feed.feed.get("title", ""))
    except MARKUP_DAMAGE as error:
        yield refusal(name, None, ReadError(f"is a damaged feed: {error}"), data)
        return
    except ReadError as error:
        yield refusal(name, None, error, data)
        return
    opened, closed = _count_entries(text)
    whole = feed.entries[:closed]
    for number, entry in enumerate(whole, 1):
        yield _entry_result(entry, source, name, number)
    if not _END.search(text):
        yield refusal(name, None, ReadError(f"is cut off after entry {len(whole)}"))
    elif not opened == closed == len(feed.entries):
        reason = f"is a damaged feed: {opened} entries begin in it, {closed} end"
        yield refusal(name, None, ReadError(reason))


def _count_entries(text: str) -> tuple[int, int]:
    """How many entries are opened and how many closed; what stands in their text is none."""
    opened = closed = 0
    for markup in _markup(text):
        for tag in _ENTRY.finditer(markup):
            is_end = bool(tag[1])
            opened += not is_end
            closed += is_end or tag[0].endswith("/>")
    return opened, closed


def _markup(text: str) -> Iterator[str]:
    """The text without comments and quoted data."""
    at = 0
    while start := _QUOTED.search(text, at):
        yield text[at : start.start()]
        close = "-->" if start[0] == "<!--" else "]]>"
        at = text.find(close, start.end())
        if at < 0:
            return
        at += len(close)
    yield text[at:]


def _parse(text: str) -> Any:
    """The feed, read from bytes in UTF-8: nothing is fetched, and no entity is expanded."""
    if not _ROOT.match(text):
        raise ReadError("is not an RSS or Atom feed")
    if "<!ENTITY" in text:
        raise ReadError("declares entities of its own, which are not expanded for safety")
    feed = feedparser.parse(
        io.BytesIO(text.encode(errors="replace")),
        response_headers=_AS_UTF8,
        resolve_relative_uris=False,
        sanitize_html=True,
    )
    if not feed.entries:
        reason = f"is a damaged feed: {feed.bozo_exception}" if feed.bozo else "has no entries"
        raise ReadError(reason)
    return feed


def _entry_result(entry: Mapping[str, Any], source: str, name: str, number: int) -> Result:
    try:
        fields = _fields(entry)
    except MARKUP_DAMAGE as error:
        return refusal(name, number, ReadError(f"is a damaged entry: {error}"), entry)
    return record_result({**fields, "source": source}, name, number)


def _fields(entry: Mapping[str, Any]) -> dict[str, object]:
    contents = [content.get("value") for content in entry.get("content", ())]
    link = web_address(entry.get("link"))
    return {
        "id": entry.get("id") or link,
        "text": plain_text(next(filter(None, contents), entry.get("summary", ""))),
        "title": plain_text(entry.get("title", "")),
        "date": day_if_any(entry.get("published") or entry.get("updated")),
        "url": link,
        "authors": [author["name"] for author in entry.get("authors", ()) if author.get("name")],
    }
