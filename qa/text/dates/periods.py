"""Periods: a name of time with the words that lead up to it, or two names as its ends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.errors import ReadError
from qa.text.dates.days import WEEKDAYS, Days, meant, share
from qa.text.dates.names import (
    AFTER,
    AS_OF,
    BEFORE,
    ENDS,
    SINCE,
    UNTIL,
    WITHIN,
    compiled,
    find,
    is_time,
    is_title,
    parts,
)
from qa.text.dates.to_come import (
    day_to_come,
    is_future,
    is_later,
    is_to_come,
    month_to_come,
)
from qa.text.unicode import without_lookalikes

OLD = timedelta(days=182)
"""So long after the newest article what it tells of as to come is no more so."""
LATELY = timedelta(30)
"""A day to come that is gone by so little was told late."""
REACH = timedelta(days=92)
"""So long after the newest article the second month of "between May and July" may begin."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a text speaks of, both inclusive; None where it is open."""

    first: date | None
    last: date | None
    words: str
    """As they stand in the text, from `start` to `end`."""
    start: int
    end: int
    exact: bool
    """Whether it says when the article appeared, not when something happened."""

    @property
    def day(self) -> date | None:
        """The day, where it is a single one."""
        return self.first if self.first == self.last else None


def outer_days(periods: Sequence[Period]) -> tuple[date | None, date | None]:
    """First and last day of several periods; None where one of them is open there."""
    firsts = [period.first for period in periods]
    lasts = [period.last for period in periods]
    first = None if None in firsts else min(day for day in firsts if day)
    last = None if None in lasts else max(day for day in lasts if day)
    return first, last


@dataclass(frozen=True, slots=True)
class TimeAsked:
    """What a question says of time."""

    periods: tuple[Period, ...]
    """In the order of the text; "the report of 3 May and that of 8 June" are two."""
    recent: str
    """The word that asks for the newest, in small letters; "" where none does."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of time in a text, with what leads up to it."""

    days: Days
    start: int
    end: int
    lead: str
    """"before", "since", "in" …, or "" where none is. It begins at `lead_start`."""
    lead_start: int
    dated: bool
    """Whether it has a year of its own."""
    describes: bool
    """Whether it is only said of something: "the 2024 regatta", "last week's vote"."""


