"""Filters of a search: days as a person typed them, and filters in words."""

from __future__ import annotations

from datetime import date

from index import Filters
from index.articles import parse_day
from index.days import long_day
from index.errors import ReadError, UsageError
from index.given import checked_text
from qa.text.wording import either


def read_day(name: str, typed: str | None) -> date | None:
    """A day as it was typed into the field `name`, or None where it is empty.

    Raises:
        UsageError: it is not a day.
    """
    typed = (typed or "").strip()
    if not typed:
        return None
    checked_text(name, typed)
    try:
        return parse_day(typed[:100])
    except ReadError as error:
        raise UsageError(
            f"{name}: “{typed[:40]}” is not a day. Write it as YYYY-MM-DD, such as 2023-07-28."
        ) from error


def in_words(filters: Filters) -> str:
    """What the filters let pass, or "" where it is everything."""
    parts = []
    if filters.all_sources:
        parts.append(f"of {either(filters.all_sources)}")
    if filters.tags:
        parts.append(f"tagged {either(filters.tags)}")
    if filters.after:
        parts.append(f"from {long_day(filters.after)}")
    if filters.before:
        parts.append(f"until {long_day(filters.before)}")
    if filters.story:
        parts.append("of one story")
    return f"Only articles {', '.join(parts)}" if parts else ""
