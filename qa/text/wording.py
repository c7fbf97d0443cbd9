"""Phrases that several parts of the program write."""

from __future__ import annotations


def count(number: int, singular: str, plural: str | None = None) -> str:
    """A number with what it counts: 1 article, 12 articles.

    Args:
        plural: Where it is not `singular` with an s.
    """
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
