"""When something happened: the day that most reports tell, each by its own date.

"Monday" of one report, "last Monday" of a later one and "March 27" of a third are one day. The
reader likes best whatever names a day beside the question's words, such as that of a vigil; but of
the vigil one report tells, and of the day itself most.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from qa.question import QuestionKind
from qa.resolution.confidence import estimate_confidence
from qa.resolution.short_answer import fit_short_answer
from qa.text.dates.periods import days_in
from qa.text.verb_forms import base_form
from qa.text.word_classes import is_verb
from qa.types import Evidence, QueryPlan, ScoredSentence

ARTICLES = 2
"""Articles that must tell the day, at least."""
MAY_SPEAK = -2.0
"""Logit of a passage that may be about it."""
FLATTENED = 0.25
"""Power of a sentence's probability by which it counts: that several articles tell a day says more
than that the reader is sure of one."""
SUREST = 0.9
"""Confidence that agreement alone gives, at most."""
_HAPPENED = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?(?:when(?: exactly)?|(?:on\s+)?(?:what|which)\s+(?:day|date))"
    r"\s+(?:did\b.+\b(?:happen|take place|occur)|(?:was|were)\s+(?P<what>.+))\W*$",
    re.IGNORECASE,
)

Days = tuple[date, date]
"""First and last."""
Told = Mapping[Days, Mapping[str, ScoredSentence]]
"""The likeliest sentence of each article that answers these days."""


def day_of_event(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence led by the likeliest sentence that tells the day which most articles tell, where
    it is asked when something happened; as likely right as that day's share of all that are told,
    at least. Unchanged where no two articles tell one day, or a longer time is told by more, and
    where it is asked when somebody did something: most reports of an escaped prisoner tell when he
    escaped, and few when he was caught."""
    if (
        not _asks_for_event(plan.query)
        or plan.kind is not QuestionKind.FACT
        or plan.is_several
        or plan.preferred
    ):
        return evidence
    told = _told(evidence.sentences)
    weights = {days: sum(map(_weight, own.values())) for days, own in told.items()}
    usual = max(weights, key=weights.__getitem__, default=None)
    if usual is None or usual[0] != usual[1] or len(told[usual]) < ARTICLES:
        return evidence
    if _days(evidence.sentences[0]) != usual:
        first = max(told[usual].values(), key=lambda one: one.probability)
        evidence = estimate_confidence(plan, fit_short_answer(plan, evidence.led_by(first)))
    agreed = min(SUREST, weights[usual] / sum(weights.values()))
    return replace(evidence, confidence=max(evidence.confidence, agreed))


def _asks_for_event(question: str) -> bool:
    """Whether it asks when something happened that it names: "When was the fire?"."""
    asked = _HAPPENED.match(question)
    words = re.findall(r"[a-z]+", asked["what"] or "") if asked else []
    return asked is not None and not any(map(_may_be_done, words))


def _may_be_done(word: str) -> bool:
    """Whether it is a verb, or a form of one: what somebody did, or what was done."""
    return word.endswith("ed") or base_form(word) != word or is_verb(word)


def _told(sentences: Iterable[ScoredSentence]) -> Told:
    told: dict[Days, dict[str, ScoredSentence]] = defaultdict(dict)
    for one in sentences:
        days = _days(one)
        if days and one.sentence.relevance >= MAY_SPEAK:
            told[days].setdefault(one.sentence.hit.article_id, one)
    return told


def _days(one: ScoredSentence) -> Days | None:
    """The days that a sentence answers; None where it answers none."""
    sentence = one.sentence
    start, end = sentence.short_span
    if sentence.reading is None or sentence.hit.date is None or start == end:
        return None
    for named in days_in(sentence.text, sentence.hit.date, with_years=True):
        if named.first and named.last and named.start < end and start < named.end:
            return named.first, named.last
    return None


def _weight(one: ScoredSentence) -> float:
    return math.pow(one.probability, FLATTENED)
