"""How a figure or a day changed over the reports that an overview or a timeline tells of.

Where the question asks how a value changed, the answer is what each report tells of it; where they
tell of one value, that is the answer to a question for a fact, and no likelier right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.question import DIGESTS, QuestionKind
from qa.resolution.confidence import estimate_confidence
from qa.resolution.digest_confidence import digest_confidence
from qa.resolution.newest import OLDER
from qa.resolution.other_reports import (
    best_reported,
    is_own_answer,
    other_answers,
    other_reports,
)
from qa.resolution.reported import DAY, NAMED, NUMBER, Reported, listed
from qa.resolution.tolls import is_toll, other_tolls, toll_of_event
from qa.text.units import WHEN_OR_HOW_LONG
from qa.types import Evidence, QueryPlan

CHANGED = "What changed"
ONE_VALUE = "No report with another value was found."
OF_CHANGES = (OLDER, CHANGED)
"""What a notice opens with that tells only what `Evidence.reports` hold."""
MOST_CHANGES = 8
"""Changes that a notice names."""
MOST_WITHOUT_VALUE = 3
"""Sentences that are told where none is known to tell the value …"""
LEAST_PROBABLE = 0.1
"""… and how likely each but the first has to be."""


def tell_changes(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence with a notice of how a figure or a day changed from report to report, if one
    did; unchanged but for an overview or a timeline. Of one that asks how a value changed, that two
    reports tell different ones is what makes it likely right."""
    if plan.kind not in DIGESTS or not evidence.sentences:
        return evidence
    asked = plan.of_value if plan.value else plan
    told = _values(asked, evidence) if plan.value else _alike(plan, evidence)
    reports = _risen(told) if plan.value and told and is_toll(told[0], asked) else told
    changed = reports[:1]
    for one in reports[1:]:
        if changed[-1].day < one.day and not changed[-1].same(one):
            changed.append(one)
    if len(changed) < 2:
        return _unchanged(asked, evidence, told) if plan.value else evidence
    named, before = changed[-MOST_CHANGES:], len(changed[:-MOST_CHANGES])
    earlier = f" after {before} other{'s' if before > 1 else ''}" if before else ""
    noted = evidence.noting_with_answer(f"{CHANGED}: {listed(named, MOST_CHANGES)}{earlier}.")
    confidence = evidence.confidence
    if plan.value:
        confidence = max(confidence, digest_confidence(asked, evidence))
    return replace(
        noted,
        confidence=confidence,
        changes=tuple(one.scored for one in named),
        reports=tuple(one.as_report for one in reports),
    )


def _unchanged(asked: QueryPlan, evidence: Evidence, reports: Sequence[Reported]) -> Evidence:
    """The evidence of a value that did not change from day to day: at most as confident as the same
    for a question for a fact."""
    fact = estimate_confidence(replace(asked, kind=QuestionKind.FACT), evidence)
    doubted = replace(evidence, confidence=min(evidence.confidence, fact.confidence))
    if not reports:
        first, *others = evidence.sentences[:MOST_WITHOUT_VALUE]
        likely = (one for one in others if one.probability >= LEAST_PROBABLE)
        return replace(doubted, changes=(first, *likely))
    told = replace(doubted, changes=tuple(one.scored for one in reports[:MOST_CHANGES]))
    is_one = all(reports[0].same(one) for one in reports)
    return told.noting_with_answer(ONE_VALUE) if is_one else told


def _alike(plan: QueryPlan, evidence: Evidence) -> list[Reported]:
    """What reports tell of what the likeliest sentence tells, in order. A bare number may count
    anything, and a day be of anything, since nobody has asked for one: it is the same in the same
    words alone."""
    best = best_reported(evidence)
    if best is None or best.kind == NAMED or best.kind in WHEN_OR_HOW_LONG:
        return []
    in_other_words = best.kind not in (DAY, NUMBER)
    others = other_reports(best, evidence, plan, in_other_words=in_other_words)
    return _in_order([best, *(one for one in others if one.kind == best.kind)])


def _values(asked: QueryPlan, evidence: Evidence) -> list[Reported]:
    """What each report answers to the question for the value, in order."""
    best = best_reported(evidence)
    if best is None or best.kind == NAMED or not is_own_answer(best, asked):
        return []
    if not is_toll(best, asked):
        return _in_order([best, *other_answers(best, evidence, asked, in_story=True)])
    best = toll_of_event(best, evidence, asked)
    return _in_order([best, *other_tolls(best, evidence, asked, in_story=True)])


def _risen(tolls: Sequence[Reported]) -> list[Reported]:
    """Each toll that is above those before it."""
    risen: list[Reported] = []
    for one in tolls:
        if not risen or one.count > risen[-1].count:
            risen.append(one)
    return risen


def _in_order(reports: list[Reported]) -> list[Reported]:
    return sorted(reports, key=lambda one: one.day)
