"""When something happened: the day that reports tell most, each by its own date.

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
from qa.resolution.presupposition import NOTICE as PRESUPPOSES
from qa.resolution.short_answer import fit_short_answer
from qa.text.dates.periods import days_in
from qa.text.lexicon import PRONOUN
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
LEAST = 0.03
"""Probability that the sentences which tell the day need together."""
_HAPPENED = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?(?:when(?: exactly)?|(?:on\s+)?(?:what|which)\s+(?:day|date))"
    rf"\s+(?:did\b(?!.*\b(?:say|said)\b).+\b(?:happen|take place|occur)"
    rf"|(?:was|were)\s+(?!(?:{PRONOUN}|there|you|we|I)\b)(?P<what>.+))\W*$",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:previous|earlier|last|first|second|third|next|latest|anniversary|due|age)\b",
    re.IGNORECASE,
)
"""Asks for another day than that of the event of which the reports tell."""

Days = tuple[date, date]
"""First and last."""
Told = Mapping[Days, Mapping[str, ScoredSentence]]
"""The likeliest sentence of each article that answers these days."""


def day_of_event(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence led by the likeliest sentence that tells the day which articles tell most, where
    it is asked when something happened; at least as likely right as that day's share of all that
    are told, up to `SUREST`. Each article counts by how likely its sentence is, see `FLATTENED`.

    Unchanged where no two articles tell one day, where a longer time is told more, and where it is
    asked when somebody did something: most reports of an escaped prisoner tell when he escaped, and
    few when he was caught.
    """
    if (
        not _asks_for_event(plan.query)
        or plan.kind is not QuestionKind.FACT
        or plan.is_several
        or plan.preferred
        or PRESUPPOSES in evidence.notices
    ):
        return evidence
    told = _told(evidence.sentences)
    weights = {days: sum(map(_weight, own.values())) for days, own in told.items()}
    usual = max(weights, key=weights.__getitem__, default=None)
    if usual is None or usual[0] != usual[1] or len(told[usual]) < ARTICLES:
        return evidence
    if sum(one.probability for one in told[usual].values()) < LEAST:
        return evidence
    if _days(evidence.sentences[0]) != usual:
        first = max(told[usual].values(), key=lambda one: one.probability)
        evidence = estimate_confidence(plan, fit_short_answer(plan, evidence.led_by(first)))
    agreed = min(SUREST, weights[usual] / sum(weights.values()))
    return replace(evidence, confidence=max(evidence.confidence, agreed))


def _asks_for_event(question: str) -> bool:
    """Whether it asks when something happened that it names: "When was the fire?"."""
    asked = _HAPPENED.match(question)
    if asked is None or _ANOTHER.search(question):
        return False
    what = asked["what"] or ""
    all_small = what.casefold() if what.istitle() or what.isupper() else what
    words = re.findall(r"\b(?:[a-z]+|[A-Z]{2,})\b", all_small)  # others may be names
    return not any(_may_be_done(word.casefold()) for word in words)


def _may_be_done(word: str) -> bool:
    """Whether it is a verb, or a form of one: what somebody did, or what was done."""
    is_past = bool(re.fullmatch(r"\w{3,}(?<!e)ed", word))
    return is_past or base_form(word) != word or is_verb(word)


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
