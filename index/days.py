"""Days as people read them."""

from __future__ import annotations

from datetime import date

from index.words import MONTHS


def long_day(day: date) -> str:
    """28 July 2023."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """28 Jul 2023."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"
