"""From a question as it was understood to a choice of evidence.

Days on which an article appeared are a filter. Days on which something happened are a
preference: articles of these days come first, and one of other days has to name them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index import Filters, Hit, Store
from qa.changes import newest_first
from qa.chooser import Choice, Chooser, Judged
from qa.comparing import decide
from qa.question import Kind, Question
from qa.retrieval import Retrieved, retrieve, spread
from qa.settings import QASettings
from qa.understanding import Understanding

_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b", re.IGNORECASE)
PREFERRED = 1.5
"""What it counts for to be of the days that the question names, in units of the reader's logit."""
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
    """Finds passages; where no article has a date, days that were read are no filter."""
    count = max(LISTED, settings.candidates)
    retrieved = retrieve(understood, store, count)
    days = _days(understood)
    if retrieved.hits or not days:
        return Searched(understood, retrieved)
    if not _has_days(store):
        understood = understood.without(Kind.DATES, question.filters)
        return Searched(understood, retrieve(understood, store, count))
    return Searched(understood, retrieved, (f"There is no article from these days: {days}.",))


def judge(searched: Searched, chooser: Chooser, store: Store, settings: QASettings) -> Found:
    """Reads what was found, and chooses."""
    understood, hits = searched.understood, searched.retrieved.hits
    notices = list(searched.notices)
    choice = chooser.choose(
        understood.query,
        hits[: settings.candidates],
        store,
        settings.passages,
        is_follow_up=bool(understood.context),
    )
    if understood.preferred and choice.ranking:
        choice = prefer(choice, understood.preferred)
        if not is_of(choice.ranking[0], understood.preferred):
            is_several = understood.parts or understood.sources
            if not is_several and not _names(understood.days, choice):
                choice = replace(choice, confidence=choice.confidence / 2)
            notices.append(f"The answer is not from an article of {_days(understood)}.")
    choice, changed = newest_first(understood.query, choice, newest=understood.newest)
    choice = _decided(understood, searched.retrieved.parts, choice, store)
    if absent := [name for name in understood.missing if not _is_told_of(name, choice)]:
        choice = replace(choice, ranking=(), confidence=0.0)
    parts = searched.retrieved.parts
    listed = [*spread(choice.hits, parts, LISTED), *hits[settings.candidates :]]
    notices += _absent(absent, store)
    return Found(understood, listed, choice, parts, tuple(notices), changed)


def prefer(choice: Choice, days: Filters) -> Choice:
    """The choice in which passages and sentences of these days weigh `PREFERRED` more."""
    raised = {hit.passage: hit.score + PREFERRED * _within(hit, days) for hit in choice.hits}
    hits = sorted(choice.hits, key=lambda hit: -raised[hit.passage])
    weights = [
        judged.share * math.exp(PREFERRED * is_of(judged, days)) for judged in choice.ranking
    ]
    ranking = [
        replace(judged, share=weight / sum(weights))
        for judged, weight in zip(choice.ranking, weights, strict=True)
    ]
    ranking.sort(key=lambda judged: -judged.share)
    short = ranking[0].sentence.short if choice.short else ""
    return replace(choice, hits=hits, ranking=tuple(ranking), short=short)


def is_of(judged: Judged, days: Filters) -> bool:
    """Whether a sentence is from an article of these days."""
    return _within(judged.sentence.hit, days)


def _within(hit: Hit, days: Filters) -> bool:
    first, last = days.after or date.min, days.before or date.max
    return hit.date is not None and first <= hit.date <= last


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
