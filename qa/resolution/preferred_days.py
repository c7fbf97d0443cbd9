"""Days on which something happened: articles of these days come first, others must name them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index import Filters, Hit
from qa.question import DIGESTS, QuestionKind
from qa.resolution.reweighing import reweighed
from qa.text.dates import Period, days_in
from qa.text.lexicon import YEAR
from qa.types import Evidence, QueryPlan, ScoredSentence

PREFERRED = 1.5
"""What it counts for to be of the days that the question names, in units of the reader's logit."""

_YEAR = re.compile(YEAR)
_BOUND = re.compile(r"\b(?:before|after|since|until|till)\s+(?:the\s+)?$", re.IGNORECASE)
"""What is told of the time before or after a day is not told of that day."""
_IN_YEAR = re.compile(r"\b(?:in|of|during|the)\s+((?:19|20)\d\d)\b(?!s)", re.IGNORECASE)


def prefer_days(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence in which passages and sentences of the preferred days weigh `PREFERRED` more."""
    days = plan.preferred
    if days is None or not evidence.sentences:
        return evidence
    raised = {hit.passage: hit.score + PREFERRED * _within(hit, days) for hit in evidence.hits}
    hits = sorted(evidence.hits, key=lambda hit: -raised[hit.passage])
    logits = [
        PREFERRED * (is_of(one, days) - _is_of_other_year(plan, one)) for one in evidence.sentences
    ]
    sentences = reweighed(evidence.sentences, logits, whole=1.0)
    sentences.sort(key=lambda one: -one.probability)
    short = sentences[0].sentence.short if evidence.short else ""
    return replace(evidence, hits=tuple(hits), sentences=tuple(sentences), short=short)


def note_other_days(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence with a notice where its best sentence is of other days than the preferred; of an
    overview or a timeline, where every sentence is."""
    is_told = plan.kind in DIGESTS and any(tells_of(plan, one) for one in evidence.sentences)
    if is_told or not is_of_other_days(plan, evidence):
        return evidence
    return evidence.noting(f"No article from these days answers this: {plan.days}.")


def is_of_other_days(plan: QueryPlan, evidence: Evidence) -> bool:
    """Whether the best sentence is of an article of other days than the preferred, and names none
    of these.

    Not of several reports that are compared: one of them may have other days.
    """
    days = plan.preferred
    is_compared = plan.sides or (plan.parts and plan.kind is QuestionKind.COMPARISON)
    if days is None or not evidence.sentences or is_compared or plan.sources:
        return False
    return evidence.best.hit.date is not None and not tells_of(plan, evidence.sentences[0])


def leaves_days_out(plan: QueryPlan, evidence: Evidence) -> bool:
    """Whether the best sentence is of other days than the preferred, and neither it nor its passage
    names these."""
    return is_of_other_days(plan, evidence) and not _names_days(plan.periods, evidence.best.hit)


def _is_of_other_year(plan: QueryPlan, scored: ScoredSentence) -> bool:
    """Whether a sentence names years by number, and none that the question names."""
    asked = set(_YEAR.findall(" ".join(period.words for period in plan.periods)))
    named = set(_IN_YEAR.findall(scored.sentence.text))
    return bool(asked and named) and not named & set(_YEAR.findall(plan.query))


def tells_of(plan: QueryPlan, scored: ScoredSentence) -> bool:
    """Whether a sentence is from an article of the preferred days, or names one of those that the
    question asks for: "on April 18"."""
    text, hit = scored.sentence.text, scored.sentence.hit
    if plan.preferred is None or hit.date is None:
        return False
    return is_of(scored, plan.preferred) or any(
        _is_within(named, asked) and not _BOUND.search(text, max(0, named.start - 20), named.start)
        for named in days_in(text, hit.date, with_years=True)
        for asked in plan.periods
    )


def _is_within(named: Period, asked: Period) -> bool:
    first, last = asked.first or date.min, asked.last or date.max
    return bool(named.first and named.last and first <= named.first and named.last <= last)


def is_of(scored: ScoredSentence, days: Filters) -> bool:
    """Whether a sentence is from an article of these days."""
    return _within(scored.sentence.hit, days)


def _within(hit: Hit, days: Filters) -> bool:
    first, last = days.after or date.min, days.before or date.max
    return hit.date is not None and first <= hit.date <= last


def _names_days(days: Sequence[Period], hit: Hit) -> bool:
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
