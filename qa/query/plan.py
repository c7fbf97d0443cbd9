"""How a question was read: in which days and sources it is searched, in what parts, how new.

What is read from the question's words stands in the answer, so that a person can see it and
take it off (`Question.ignored`). Days and sources that were given as filters come first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index import Filters, Store
from index.days import long_day
from index.lexical import Context
from qa.question import Kind, Question, context_of, standalone_query
from qa.query.decomposition import parts_of
from qa.query.sources import SourcesAsked, read_sources
from qa.text.dates import Period, read_times

MOST = 6
"""Sources that are searched by themselves."""
MANY = 3
"""Of so many periods none is a filter: the question is about how something went on."""
_HAPPENED = re.compile(r"\b(?:did|was|were|had|happen\w*|has|have)\b", re.IGNORECASE)
_LATER_ON = re.compile(
    r"\b(?:in the end|eventually|finally|later|afterwards?|since|now|still|next|then)\b",
    re.IGNORECASE,
)
"""A follow-up with such words leaves the days that were spoken of."""
_COMPARED = re.compile(
    r"\b(?:compar\w*|differ\w*|same|both|contrast\w*|(?:dis)?agree\w*|contradict\w*|match\w*)\b",
    re.IGNORECASE,
)
"""A follow-up with such words asks for the sources before and its own together."""
LAST_DAY = date(9000, 1, 1)
LATER = timedelta(days=3)
"""News of a day still appears so long after it."""


@dataclass(frozen=True, slots=True)
class Understood:
    """One thing that was read from the question."""

    kind: Kind
    words: str
    """The question's words, where it was some of them …"""
    meaning: str
    """… and what they were taken for: "1 July 2023 to 31 July 2023"."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question as it is searched."""

    query: str
    """The question as it stands on its own; as it is read beside the passages."""
    filters: Filters
    """Those that were given and those that were read, together."""
    searched: str = ""
    """What is searched with `context`; where it is empty, `query` is searched."""
    context: Context = ()
    """What was said before, with its weight."""
    preferred: Filters | None = None
    """Days on which something happened: articles of these days come first …"""
    days: tuple[Period, ...] = ()
    """… and others have to name them. What the question says of days."""
    newest: bool = False
    """The newest report is asked for."""
    sources: tuple[str, ...] = ()
    """Several that are asked for together; one alone is in `filters`."""
    missing: tuple[str, ...] = ()
    """Sources that are asked for, and of which there is no article."""
    parts: tuple[str, ...] = ()
    told: tuple[Understood, ...] = ()

    @property
    def asked(self) -> str:
        """The question alone, without the one before it that `query` may open with."""
        return self.searched or self.query

    def without_days(self, given: Filters) -> Understanding:
        """The same as if no days had been read; `given` are the person's filters."""
        told = tuple(one for one in self.told if one.kind != Kind.DATES)
        filters = replace(self.filters, after=given.after, before=given.before)
        return replace(self, filters=filters, preferred=None, days=(), told=told)


def understand(question: Question, query: str, store: Store) -> Understanding:
    """Reads days, sources and parts from the question, or where it is a follow-up, its query."""
    ignored, text = question.ignored, " ".join(question.text.split())
    context = context_of(question)
    is_joined = bool(context) and query == standalone_query(question)  # the context has the rest
    found = Understanding(query, question.filters, text if is_joined else query, context)
    told: list[Understood] = []
    if context:
        joined = query if query != text else f"{text} — after: {context[0][0]}"
        told.append(Understood(Kind.CONVERSATION, "", joined))
    today = question.as_of or date.today()
    times = read_times(text, today)
    if Kind.DATES not in ignored and not (found.filters.after or found.filters.before):
        periods = times.periods
        if not periods and query != text and not _LATER_ON.search(text):
            periods = read_times(query, today).periods
        found, read = _with_days(found, [one for one in periods if not _is_now(one, text)])
        told += read
    if times.recent and Kind.NEWEST not in ignored:
        found = replace(found, newest=True)
        told.append(Understood(Kind.NEWEST, times.recent, "the newest report"))
    if Kind.SOURCES not in ignored and not found.filters.source:
        names = [name for name, _ in store.sources(question.as_of)]
        asked = read_sources(text, names)
        if not (asked.named or asked.missing) or _COMPARED.search(text):
            asked = read_sources(query, names)  # those of the question before
        found, read = _with_sources(found, asked)
        told += read
    if Kind.PARTS not in ignored:
        parts = parts_of(found.searched)
        found = replace(found, parts=parts)
        told += [Understood(Kind.PARTS, "", part) for part in parts]
    if found.days and not found.preferred and (found.parts or found.sources):
        given = question.filters  # one of several reports has that day, not all
        filters = replace(found.filters, after=given.after, before=given.before)
        found = replace(found, filters=filters, preferred=found.filters)
    return replace(found, told=tuple(told))


def _with_days(
    found: Understanding, periods: Sequence[Period]
) -> tuple[Understanding, list[Understood]]:
    if not periods or len(periods) >= MANY:
        return found, []
    after, before = _days(periods)
    if not (after or before) or (after and before and after > before):
        return found, []
    words, meaning = ", ".join(period.words for period in periods), _span(after, before)
    found = replace(found, days=tuple(periods))
    if len(periods) == 1 and periods[0].exact:
        found = replace(found, filters=replace(found.filters, after=after, before=before))
    else:
        later = before + LATER if before and after and before < LAST_DAY else before
        within = replace(found.filters, after=after, before=later)
        found = replace(found, preferred=within)
    return found, [Understood(Kind.DATES, words, meaning)]


def _with_sources(
    found: Understanding, asked: SourcesAsked
) -> tuple[Understanding, list[Understood]]:
    told = [
        Understood(Kind.SOURCES, words, name)
        for name, words in zip(asked.named, asked.words, strict=True)
    ]
    told += [Understood(Kind.SOURCES, name, f"{name} (no article)") for name in asked.missing]
    if len(asked.named) == 1 and not asked.missing:
        name = asked.named[0]
        preferred = replace(found.preferred, source=name) if found.preferred else None
        filters = replace(found.filters, source=name)
        return replace(found, filters=filters, preferred=preferred), told
    return replace(found, sources=asked.named[:MOST], missing=asked.missing), told


def _days(periods: Sequence[Period]) -> tuple[date | None, date | None]:
    """First and last day of them all."""
    firsts = [period.first for period in periods]
    lasts = [period.last for period in periods]
    after = None if None in firsts else min(day for day in firsts if day)
    before = None if None in lasts else max(day for day in lasts if day)
    return after, before


def _is_now(period: Period, text: str) -> bool:
    """Whether "today" asks for what is so now, not for what happened on this day."""
    return period.words.casefold() == "today" and not _HAPPENED.search(text)


def _span(after: date | None, before: date | None) -> str:
    if after and before:
        return f"{long_day(after)} to {long_day(before)}" if after != before else long_day(after)
    return f"from {long_day(after)}" if after else f"until {long_day(before)}" if before else ""
