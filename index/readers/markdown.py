"""Markdown with YAML front matter."""

from __future__ import annotations

import re

import yaml

from index.articles import Article
from index.errors import ReadError
from index.readers.decoding import decode_text
from index.readers.records import read_record

_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*\r?\n(?:(.*?)\r?\n)??(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_HEADING = re.compile(r"\s*#[ \t]+([^\r\n]+)")


def markdown_article(data: bytes, name: str) -> Article:
    """The article of a Markdown file; a leading heading is its title if no other is given.

    Raises:
        ReadError: it is not UTF-8, holds no text, or its front matter cannot be read.
    """
    fields, body = _split(decode_text(data))
    heading = _HEADING.match(body)
    if heading and not fields.get("title"):
        fields["title"] = heading[1].rstrip(" \t#")
    return read_record({**fields, "text": body}, name)


def _split(text: str) -> tuple[dict[str, object], str]:
    """Front matter and body; what stands between rules but is no mapping is body."""
    matter = _FRONT_MATTER.match(text)
    values = _load(matter[1] or "") if matter else {}
    if matter is None or not isinstance(values, dict | None):
        return {}, text
    return {str(key).lower(): value for key, value in (values or {}).items()}, text[matter.end() :]


def _load(matter: str) -> object:
    try:
        loaded: object = yaml.safe_load(matter)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ReadError(f"has front matter that is not YAML: {error}") from error
    return loaded
