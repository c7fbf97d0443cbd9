"""Tags: the names under which people collect articles, so that some can be asked alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.articles import one_line
from index.errors import ReadError, UsageError
from index.hits import source_key

MAX_TAG = 80
"""Characters of a tag."""
MAX_TAGS = 50
"""Tags of one article."""


def merged(*tags: Iterable[str]) -> tuple[str, ...]:
    """All of them in their order, those of the same `source_key` once, at most `MAX_TAGS`."""
    found: dict[str, str] = {}
    for several in tags:
        for tag in several:
            found.setdefault(source_key(tag), tag)
    found.pop("", None)
    return tuple(found.values())[:MAX_TAGS]


def tags_in(value: object) -> tuple[str, ...]:
    """The tags of a record's field: a list of texts, or one text with commas between.

    What cannot be a tag is passed over, as other programs keep other things under this name.
    """
    given: Sequence[object] = value.split(",") if isinstance(value, str) else ()
    if isinstance(value, list | tuple):
        given = value
    return merged(tag for one in given if isinstance(one, str) and (tag := _tag(one)))


def checked_tags(typed: Sequence[str]) -> tuple[str, ...]:
    """Tags that a person gives.

    Raises:
        UsageError: one is empty, too long, or holds a comma.
    """
    for one in typed:
        if "," in one or not _tag(one):
            raise UsageError(
                f"{one[:80]!r} is no tag. A tag has 1 to {MAX_TAG} characters and no comma."
            )
    return merged(filter(None, map(_tag, typed)))


def _tag(text: str) -> str | None:
    try:
        tag = one_line(text)
    except ReadError:
        return None
    return tag if tag and len(tag) <= MAX_TAG and source_key(tag) else None
