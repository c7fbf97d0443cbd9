"""Markdown with YAML front matter."""

from __future__ import annotations

import re

import yaml

from index.articles import Article
from index.errors import ReadError
from index.readers.damage import DAMAGE
from index.readers.decoding import decode_text
from index.readers.repeats import read_text

MAX_FRONT_MATTER = 100_000
"""Characters of front matter; the parser takes seconds for a few times as many."""

_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*\r?\n(?:(.*?)\r?\n)??(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_HEADING = re.compile(r"\s*#[ \t]+([^\r\n]+)")
_DAMAGE: tuple[type[Exception], ...] = (yaml.YAMLError, *DAMAGE)
_SHORT_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?=$|[Tt\s])")


class _PlainLoader(yaml.BaseLoader):
    """Makes text, lists and mappings alone: a tag makes nothing else of a value, and no figure is
    reckoned."""


_NULL = "tag:yaml.org,2002:null"
_PlainLoader.add_implicit_resolver(
    _NULL, re.compile(r"(?:~|null|Null|NULL)?\Z"), ["~", "n", "N", ""]
)
_PlainLoader.add_constructor(_NULL, lambda loader, node: None)


def markdown_article(data: bytes, name: str) -> Article:
    """The article of a Markdown file; a leading heading is its title if no other is given.

    Raises:
        ReadError: it is not UTF-8, holds no text, or its front matter cannot be read.
    """
    fields, body = _split(decode_text(data))
    heading = _HEADING.match(body)
    if heading and not fields.get("title"):
        fields["title"] = heading[1].rstrip(" \t#")
    return read_text({**fields, "text": body}, name)


def _split(text: str) -> tuple[dict[str, object], str]:
    """Front matter and body; what stands between rules but is no mapping is body."""
    matter = _FRONT_MATTER.match(text)
    values = _load(matter[1] or "") if matter else {}
    if matter is None or not isinstance(values, dict | None):
        return {}, text
    fields = {str(key).lower(): value for key, value in (values or {}).items()}
    if isinstance(day := fields.get("date"), str):
        fields["date"] = _SHORT_DAY.sub(_in_full, day.strip(), count=1)
    return fields, text[matter.end() :]


def _in_full(day: re.Match[str]) -> str:
    """A day as YAML may write it, 2024-2-9, in two figures each."""
    return f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}"


def _load(matter: str) -> object:
    if len(matter) > MAX_FRONT_MATTER:
        raise ReadError(f"has front matter of over {MAX_FRONT_MATTER:,} characters")
    try:
        loaded: object = yaml.load(matter, _PlainLoader)  # noqa: S506 - makes plain values alone
    except _DAMAGE as error:
        raise ReadError(f"has front matter that is not YAML: {error}") from error
    return loaded
