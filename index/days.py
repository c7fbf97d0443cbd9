"""Days as people read them."""

from __future__ import annotations

from datetime import date


def long_day(day: date) -> str:
    """28 July 2023."""
    return f"{day.day} {day:%B} {day.year}"


def short_day(day: date) -> str:
    """28 Jul 2023."""
    return f"{day.day} {day:%b} {day.year}"
