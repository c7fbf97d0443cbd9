"""The days that a name of time means: "3 May", "last week", "two years ago", "the summer of 2023".

Weeks begin on Monday, and seasons are those of the northern hemisphere.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from index.errors import ReadError
from index.words import WEEKDAYS as WEEKDAY_NAMES

WEEKDAYS = tuple(map(str.lower, WEEKDAY_NAMES))
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_NEAR = {"yesterday": -1, "last night": -1, "tomorrow": 1, "day before yesterday": -2,
         "day after tomorrow": 2}  # fmt: skip


class Days(NamedTuple):
    """From a first day to a last, both inclusive."""

    first: date
    last: date


def meant(said: dict[str, str], today: date, which: str) -> Days:
    """The days that the parts of a name mean.

    `which` of those of a name is "last", "next", "this", "rest" (the part of this that is to
    come), "nearest", or "" for the last that has begun.

    Raises:
        ReadError, ValueError, OverflowError: there are none.
    """
    if "iso" in said:
        return Days(_day(said["iso"]), _day(said["iso"]))
    if "decade" in said:
        first = int(said["decade"])
        years = 100 if first % 100 == 0 and first < 2000 else 10
        return Days(date(first, 1, 1), date(first + years - 1, 12, 31))
    if "near" in said:
        day = today + timedelta(_NEAR.get(said["near"].removeprefix("the "), 0))
        return Days(day, day)
    if "weekend" in said:
        saturday = today + timedelta(5 - today.weekday())
        if which == "last" or (not which and saturday > today):
            saturday -= timedelta(7)
        elif which == "next":
            saturday += timedelta(7)
        return Days(saturday, saturday + timedelta(1))
    if "week" in said:
        week = _counted({"unit": "week"}, today, said["week"])
        day = week.first + timedelta(WEEKDAYS.index(said["weekday"]))
        return Days(day, day)
    if "weekday" in said:
        ahead = WEEKDAYS.index(said["weekday"]) - today.weekday()
        weeks = {"": -(-ahead % 7), "last": ahead % 7 - 7, "next": (ahead - 1) % 7 + 1}
        ahead = weeks.get(which, ahead)
        return Days(today + timedelta(ahead), today + timedelta(ahead))
    if "unit" in said:
        return _counted(said, today, which)
    if "year" in said:
        return _in_year(said, int(said["year"]))
    if "that" in said:
        return _in_year(said, today.year + {"last": -1, "next": 1}.get(said["that"], 0))
    return _yearless(said, today, which)


def share(days: Days, number: int, of: int) -> Days:
    """One of so many equal parts of a period; those of a year are of whole months."""
    if days == _calendar(days.first, "year"):
        months = 12 // of
        first = days.first.replace(month=number * months + 1)
        return Days(first, _calendar(days.first.replace(month=(number + 1) * months), "month").last)
    length = (days.last - days.first).days + 1
    first = days.first + timedelta(length * number // of)
    return Days(first, days.first + timedelta(max(length * (number + 1) // of - 1, 0)))


def _yearless(said: dict[str, str], today: date, which: str) -> Days:
    """The month, season or day of that name which is meant; 29 February is not in every year."""
    found = []
    for year in range(today.year - 4, today.year + 2):
        try:
            found.append(_in_year(said, year))
        except (ReadError, ValueError):
            continue
    if which == "last":
        return max(days for days in found if days.last < today)
    if which == "next":
        return min(days for days in found if days.first > today)
    if which == "this" and (now := [one for one in found if one.first <= today <= one.last]):
        return now[0]
    if which == "this" and said.get("season") != "winter":
        return _in_year(said, today.year)
    if which in ("this", "rest", "nearest"):
        return min(found, key=lambda days: max(days.first - today, today - days.last))
    return max(days for days in found if days.first <= today)


def _in_year(said: dict[str, str], year: int) -> Days:
    """A day, month, season or quarter of a year, or all of it."""
    if "day" in said:
        last = _day(f"{said['day']} {said['month']} {year}")
        return Days(_day(f"{said.get('from', said['day'])} {said['month']} {year}"), last)
    if "month" in said:
        return _calendar(_day(f"1 {said['month']} {year}"), "month")
    if "season" in said:
        first = date(year, SEASONS[said["season"]], 1)
        return Days(first, _calendar(first + timedelta(75), "month").last)
    if "quarter" in said:
        return share(_calendar(date(year, 1, 1), "year"), int(said["quarter"]) - 1, 4)
    last_year = int(str(year)[: -len(said["to"])] + said["to"]) if "to" in said else year
    if last_year < year:
        raise ValueError(f"{year} is after {last_year}")
    return Days(date(year, 1, 1), date(last_year, 12, 31))


def _counted(said: dict[str, str], today: date, which: str) -> Days:
    """Days, weeks, months or years counted from today: "last week", "two weeks ago"."""
    unit = said["unit"]
    if "ago" in said:
        return _calendar(_ago(said["count"], unit, today), "year" if unit == "decade" else unit)
    if "past" in said:
        return Days(_ago(said.get("count", "one"), unit, today), today)
    days = _calendar(today, unit)
    if which == "last":
        return _calendar(days.first - timedelta(1), unit)
    if which == "next":
        return _calendar(days.last + timedelta(1), unit)
    return Days(today, days.last) if which == "rest" else Days(days.first, today)


def _calendar(day: date, unit: str) -> Days:
    """The week, month, year or decade that a day is in."""
    if unit == "week":
        monday = day - timedelta(day.weekday())
        return Days(monday, monday + timedelta(6))
    if unit == "month":
        first = day.replace(day=1)
        return Days(first, (first + timedelta(31)).replace(day=1) - timedelta(1))
    if unit == "year":
        return Days(date(day.year, 1, 1), date(day.year, 12, 31))
    if unit == "decade":
        year = day.year // 10 * 10
        return Days(date(year, 1, 1), date(year + 9, 12, 31))
    return Days(day, day)


@lru_cache(maxsize=4096)
def _day(words: str) -> date:
    """The day of a date with its year. Raises: ReadError."""
    from index.articles import parse_day  # slow to import

    return parse_day(words)


@lru_cache(maxsize=4096)
def _ago(count: str, unit: str, today: date) -> date:
    """The day so long before `today`. Raises: ValueError."""
    import dateparser

    base = datetime(today.year, today.month, today.day)
    count = "two" if count == "a couple of" else count
    found = dateparser.parse(
        f"{count} {unit}s ago",
        languages=["en"],
        settings={"RELATIVE_BASE": base, "PARSERS": ["relative-time"]},
    )
    if found is None:
        raise ValueError(f"{count} {unit}s before {today}")
    return found.date()
