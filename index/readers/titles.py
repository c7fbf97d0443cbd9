"""A title for a text that comes without one, and how long a title is at most."""

from __future__ import annotations

import re

from index.sentences import sentence_spans
from index.words import MONTHS

MAX_TITLE = 300
"""Characters of a title."""

_LOOKED_AT = 2_000
_MONTH = "|".join(rf"{month[:3]}(?:{month[3:]})?\.?" for month in MONTHS)
_DAY = rf"\d{{4}}-\d\d-\d\d|\d{{1,2}} (?:{_MONTH}),? \d{{4}}|(?:{_MONTH}) \d{{1,2}},? \d{{4}}"
_HEADED = re.compile(
    rf"\s*(?P<title>[^\n]{{1,{MAX_TITLE}}}?)(?<!\.)[ \t]*\n\s*"
    rf"(?:(?P<source>[^\n]{{1,100}}?)[ \t]*[,|·–—-][ \t]*)?(?P<date>{_DAY})[ \t]*\n\s*(?=\S)"
)
"""A line that is no sentence, under it a source and a day, or a day alone."""


def first_sentence(text: str) -> str:
    """The first sentence of a stored text on one line, cut at a word if it is long."""
    start, end = next(iter(sentence_spans(text[:_LOOKED_AT])), (0, 0))
    return cut(" ".join(text[start:end].split()))


def split_headline(text: str) -> tuple[dict[str, str], str]:
    """The headline of a text that was copied from a page, with the source and the day that stand
    under it, and the body; no fields where the text opens otherwise."""
    opening = _HEADED.match(text.replace("\r\n", "\n"))
    if opening is None:
        return {}, text
    fields = {name: value for name, value in opening.groupdict().items() if value}
    return fields, opening.string[opening.end() :]


def cut(line: str) -> str:
    """A line of at most `MAX_TITLE` characters: what is longer ends at a word."""
    if len(line) <= MAX_TITLE:
        return line
    return (line[:MAX_TITLE].rpartition(" ")[0] or line[: MAX_TITLE - 1]) + "…"
