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
from itertools import accumulate

from index import Filters, Hit, Store
from qa.resolution import presupposition as premise, yes_no as yes_or_no
from qa.resolution.newest import newest_first
from qa.entailment import load_checker
from qa.ranking.ranker import Choice, Chooser, Judged
from qa.resolution.comparison import decide
from qa.question import Kind, Question, asks_what_was_said, asks_yes_or_no
from qa.retrieval.search import Retrieved, retrieve, spread
from qa.settings import QASettings
from qa.query import Understanding
from qa.text.dates import Period

PREFERRED = 1.5
"""What it counts for to be of the days that the question names, in units of the reader's logit."""
LISTED = 10
"""Passages an answer lists, at least, where the store has them."""
FEW_WORDS = 2
"""As few do not tell what somebody said or did: 15 of 18 answers so short to such questions of
newsqa had nothing of the gold answer."""


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
    """Finds passages; where no article has a date, days that were read count for nothing."""
    count = max(LISTED, settings.candidates)
    days = _days(understood)
    if days and not _has_days(store):
        understood = understood.without_days(question.filters)
    retrieved = retrieve(understood, store, count)
    if retrieved.hits or not days:
        return Searched(understood, retrieved)
    others = retrieve(understood.without_days(question.filters), store, 1)
    where = f" in {understood.filters.source}" if understood.filters.source else ""
    notices = (f"There is no article{where} from these days: {days}.",) if others.hits else ()
    return Searched(understood, retrieved, notices)


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
    if understood.preferred:
        choice = prefer(choice, understood.preferred)
    choice, changed = _newest(understood, choice)
    if not _may_answer(choice.short, understood.asked):
        choice = replace(choice, short="")
    choice = _decided(understood, searched.retrieved.parts, choice, store)
    is_whole = not (understood.context or understood.parts)
    if is_whole and premise.premise_of(understood.asked):  # else the network need not be loaded
        choice, denied = premise.hold_against(understood.asked, choice, load_checker())
        notices += [denied] if denied else []
    if understood.preferred and _is_of_other_days(understood, choice):
        if not _is_said_of(understood.days, choice.ranking[0].sentence.hit):
            choice = replace(choice, confidence=choice.confidence / 2)
        notices.append(f"The answer is not from an article of {_days(understood)}.")
    absent = [name for name in understood.missing if not _is_told_of(name, choice)]
    notices += missing(absent, store, understood.filters.as_of)
    if absent and not understood.sources:
        choice = replace(choice, ranking=(), confidence=0.0)
    elif absent:  # what several report together, one of them does not
        choice = replace(choice, confidence=choice.confidence / 2)
    parts = searched.retrieved.parts
    listed = [*spread(choice.hits, parts, LISTED), *hits[settings.candidates :]]
    return Found(understood, _falling(listed), choice, parts, tuple(notices), changed)


def _falling(hits: Sequence[Hit]) -> list[Hit]:
    """The list with no score above one before it: days and parts move passages up, and those
    that were not read have the search's score."""
    least = accumulate((hit.score for hit in hits), min)
    return [replace(hit, score=score) for hit, score in zip(hits, least, strict=True)]


def _may_answer(short: str, asked: str) -> bool:
    """Whether a part of a sentence can answer at all."""
    if asks_yes_or_no(asked):
        return False
    return len(short.split()) > FEW_WORDS or not asks_what_was_said(asked)


def _newest(understood: Understanding, choice: Choice) -> tuple[Choice, str]:
    """The newest of several reports, of the days that are asked for; parts have one each."""
    if understood.parts:
        return choice, ""
    days, asked = understood.preferred, understood.asked
    if days is None:
        return newest_first(asked, choice, newest=understood.newest)
    inside = tuple(judged for judged in choice.ranking if is_of(judged, days))
    if not inside or inside[0] is not choice.ranking[0]:
        return choice, ""
    outside = [judged for judged in choice.ranking if judged not in inside]
    choice, changed = newest_first(asked, replace(choice, ranking=inside), newest=understood.newest)
    return replace(choice, ranking=(*choice.ranking, *outside)), changed


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
    """The choice with the sentences first that decide it, and what a comparison or a question
    for yes or no comes to."""
    decided = decide(understood.asked, understood.parts, passages, choice, store)
    if decided is None and asks_yes_or_no(understood.asked) and choice.ranking:
        decided = yes_or_no.decide(
            understood.asked,
            understood.parts,
            passages,
            choice,
            store,
            load_checker(),
            [one.words for one in understood.told if one.kind == Kind.SOURCES],
        )
    if decided is None:
        return choice
    best = max(judged.share for judged in choice.ranking)
    first = tuple(replace(judged, share=best) for judged in decided.by)
    rest = tuple(judged for judged in choice.ranking if judged not in decided.by)
    return replace(choice, ranking=(*first, *rest), short=decided.short, is_decided=True)


def _is_of_other_days(understood: Understanding, choice: Choice) -> bool:
    """Whether the best evidence has a day, and none of those asked for; of one report, not
    of several that are compared."""
    if not choice.ranking or not understood.preferred or understood.parts or understood.sources:
        return False
    day = choice.ranking[0].sentence.hit.date
    return day is not None and not is_of(choice.ranking[0], understood.preferred)


def _is_said_of(days: Sequence[Period], hit: Hit) -> bool:
    """Whether a passage names the year and month of these days, or is from that year and names
    the month. Days that are reckoned from today are never named."""
    text = f"{hit.title} {hit.text}"
    for period in days:
        day = period.first or period.last
        if day is None or not re.search(r"\d|\b[A-Z]", period.words):
            return False
        if not re.search(rf"\b{day.year}\b", text) and (
            hit.date is None or hit.date.year != day.year
        ):
            return False
        month = f"{day:%B}"
        is_of_month = month.casefold() in period.words.casefold()
        if is_of_month and not re.search(rf"\b(?:{month}|{month[:3]}\.)", text, re.IGNORECASE):
            return False
    return True


def _is_told_of(source: str, choice: Choice) -> bool:
    """Whether the best evidence itself speaks of that source, by its name: "on the verge" does
    not speak of The Verge."""
    if not choice.ranking:
        return False
    hit = choice.ranking[0].sentence.hit
    name = re.compile(rf"\b{re.escape(re.sub(r'^the ', '', source, flags=re.I))}\b", re.I)
    found = (match[0] for match in name.finditer(f"{hit.title} {hit.text}"))
    return any(one.isupper() if source.isupper() else one[0].isupper() for one in found)


def missing(sources: Sequence[str], store: Store, as_of: date | None) -> list[str]:
    """What is said of sources that are asked for, and of which there is no article."""
    if not sources:
        return []
    known = ", ".join(name for name, _ in store.sources(as_of)[:8])
    text = f"There is no article from {' or '.join(sources)}."
    return [f"{text} The sources are: {known}." if known else text]


def _days(understood: Understanding) -> str:
    return ", ".join(one.meaning for one in understood.told if one.kind == Kind.DATES)


def _has_days(store: Store) -> bool:
    return store.undated() < store.counts()[0]
