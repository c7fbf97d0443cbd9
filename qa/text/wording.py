"""Phrases that several parts of the program write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def count(number: int, singular: str, plural: str | None = None) -> str:
    """A number with what it counts: 1 article, 12 articles.

    Args:
        plural: Where it is not `singular` with an s.
    """
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def capitalised(text: str) -> str:
    """The text with a capital for its first letter; the others stay as they are."""
    return text[:1].upper() + text[1:]


def either(names: Sequence[str]) -> str:
    """Names of which one is enough: A, B or C."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def bulleted(lines: Iterable[str]) -> str:
    """Each on a line of its own, behind a dot; it follows the words that lead up to them."""
    return "".join(f"\n• {line}" for line in lines)


def such_as(questions: Iterable[str]) -> str:
    """Questions as examples of what one can ask; empty where there are none."""
    lines = bulleted(questions)
    return f"You could ask, for example:{lines}" if lines else ""
