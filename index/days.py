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


def long_days(first: date, last: date) -> str:
    """26 July 2023 to 28 July 2023; 28 July 2023 where both are that day."""
    return long_day(first) if first == last else f"{long_day(first)} to {long_day(last)}"
