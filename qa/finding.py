"""From a question as it was understood to a choice of evidence.

Days that the question names are a filter. Where they are those of an event, and no article of
those days answers, articles of other days are asked, and a notice says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import Hit, Store
from qa.changes import newest_first
from qa.chooser import Choice, Chooser
from qa.comparing import decide
from qa.question import Kind, Question
from qa.retrieval import Retrieved, retrieve, spread
from qa.settings import QASettings
from qa.understanding import Understanding

_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b", re.IGNORECASE)
LISTED = 10
"""Passages an answer lists, at least, where the store has them."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What was found for a question, and how it was understood in the end."""

    understood: Understanding
    retrieved: Retrieved
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found and judged."""

    understood: Understanding
    hits: list[Hit]
    choice: Choice
    parts: tuple[tuple[int, ...], ...] = ()
    """For each part of the question, its best passages by number."""
    notices: tuple[str, ...] = ()
    changed: str = ""
    """What other reports say, for whoever reads the answer; empty where they agree."""


def search(
    understood: Understanding, question: Question, store: Store, settings: QASettings
) -> Searched:
    """Finds passages; days of an event of which there is no article are no filter."""
    count = max(LISTED, settings.candidates)
    retrieved = retrieve(understood, store, count)
    days = _days(understood)
    if retrieved.hits or not days:
        return Searched(understood, retrieved)
    if understood.is_event or not _has_days(store):
        understood = understood.without(Kind.DATES, question.filters)
        return Searched(understood, retrieve(understood, store, count))
    return Searched(understood, retrieved, (f"There is no article from these days: {days}.",))


def judge(
    searched: Searched,
    question: Question,
    chooser: Chooser,
    store: Store,
    settings: QASettings,
    threshold: float,
) -> Found:
    """Reads what was found and chooses; below `threshold`, days of an event are given up."""
    found = _judged(searched, chooser, store, settings)
    if not searched.understood.is_event or found.choice.confidence >= threshold:
        return found
    without = searched.understood.without(Kind.DATES, question.filters)
    wider = _judged(search_again(without, store, settings), chooser, store, settings)
    if wider.choice.confidence < threshold or not _names(searched.understood.days, wider.choice):
        return found
    notice = f"No article from {_days(searched.understood)} answers this; one of another day does."
    return replace(wider, notices=(notice, *wider.notices))


def search_again(understood: Understanding, store: Store, settings: QASettings) -> Searched:
    """Finds passages for what is understood, whatever there is."""
    return Searched(understood, retrieve(understood, store, max(LISTED, settings.candidates)))


def _judged(searched: Searched, chooser: Chooser, store: Store, settings: QASettings) -> Found:
    understood, hits = searched.understood, searched.retrieved.hits
    first = hits[: settings.candidates]
    choice = chooser.choose(
        understood.query,
        first,
        store,
        settings.passages,
        is_follow_up=bool(understood.context),
    )
    choice, changed = newest_first(understood.query, choice, newest=understood.newest)
    choice = _decided(understood, searched.retrieved.parts, choice, store)
    if absent := [name for name in understood.missing if not _is_told_of(name, choice)]:
        choice = replace(choice, ranking=(), confidence=0.0)
    parts = searched.retrieved.parts
    listed = [*spread(choice.hits, parts, LISTED), *hits[settings.candidates :]]
    notices = (*searched.notices, *_absent(absent, store))
    return Found(understood, listed, choice, parts, notices, changed)


def _decided(
    understood: Understanding, passages: Sequence[Sequence[int]], choice: Choice, store: Store
) -> Choice:
    """The choice with the sentences first that decide a comparison, and what they come to."""
    decided = decide(understood.query, understood.parts, passages, choice, store)
    if decided is None:
        return choice
    best = max(judged.share for judged in choice.ranking)
    first = tuple(replace(judged, share=best) for judged in decided.by)
    rest = tuple(judged for judged in choice.ranking if judged not in decided.by)
    return replace(choice, ranking=(*first, *rest), short=decided.short, is_decided=True)


def _names(days: Sequence[str], choice: Choice) -> bool:
    """Whether the article of the best evidence is of the year and month that are named, or its
    passage names them."""
    hit = choice.ranking[0].sentence.hit
    text = f"{hit.title} {hit.text} {hit.date or ''}"
    wanted = [*re.findall(r"\b\d{4}\b", " ".join(days))]
    wanted += [name[:3] for name in _MONTH.findall(" ".join(days))]
    return all(re.search(rf"\b{word}", text) for word in wanted)


def _is_told_of(source: str, choice: Choice) -> bool:
    """Whether the best evidence itself speaks of that source."""
    if not choice.ranking:
        return False
    hit = choice.ranking[0].sentence.hit
    return source.casefold() in f"{hit.title} {hit.text}".casefold()


def _absent(sources: Sequence[str], store: Store) -> list[str]:
    if not sources:
        return []
    known = ", ".join(name for name, _ in store.sources()[:8])
    text = f"There is no article from {' or '.join(sources)}."
    return [f"{text} The sources are: {known}." if known else text]


def _days(understood: Understanding) -> str:
    return ", ".join(one.meaning for one in understood.told if one.kind == Kind.DATES)


def _has_days(store: Store) -> bool:
    return store.undated() < store.counts()[0]
