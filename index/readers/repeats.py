"""Texts that say their source or their day again: each is kept once, as the field."""

from __future__ import annotations

import re
from collections.abc import Mapping

from index.articles import Article
from index.errors import ReadError
from index.readers.records import KEYS, read_record

_LINES = 12
"""Lines of a stored text, from the first, that may repeat a field; empty ones count."""
_MARKS = r"[#>*_ ]{0,9}"
"""Of Markdown, around a name in bold."""
_KEY_LINE = re.compile(rf"{_MARKS}({KEYS}){_MARKS}:{_MARKS}(\S.{{0,500}}?){_MARKS}", re.IGNORECASE)
_WORD = re.compile(r"\w")


def read_text(fields: Mapping[str, object], default_id: str) -> Article:
    """As `read_record`, without lines at the head of the text that say a field once more: "Source:
    The Daily". One that says something else of it stays.

    Raises:
        ReadError: as `read_record`.
    """
    article = read_record(fields, default_id)
    lines = article.text.split("\n", _LINES)
    kept = ["" if _is_known(line, article) else line for line in lines[:_LINES]]
    text = "\n".join([*kept, *lines[_LINES:]])
    if text == article.text or not _WORD.search(text):
        return article
    return read_record({**fields, "text": text}, default_id)


def _is_known(line: str, article: Article) -> bool:
    """Whether a line says of a field what is known of it, in whatever form."""
    said = _KEY_LINE.fullmatch(line)
    if said is None:
        return False
    key = said[1].lower()
    try:
        again = read_record({key: said[2], "text": line}, article.id)
    except ReadError:
        return False
    field = "authors" if key == "author" else key
    return bool(value := getattr(again, field)) and value == getattr(article, field)
