"""What a question asks about the articles themselves: how many, from when to when, by whom.

It is read from single words and what stands beside them, so that they can be put together freely:
"how many" with "pieces", a source and a period.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index import Filters
from index.hits import source_key
from qa.query.outlets import find_outlets
from qa.question import InterpretationKind
from qa.text.clauses import pattern
from qa.text.dates import Period, outer_days, read_times
from qa.text.lexicon import FUNCTION_WORDS
from qa.text.numbers import numbers
from qa.types import Aspect, CollectionRequest, QueryPlan

_ARTICLES = (
    r"(?:articles?|pieces?|pages?|reports?|stor(?:y|ies)|texts?|documents?|items?|posts?|"
    r"entr(?:y|ies)|headlines?|titles?|news|things?|stuff|anything|something|everything)"
)
_SOURCES = (
    r"(?:sources?|outlets?|(?:news)?papers?|publishers?|publications?|(?:web)?sites?|magazines?|"
    r"agenc(?:y|ies)|broadcasters?|media)"
)
_LAST_WEEK = (
    r"last(?=\s+(?:(?:few|two|three|\d+)\s+)?(?:weeks?|months?|years?|days?|night|\w+day)\b)"
)
_ASPECTS = (
    (Aspect.COUNT, pattern(
        r"(?:\bhow many\b|\b(?:number|count|total) of\b|^\W*count\b)"
        rf"(?!\s+(?:[\w’'-]+\s+){{0,3}}?{_SOURCES}\b)|\bhow (?:big|large|much)\b|\bsize\b"
    )),
    (Aspect.SPAN, pattern(
        r"\b(?:periods?|spans?|time ?(?:frames?|ranges?)|date range|years|what time|when|begins?|"
        r"starts?|from which|how old are)\b"
    )),
    (Aspect.OLDEST, pattern(r"\b(?:oldest|earliest|first|how far back)\b")),
    (Aspect.NEWEST, pattern(
        rf"\b(?:newest|latest|freshest|most recent|(?!{_LAST_WEEK})last|up[- ]to[- ]date|"
        r"how (?:current|recent|fresh))\b"
    )),
    (Aspect.LONGEST, pattern(r"\b(?:longest|biggest|largest)\b")),
    (Aspect.SHORTEST, pattern(r"\b(?:shortest|smallest)\b")),
    (Aspect.UNDATED, pattern(
        r"\bundated\b|\b(?:without|no|lack(?:s|ing)?|miss(?:es|ing)?)\s+(?:an?\s+|any\s+)?dates?\b"
    )),
    (Aspect.SOURCES, pattern(
        rf"\b{_SOURCES}\b|\bwhere\b.*\bfrom\b|\bwho\b.*\b(?:wrote|writes?|made|publish\w*)\b"
    )),
    (Aspect.MOST, pattern(
        rf"\bmost\b(?! recent)|\b(?:per|by|each|every)\s+(?:single\s+)?{_SOURCES}\b"
    )),
    (Aspect.FEWEST, pattern(r"\b(?:fewest|least)\b")),
    (Aspect.TOPICS, pattern(r"\b(?:topics?|subjects?|themes?|issues?)\b|\babout\W*$")),
    (Aspect.TITLES, pattern(
        rf"\b(?:list|show|titles?|headlines?|everything)\b|\bwhat\b.*\b(?:have|had|get|got)\b|"
        rf"\b(?:which|what)\s+(?:[\w’'-]+\s+){{0,2}}?{_ARTICLES}\b"
    )),
)  # fmt: skip
"""What each is asked by, in the order in which they are told."""
_OF_ALL = {Aspect.SOURCES, Aspect.MOST, Aspect.FEWEST, Aspect.TOPICS}
"""What is asked of all articles, not of those of one source, period or topic."""
_INSTEAD = (
    ({Aspect.NEWEST, Aspect.OLDEST, Aspect.LONGEST, Aspect.SHORTEST}, {Aspect.SPAN, Aspect.TITLES}),
    ({Aspect.MOST, Aspect.FEWEST}, {Aspect.SOURCES, Aspect.COUNT, Aspect.TITLES}),
    ({Aspect.UNDATED}, {Aspect.COUNT, Aspect.TITLES}),
    ({Aspect.COUNT}, {Aspect.SPAN, Aspect.TITLES}),
    ({Aspect.TOPICS}, {Aspect.TITLES}),
)
"""Where one of the first is asked, words of the second only say so: "which piece is the newest"."""

_OLDER = pattern(r"\b(?:older|earlier) than\b")
_NEWER = pattern(r"\b(?:newer|later|more recent) than\b")
_ABOUT = pattern(
    r"\b(?:about|on|regarding|concerning|mention(?:s|ing)?|cover(?:s|ing)?|deal(?:s|ing)? with|"
    r"relat(?:ed|ing) to|speaks? of)\s+(?P<topic>.+)$"
)
_NOT_OF_TOPIC = pattern(
    r"\s*\b(?:(?:do|did|have|are|is|was|were|can|could|will)\b"
    r"|(?:in|of|from|by)\s+(?:(?:the|your|this|our)\s+)?(?:collection|archive|store|database)\b"
    r"|here\b|please\b|and (?:how|which|what|when)\b).*$"
)
"""What may follow a topic: "about the ferry do you have"."""
_BESIDE = pattern(
    r"\b(?:how many|number of|count of|any|all|the|some|more|your|list|show|which|what|me)\s+"
    rf"(?P<topic>(?:[\w’'-]+\s+){{1,3}}){_ARTICLES}\b"
)
_WHICH_ONES = """
    available collected complete current different full indexed kinds long new next number old
    other recent separate several short single sorts stored total unique various whole