_LEAD = compiled(
    rf"(?:\b(?P<lead>of|{'|'.join((*SINCE, *WITHIN, *BEFORE, *AFTER, *UNTIL, *AS_OF, *ENDS))}) )?"
    r"(?:\b(?P<the>the) )?"
    r"(?P<part>\b(?P<third>early|mid|late)(?:-| (?:in |on )?(?:the )?)"
    r"|\b(?:(?P<edge>start|beginning|middle|end)|(?P<nth>first|second|third|fourth) "
    r"(?P<share>half|quarter)) of (?:the )?)?$"
)
_BOUND_BEFORE = compiled(
    r"\b(?:at least|fewer than|less than|more than|under|up to"
    r"|(?<!is\s)(?<!was\s)(?<!were\s)over) $"
)
_LONGEST_BOUND = 20
_THIRDS = {"early": 0, "start": 0, "beginning": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
_ORDINALS = ("first", "second", "third", "fourth")
_WHICH = {"previous": "last", "current": "this", "coming": "next"}
_WITHOUT_YEAR = frozenset(["day", "from", "month", "season"])
"""What is said of a day or a month that may be of any year."""
_ONWARDS = compiled(r",? (?:onwards?|and later|or later|on(?=\s*[,.;:?!)]|\s*$))")
_JOIN = compiled(r",? (?P<word>and|or|to|until|till|through) |\s?[-–]\s?")
_WEEK_AFTER = compiled(r",?\s+(?:a |next |the following )?week\b")
"""Makes another week's day of a day of the week: "on Wednesday next week"."""
_POSSESSIVE = re.compile(r"['’]s?\s")
_NOUN_AFTER = re.compile(
    r"\s(?!(?:and|or|in|on|at|of|to|for|by|with|was|is|who|what|did)\b)[A-Za-z]"
)
_ARTICLE = r"(?:articles?|reports?|stor(?:y|ies)|news|coverage|headlines?|edition|issue)"
_BY = r" (?:by|from|in the)(?: (?:(?-i:[A-Z'‘“\"])\S{0,30}|and|of|the|[-–|&])){1,12}"
_PUBLISHED_BEFORE = compiled(
    r"\b(?:(?:published|dated"
    r"|(?:it|what|as|(?-i:[A-Z]\S{0,30})) (?:(?:is|was|has been) )?reported"
    rf"|{_ARTICLE}(?: that appeared| published| dated)?)"
    rf"(?:{_BY})?|reported{_BY})[\s,(]{{0,3}}$"
)
"""Crimes "reported in 2023" are no reports of that year."""
_PUBLISHED_AFTER = compiled(
    r"(?:['’]s|,)? (?:articles?|stor(?:y|ies)|news(?! conference)|coverage|headlines|edition"
    r"|issue)\b"
)
_REPORT_AFTER = compiled(r"(?:['’]s|,)? reports?\b")
_AND_THAT = compiled(
    r"(?:.* )?(?:and|or|than|with|to) (?:that|those|the ones?|the other) (?:(?:of|from) )?"
    r"(?:the )?"
    rf"|(?: {_ARTICLE})?,? and (?:(?:of|from) )?(?:the )?"
)
_AND_ALSO = compiled(r",? (?:and|but) (?:also )?(?:those )?")
_RECENT = compiled(
    r"\b(?:latest|newest|most recent(?:ly)?|now(?! that\b|[-–])|so far(?! (?:as|away|from)\b)"
    r"|currently|current(?= (?!account|affairs|of|in|is|from|that)\w)|today|nowadays"
    r"|still(?! (?:life|image|photo|water))|these days|at (?:the moment|present))\b"
)


def read_times(text: str, today: date, newest: date | None = None) -> TimeAsked:
    """The periods that a question names; "in May" and "on Friday" are the last not after `today`.

    They are the coming ones after "will" or "is to". "Since" ends today.

    Args:
        newest: The day of the newest article: "in May" is that of the articles, if they end before
            it comes again; what "will" be in May is of the nearest to it, if they ended long ago.
    """
    whole, text = text, without_lookalikes(text)
    periods: list[Period] = []
    for name in _names(text, today, article=False, newest=newest):
        first, last = _bounds(name, today)
        period = _period(text, name, first, last, shown=name.lead not in ("", "of", *ENDS))
        if periods and periods[-1].exact and not period.exact:
            and_that = _AND_THAT.fullmatch(text, periods[-1].end, period.start)
            period = replace(period, exact=bool(and_that))
        both = _both(text, periods[-1], period, today) if periods else None
        periods[-1:] = [both] if both else [*periods[-1:], period]
    periods = [replace(one, words=whole[one.start : one.end]) for one in periods]
    recent = (match[0] for match in _RECENT.finditer(text) if not is_title(text, match))
    return TimeAsked(tuple(periods), " ".join(next(recent, "").lower().split()))


def days_in(text: str, published: date, *, with_years: bool = False) -> list[Period]:
    """Days that an article names by the day it appeared: "Thursday", "last week", "July 19".

    A day and month are in the year that brings them nearest; what "will" be on a day that is gone
    by then is of the next. "Since Thursday" gives Thursday. What has a year of its own is left out,
    unless it is asked for `with_years`.
    """
    periods = [
        _period(text, name, *name.days, shown=name.lead in WITHIN)
        for name in _names(without_lookalikes(text), published, article=True)
        if (with_years or not name.dated) and not _is_bound(text, name)
    ]
    return [replace(one, words=text[one.start : one.end]) for one in periods]


def _is_bound(text: str, name: _Name) -> bool:
    """Whether a time only bounds another: who had it "at least four months ago" had it on no day
    that one could name."""
    if not text[name.start : name.end].lower().endswith("ago"):
        return False
    before = text[max(0, name.start - _LONGEST_BOUND) : name.start]
    return bool(_BOUND_BEFORE.search(before))


def _both(text: str, one: Period, other: Period, today: date) -> Period | None:
    """What two have in common of which one has no end and one no beginning: "after May and
    before July"."""
    later, earlier = (other, one) if one.first is None else (one, other)
    first, last = later.first, earlier.last
    is_open = earlier.first is None and later.last in (None, today)
    if not (is_open and first and last and first <= last):
        return None
    if not _AND_ALSO.fullmatch(text, one.end, other.start):
        return None
    words = text[one.start : other.end]
    return Period(first, last, words, one.start, other.end, one.exact or other.exact)


def _period(text: str, name: _Name, first: date | None, last: date | None, shown: bool) -> Period:
    exact = (
        _PUBLISHED_BEFORE.search(text, max(0, name.lead_start - 150), name.lead_start)
        or _PUBLISHED_AFTER.match(text, name.end)
        or (name.days.first == name.days.last and _REPORT_AFTER.match(text, name.end))
    )
    shown = shown and not (name.describes and name.lead in WITHIN)
    start = name.lead_start if shown else name.start
    return Period(first, last, text[start : name.end], start, name.end, bool(exact))


def _bounds(name: _Name, today: date) -> tuple[date | None, date | None]:
    """The days that the word before a name makes of it.

    What is before the 2024 regatta may be in 2024, what is before 2024 is not.
    """
    first, last = name.days
    day = timedelta(1)
    if name.lead in SINCE:
        return first, today if first <= today else None
    if name.lead in BEFORE:
        return None, last if name.describes else max(first, date.min + day) - day
    if name.lead in AFTER:
        return first if name.describes else min(last, date.max - day) + day, None
    if name.lead in (*UNTIL, *AS_OF):
        return None, last
    return first, last


def _names(text: str, today: date, article: bool, newest: date | None = None) -> list[_Name]:
    """The names of time in a text; two that are the ends of one period are one.

    Read from the end: "May" in "from May to July 2023" has its year from what follows.
    """
    names: list[_Name] = []
    matches = find(text)
    for number in range(len(matches) - 1, -1, -1):
        match = matches[number]
        lead = _LEAD.search(text, max(0, match.start() - 60), match.start())
        if not lead:  # never: it may be empty
            continue
        listed = number > 0 and _JOIN.fullmatch(text, matches[number - 1].end(), lead.start())
        word = " ".join((lead["lead"] or "").lower().split())
        is_part = lead["third"] or (lead["part"] and not word)
        stands = "part" if is_part else word or ("in" if listed else "")
        if not is_time(text, match, stands, free=article):
            continue
        join = _JOIN.match(text, match.end())
        later = names[-1] if names and join and join.end() >= names[-1].lead_start else None
        and_that = names and _AND_THAT.fullmatch(text, match.end(), names[-1].start)
        reference = names[-1].days.last if names and (later or and_that) else None
        reached = newest + REACH if newest and listed else newest
        name = _name(text, match, lead, today, reference, article, reached)
        if name is None:
            continue
        if later and join and (pair := _pair(name, later, (join["word"] or "-").lower())):
            names[-1] = pair
        else:
            names.append(name)
    return names[::-1]


def _pair(name: _Name, later: _Name, word: str) -> _Name | None:
    """The period that has two names as its ends: "from … to", "between … and"."""
    ends = word == "and" if name.lead == "between" else word not in ("and", "or")
    days = Days(name.days.first, later.days.last)
    if not ends or days.first > days.last or name.lead in (*SINCE, *BEFORE, *AFTER, *UNTIL, *AS_OF):
        return None
    start = name.lead_start if name.lead in ENDS else name.start
    return replace(later, days=days, start=start, lead="", lead_start=start, describes=False)


def _name(
    text: str,
    match: re.Match[str],
    lead: re.Match[str],
    today: date,
    reference: date | None,
    article: bool,
    newest: date | None,
) -> _Name | None:
    """What a name means; None where there is no such day.

    `reference` is the day before which one without a year is, where a later one is beside it.
    """
    said = parts(match)
    word = " ".join((lead["lead"] or "").lower().split())
    which = said.get("which", "")
    which = _WHICH.get(which, which)
    if reference and said.keys() <= {"day", "from", "month", "season", "weekday"}:
        today = reference
    elif article and "day" in said:
        which = "nearest"
    elif article and not which and _is_own_weekday(text, match, said, today, word):
        which = "this"  # "will vote on Wednesday", in Wednesday's report
    elif (
        is_future(text, lead.start())
        or (which == "this" and not article and is_later(text, lead.start()))
        or (
            article
            and is_to_come(
                text, lead.start(), match.end(), lead["lead"] or "", is_weekday="weekday" in said
            )
        )
    ):
        if newest and not which and said.keys() <= _WITHOUT_YEAR and newest + OLD < today:
            today, which = newest, "nearest"
        which = {"": "next", "this": "rest"}.get(which, which)
    elif article and not which and word not in SINCE and said.keys() <= {"month", "season"}:
        which = month_to_come(text, lead.start(), match.end())
    elif newest and not which and said.keys() <= _WITHOUT_YEAR:
        today = min(today, newest)
    after_the = lead[0].lower().split()[-1:] == ["the"] and said.keys() & {"year", "day"}
    described = bool(after_the and _NOUN_AFTER.match(text, match.end()))
    try:
        days = meant(said, today, which)
        is_one = article and "day" in said and not (reference or described)
        is_gone = is_one and days.last < today - LATELY
        if is_gone and day_to_come(text, lead.start(), match.end(), word):
            days = meant(said, today, "next")
        if not described:  # "the second half of the 2024 final" is no half of 2024
            days = _part(days, lead, word)
    except (ReadError, ValueError, OverflowError):
        return None
    start = lead.start("part") if lead["part"] and not described else match.start()
    if word in ENDS and "from" in said:
        start = lead.start()
    dated = bool(said.keys() & {"year", "iso", "decade"})
    describes = described or bool(_POSSESSIVE.match(text, match.end()))
    onwards = _ONWARDS.match(text, match.end()) if word in ("", "from", "in", "of") else None
    if onwards:
        return _Name(days, start, onwards.end(), SINCE[0], lead.start(), dated, describes=False)
    return _Name(days, start, match.end(), word, lead.start(), dated, describes)


def _is_own_weekday(
    text: str, match: re.Match[str], said: Mapping[str, str], today: date, word: str
) -> bool:
    """Whether a day of the week is that of the report, which means itself by it; "from" and "until"
    that day lead to the next."""
    if said.get("weekday") != WEEKDAYS[today.weekday()] or _WEEK_AFTER.match(text, match.end()):
        return False
    return word == "by" or word not in ("from", *UNTIL)


def _part(days: Days, lead: re.Match[str], word: str) -> Days:
    """The part of a period that is meant: "early", "the first half of", "the end of" …"""
    edge = (lead["edge"] or "").lower()
    if edge and edge != "middle" and word in (*SINCE, *BEFORE, *AFTER, *UNTIL, *AS_OF):
        return Days(*[days.last if edge == "end" else days.first] * 2)
    if third := (lead["third"] or edge).lower():
        return share(days, _THIRDS[third], 3)
    if lead["nth"]:
        of = 2 if lead["share"].lower() == "half" else 4
        return share(days, _ORDINALS.index(lead["nth"].lower()), of)
    return days
