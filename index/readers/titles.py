"""A title for a text that comes without one, and how long a title is at most."""

from __future__ import annotations

import re

from index.sentences import sentence_spans
from index.words import MONTHS, WEEKDAYS

MAX_TITLE = 300
"""Characters of a title."""

_LOOKED_AT = 2_000
_MONTH = "|".join(rf"{month[:3]}(?:{month[3:]})?\.?" for month in MONTHS)
_DAY = rf"\d{{4}}-\d\d-\d\d|\d{{1,2}} (?:{_MONTH}),? \d{{4}}|(?:{_MONTH}) \d{{1,2}},? \d{{4}}"
_DATELINE = re.compile(rf"(?:^|[\s,|·–—-])(?P<date>{_DAY})$")
"""The day that ends a line, …"""
_LONGEST_DATELINE = 140
_NO_SOURCE = re.compile(
    rf"(?:by|published|updated|posted)\b.*|(?:{'|'.join(WEEKDAYS)})", re.IGNORECASE
)
"""… and what stands before it that is no source."""
_KEY = re.compile(r"\w{1,20}:\s")


def first_sentence(text: str) -> str:
    """The first sentence of a stored text on one line, cut at a word if it is long."""
    start, end = next(iter(sentence_spans(text[:_LOOKED_AT])), (0, 0))
    return cut(" ".join(text[start:end].split()))


def split_headline(text: str) -> tuple[dict[str, str], str]:
    """The headline of a text that was copied from a page, with the source and the day that stand
    in a line of their own under it, and the body; no fields where the text opens otherwise."""
    title, _, rest = text.replace("\r\n", "\n").lstrip().partition("\n")
    under, _, body = rest.lstrip().partition("\n")
    title, under = title.strip(), under.strip()
    is_apart = body.lstrip(" \t").startswith("\n") and bool(body.strip())
    is_title = 0 < len(title) <= MAX_TITLE and not title.endswith(".") and not _KEY.match(title)
    if not (is_apart and is_title and len(under) <= _LONGEST_DATELINE):
        return {}, text
    said = _DATELINE.search(under)
    if said is None or _DATELINE.search(title):
        return {}, text
    parts = [part.strip() for part in re.split(r"[,|·–—]| - ", under[: said.start()])]
    source = ", ".join(part for part in parts if part and not _NO_SOURCE.fullmatch(part))
    fields = {"title": title, "date": said["date"]} | ({"source": source} if source else {})
    return fields, body.strip()


def cut(line: str) -> str:
    """A line of at most `MAX_TITLE` characters: what is longer ends at a word."""
    if len(line) <= MAX_TITLE:
        return line
    return (line[:MAX_TITLE].rpartition(" ")[0] or line[: MAX_TITLE - 1]) + "…"
