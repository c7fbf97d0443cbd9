"""Plain text, which may open with its date or with a few lines of metadata."""

from __future__ import annotations

import re

from index.articles import Article
from index.readers.decoding import decode_text
from index.readers.records import KEYS, day_of_address
from index.readers.repeats import read_text

_SEED = re.compile(r"\s*date[ \t]+([0-9]{4}-[0-9]{2}-[0-9]{2})(?=\s|\Z)", re.IGNORECASE)
_KEY_LINE = re.compile(
    rf"[ \t]*({KEYS})[ \t]*:([^\r\n]{{0,500}})(?:\r\n?|\n|\Z)",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"\s*")


def text_article(data: bytes, name: str) -> Article:
    """The article of a text file.

    Raises:
        ReadError: it is not UTF-8, holds no text, or opens with a date that does not exist.
    """
    return opened_article(decode_text(data), name)


def opened_article(text: str, name: str, url: str | None = None) -> Article:
    """The article of a text with its opening, if any, as metadata; fetched from `url`, that is
    its id, its address, and may tell its day."""
    fields, body = split_date(text)
    if not fields:
        fields, body = _split_block(text)
    elif body.lstrip(" \t")[:1] in ("\r", "\n"):  # the date has a line of its own
        more, body = _split_block(body)
        fields = {**more, **fields}
    given = {"id": url, "url": url} if url else {}
    return read_text({"date": day_of_address(url), **fields, **given, "text": body}, name)


def split_date(text: str) -> tuple[dict[str, str], str]:
    """The date of an opening `date YYYY-MM-DD`, and the body after it."""
    if opening := _SEED.match(text):
        return {"date": opening[1]}, text[opening.end() :]
    return {}, text


def _split_block(text: str) -> tuple[dict[str, str], str]:
    """Leading `title:`, `source:`, … lines, and the body; a line of prose is none of them."""
    fields: dict[str, str] = {}
    blanks = _BLANKS.match(text)
    at = blanks.end() if blanks else 0
    while line := _KEY_LINE.match(text, at):
        fields.setdefault(line[1].lower(), line[2].strip())
        at = line.end()
    return fields, text[at:]
