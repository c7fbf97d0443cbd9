"""How many so far: a toll rises from report to report, and does not fall.

What is told of fewer, later, is of a part, or of something else: an aftershock, the dead of one
town. A newer report that corrects the toll says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from qa.resolution.other_reports import Subject, is_own_answer, other_answers
from qa.resolution.reported import ALIKE, NUMBER, Reported, reported
from qa.text.answer_types import wanted_by
from qa.text.clauses import names_in
from qa.types import Evidence, QueryPlan

OF_ONE_EVENT = timedelta(days=120)
"""Between reports on one event, at most; what is counted later is counted anew, such as each year's
dead on the roads."""
AS_LIKELY = 0.5
"""Share of the best sentence's probability from which another may be the toll of the event."""
OTHERS, LEAST_SHARE = 2, 0.05
"""Other articles that tell of about as many, from which a count far above the best is the event's,
and the least share of the best's probability that it must have."""
NEWER_FEWER = "Newer reports tell of fewer"

_ASKS = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?how many\b(?:(?!\b(?:who|that|which|whose)\b).)*"
    r"\b(?:died|die|dead|deaths|killed|injured|injuries|hurt|wounded|arrested)\b"
    r"|\bdeath toll\b",
    re.IGNORECASE,
)
"""Asks how many were counted so far, of whom reports tell more from day to day."""
_CORRECTS = re.compile(r"\b(?:revis\w+|lower(?:ed|s|ing)|correct(?:ed|s|ing)|down from)\b", re.I)


def is_toll(best: Reported, plan: QueryPlan) -> bool:
    """Whether the question asks how many were counted so far, and is answered by a number; not
    where it asks for the newest report, whatever that tells."""
    return best.figure is not None and bool(_ASKS.search(plan.query)) and not plan.wants_newest


def other_tolls(
    best: Reported, evidence: Evidence, plan: QueryPlan, *, in_story: bool = False
) -> list[Reported]:
    """The highest that each other article counts; see `other_answers`."""
    return other_answers(best, evidence, plan, own=lambda own, _: _highest(own), in_story=in_story)


def leading_toll(best: Reported, reports: Sequence[Reported]) -> Reported:
    """The newest toll of the event that has risen above the best, the highest of its day; the
    newest of all, if it corrects what was counted before, or counts anew."""
    newest = max(reports, key=lambda one: (one.day, one.count))
    is_anew = newest.day - best.day > OF_ONE_EVENT
    if is_anew or _CORRECTS.search(newest.scored.sentence.text):
        return newest
    risen = [one for one in reports if one.count > best.count and one.day >= best.day]
    return max(risen, key=lambda one: (one.day, one.count), default=best)


def toll_of_event(best: Reported, evidence: Evidence, plan: QueryPlan) -> Reported:
    """The best, or where it counts far fewer, of an aftershock or of one town, the toll of the
    event: the likeliest answer of an older report that counts many times as many and is nearly as
    likely; else of those before it that count as many the one near which most others are, where
    several are and no other report tells of so few as the best. Of one report alone what is told
    of many more may as well be of another event, such as a pandemic."""
    counts = [one for one in _counts(best, evidence, plan) if one.day <= best.day]
    more = [one for one in counts if one.count >= ALIKE * best.count]
    for one in more:
        is_likely = one.scored.probability >= AS_LIKELY * best.scored.probability
        if one.day < best.day and is_likely:
            return one
    least = LEAST_SHARE * best.scored.probability
    more = [one for one in more if one.scored.probability >= least and _is_as_wide(one, best, plan)]
    if not more or _told_beside(best, counts):
        return best
    usual = max(more, key=lambda one: _told_beside(one, counts))  # the likeliest of those
    return usual if _told_beside(usual, counts) >= OTHERS else best


def _is_as_wide(one: Reported, best: Reported, plan: QueryPlan) -> bool:
    """Whether its sentence has what the question names or counts, as far as the best has it: the
    toll of the quake is not that of Ostrel, nor that of the children."""
    terms, wanted = plan.store.terms, wanted_by(plan.query)
    counted = wanted.counted if wanted.counted != "people" else ""
    narrow = terms(" ".join([*names_in(plan.query), counted]))
    own, other = (terms(each.scored.sentence.text) for each in (best, one))
    return narrow & own <= other


def _counts(best: Reported, evidence: Evidence, plan: QueryPlan) -> list[Reported]:
    """What is counted of the event, the likeliest first."""
    subject = Subject.of(best.scored, evidence, plan)
    found = []
    for scored in evidence.sentences:
        one = reported(scored)
        if one is None or one.figure is None or abs(best.day - one.day) > OF_ONE_EVENT:
            continue
        is_count = one.kind == best.kind or NUMBER in (one.kind, best.kind)
        if is_count and is_own_answer(one, plan) and subject.is_of(scored, evidence, plan):
            found.append(one)
    return found


def _told_beside(one: Reported, counts: Sequence[Reported]) -> int:
    """How many other articles tell of about as many."""
    own = one.scored.sentence.hit.article_id
    near = {other.scored.sentence.hit.article_id for other in counts if other.is_near(one)}
    return len(near - {own})


def _highest(tolls: Sequence[Reported]) -> Reported:
    return max(tolls, key=lambda one: (one.count, one.day))