"""
"""Words before "articles" that do not say what they speak of."""


_Outlets = tuple[dict[str, tuple[str, ...]], tuple[str, ...], str]
"""Outlets that are named with their sources, those that have none in the store, and the text
without them."""


def read_collection(plan: QueryPlan) -> QueryPlan:
    """The plan with what it asks about the articles; days it names are those of articles."""
    names = [name for name, _ in plan.store.sources(plan.question.as_of)]
    ignored = plan.question.ignored
    outlets, lacking, rest = _outlets(plan.query, names)
    if InterpretationKind.SOURCES in ignored:  # its words are no topic either
        outlets, lacking = {}, ()
    rest = _NEWER.sub("after", _OLDER.sub("before", rest))
    periods: Sequence[Period] = ()
    if InterpretationKind.DATES not in ignored:
        periods = read_times(rest, plan.question.as_of or date.today()).periods
    for period in reversed(periods):
        rest = rest[: period.start] + rest[period.end :]
    topic = _topic(rest)
    figures = [int(value) for _, _, value in numbers(rest) if value.is_integer() and value > 0]
    request = CollectionRequest(
        _aspects(rest, is_narrowed=bool(outlets or topic or periods)),
        tuple(outlets.items()),
        lacking,
        topic,
        figures[0] if len(figures) == 1 else None,
    )
    return replace(plan, collection=request, filters=_filters(plan.question.filters, periods))


def _aspects(text: str, *, is_narrowed: bool) -> tuple[Aspect, ...]:
    found = [aspect for aspect, asked in _ASPECTS if asked.search(text)]
    if is_narrowed:
        found = [aspect for aspect in found if aspect not in _OF_ALL]
        found = found or [Aspect.TITLES]
    for asked, instead in _INSTEAD:
        if asked & set(found):
            found = [aspect for aspect in found if aspect not in instead]
    return tuple(found)


def _outlets(text: str, names: Sequence[str]) -> _Outlets:
    meant: dict[str, tuple[str, ...]] = {}
    lacking: list[str] = []
    spans = []
    for outlet in find_outlets(text, names):
        written = text[outlet.start : outlet.end]
        sources = outlet.sources or _opening_with(written, names)
        if sources:
            meant[sources[0] if len(sources) == 1 else written] = sources
        elif outlet.lacking:
            lacking.append(written)
        if sources or outlet.lacking:
            spans.append((outlet.start, outlet.end))
    said = text.casefold()
    for name in names:  # those that are words of the language, too, and written small
        if (bare := source_key(name).removeprefix("the ")) not in said:
            continue
        key = re.escape(bare)
        beside = pattern(
            rf"\b(?:from|by|of|in)\s+(?:the\s+)?(?P<behind>{key})\b(?!\s+\w+\s*{_ARTICLES})"
            rf"|\b(?P<before>{key})\s+{_ARTICLES}\b"
        )
        if name not in meant and (found := beside.search(text)):
            meant[name] = (name,)
            spans.append(found.span("behind" if found["behind"] else "before"))
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return meant, tuple(dict.fromkeys(lacking)), text


def _opening_with(written: str, names: Sequence[str]) -> tuple[str, ...]:
    """The sources whose name opens so: "FOX News - Health" for "Fox News"."""
    opening = pattern(rf"(?:the )?{re.escape(source_key(written).removeprefix('the '))}\b")
    return tuple(name for name in names if opening.match(source_key(name)))


def _topic(text: str) -> str:
    """What the articles that are meant speak of; empty where it does not say."""
    if found := _ABOUT.search(text):
        topic = _NOT_OF_TOPIC.sub("", found["topic"]).strip(" ?.!,;:")
        return topic if _says_something(topic) else ""
    for found in _BESIDE.finditer(text):
        words = [word for word in found["topic"].split() if _may_be_topic(word)]
        if words:
            return " ".join(words)
    return ""


def _may_be_topic(word: str) -> bool:
    is_asked = any(asked.search(word) for _, asked in _ASPECTS)
    return (
        _says_something(word)
        and not is_asked
        and word.casefold() not in _WHICH_ONES.split()
        and not any(numbers(word))
    )


def _says_something(text: str) -> bool:
    return bool(set(re.findall(r"\w+", text.casefold())) - FUNCTION_WORDS)


def _filters(given: Filters, periods: Sequence[Period]) -> Filters:
    """The filters given, and those of the periods, taken together."""
    if not periods or given.after or given.before:
        return given
    after, before = outer_days(periods)
    return replace(given, after=after, before=before)
