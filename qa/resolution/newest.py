"""Where reports of different days differ, the newest leads and a notice names the older.

A figure, a day or the holder of an office changes from report to report ("412 million crowns"
in May, "455 million" in September). Where articles of different days answer with one kind of
thing, in the question's words or, of what is so now, in others, the newest leads and a notice
names the older. Reports of the same days that differ are a disagreement: they are all kept, and
a notice says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from qa.question import QuestionKind
from qa.resolution.other_reports import (
    Subject,
    best_reported,
    is_no_answer,
    may_speak,
    other_reports,
)
from qa.resolution.preferred_days import is_of
from qa.resolution.reported import NAMED, Reported, is_dated, listed, reported
from qa.resolution.tolls import NEWER_FEWER, is_toll, leading_toll, other_tolls, toll_of_event
from qa.types import Evidence, QueryPlan, ScoredSentence

LEAST_WITHOUT_SHORT = 0.1
"""Share of the best sentence's probability that another report's must have where there is no short
answer, so that less is known of what the best one answers."""
SAME_TIME = timedelta(days=1)
OLDER = "Older reports say otherwise"
DIFFER = "Reports of the same days differ"

_FIRST_VALUE = (
    r"(?:(?:initial|original) (?:budget|cost|count|date|deadline|estimate|figure|forecast|number"
    r"|price|toll)|first (?:budget|estimate|figure|forecast|toll))"
)
_ASKS_FOR_ALL = re.compile(
    r"\b(?:all|each|every|both|list|changed?|changes|differ\w*|develop\w*|history|so far|"
    r"rise|rose|risen|fell|fallen|grow\w*|grew|originally|at first|initially|first|earlier|"
    rf"before|previous\w*|{_FIRST_VALUE}|to begin with|at the (?:start|beginning|outset)(?! of)|"
    r"between|compared?|than|how often|how many times)\b",
    re.IGNORECASE,
)
_ASKS_FOR_FIRST = re.compile(
    rf"\b(?:originally|initially|(?-i:at first)(?! (?:base|glance|hand|light|sight)\b)"
    rf"|to begin with|at the (?:start|beginning|outset)(?! of)|{_FIRST_VALUE})\b(?! (?-i:[A-Z]))",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"^\W*(?:and |but |so )?(?:who|what|which\b.*?|when|where|how\b.*?)\s*"
    r"(?:is|are|'s|’s|will|does|do|has|have)\b",
    re.IGNORECASE,
)
_IS_IT = re.compile(r"^\W*(?:and |but |so )?(?:is|are|has|have|does|do|will|can)\b", re.IGNORECASE)
"""Asks for a yes or no of what is now."""
_WAS_TO_COME = re.compile(
    r"\b(?:will|would|plan(?:s|ned)?|intend(?:s|ed)?|expect(?:s|ed)?|scheduled|slated|set to"
    r"|put off|due (?:by|for|in|on)|moved\b.*\bto|delay(?:s|ed)?|postpone[ds]?)\b"
)


def newest_report(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence led by the newest of several reports that answer differently, with a notice
    that names the older ones, which are left out; where there is neither a short answer nor the
    newest asked for, only led by it.

    Only a fact has a newest report; of the preferred days alone, where the question has some. A yes
    or no of what is now, to which no verdict was come, is led by what the newest report of it
    tells. Unchanged where it asks several things, each of which has its own reports, and where a
    verdict was come to.
    """
    if plan.kind is QuestionKind.YES_NO and not plan.is_several and not evidence.is_verdict:
        return _with_state(plan, evidence)
    if plan.is_several or plan.kind is not QuestionKind.FACT or evidence.is_verdict:
        return evidence
    days = plan.preferred
    if days is None:
        return _newest_first(plan, evidence)
    inside = tuple(one for one in evidence.sentences if is_of(one, days))
    if not inside or inside[0] is not evidence.sentences[0]:
        return evidence
    outside = (one for one in evidence.sentences if not is_of(one, days))
    newest = _newest_first(plan, replace(evidence, sentences=inside))
    return replace(newest, sentences=(*newest.sentences, *outside))


def _with_state(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence led by what the newest report tells of it, where the likeliest sentence only
    tells what was to come: "Has it opened yet?" is not answered by a plan of the year before."""
    if not evidence.sentences or plan.preferred or not _IS_IT.match(plan.query):
        return evidence
    best = evidence.sentences[0]
    named = Subject.of(best, evidence, plan).named
    if not named or not is_dated(best) or not _WAS_TO_COME.search(best.sentence.text):
        return evidence
    told = (one for one in evidence.sentences if is_dated(one) and may_speak(one))
    about = [one for one in told if named <= plan.store.terms(one.sentence.text)]
    newest = max(about, key=lambda one: one.day, default=best)  # the likeliest of those of one day
    is_newer = newest.day - best.day > SAME_TIME
    return evidence.led_by(newest) if is_newer else evidence


def _as_first_told(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence led by the earliest report that answers, by a figure or a day, and with its
    short answer, where it has one: "What was it to cost originally?"."""
    best = best_reported(evidence)
    if best is None or best.kind == NAMED or is_no_answer(best, plan):
        return evidence
    others = other_reports(best, evidence, plan, in_other_words=True)
    first = _likely(best, others, is_sure=bool(evidence.short))[0]
    if best.day - first.day <= SAME_TIME:
        return evidence
    led = evidence.led_by(first.scored)
    return led.answered_with(first.short) if evidence.short else led


def _newest_first(plan: QueryPlan, evidence: Evidence) -> Evidence:
    if not evidence.sentences:
        return evidence
    if _ASKS_FOR_ALL.search(plan.query) and not plan.wants_newest:
        asks_for_first = _ASKS_FOR_FIRST.search(plan.query)
        return _as_first_told(plan, evidence) if asks_for_first else evidence
    best = best_reported(evidence)
    if best is None or is_no_answer(best, plan):
        return evidence
    if is_toll(best, plan):
        return _with_toll(plan, evidence, best)
    is_present = plan.wants_newest or bool(_PRESENT.match(plan.query))
    if best.kind == NAMED and not (is_present and (evidence.short or plan.wants_newest)):
        return evidence  # any sentence has names
    is_sure = bool(evidence.short) or (plan.wants_newest and best.kind != NAMED)
    others = other_reports(best, evidence, plan, in_other_words=is_present)
    reports = _likely(best, others, is_sure=is_sure)
    newest = reports[-1]
    leading = best if newest.day - best.day <= SAME_TIME else newest
    older = [one for one in reports if leading.day - one.day > SAME_TIME]
    rivals = []
    if evidence.short and leading.kind != NAMED:  # else they mostly name others, or another thing
        rivals = [one for one in reports if one not in older and not leading.is_told_by(one)]
    older = [one for one in older if not one.same(leading)]
    if not rivals and not older:
        return evidence
    if not is_sure:  # what the others answer may be of another thing
        return evidence.led_by(leading.scored)
    return _led(evidence, best, leading, reports, {DIFFER: rivals, OLDER: older})


def _with_toll(plan: QueryPlan, evidence: Evidence, best: Reported) -> Evidence:
    """The evidence led by the newest toll, with a notice of what was told before, and of fewer."""
    of_event = toll_of_event(best, evidence, plan)
    if of_event is not best:
        evidence, best = evidence.led_by(of_event.scored).answered_with(""), of_event
    is_sure = bool(evidence.short)
    reports = _likely(best, other_tolls(best, evidence, plan), is_sure=is_sure)
    leading = leading_toll(best, reports)
    if not is_sure:
        return evidence if leading is best else evidence.led_by(leading.scored)
    others = [one for one in reports if not one.same(leading)]
    older = [one for one in others if leading.day - one.day > SAME_TIME]
    newer = [one for one in others if one.day - leading.day > SAME_TIME]
    near = [one for one in others if one not in older and one not in newer]
    rivals = [one for one in near if one is best or one.count > leading.count]  # fewer: of a part
    if not (older or newer or rivals):
        return evidence
    told = {DIFFER: rivals, OLDER: older, NEWER_FEWER: newer}
    return _led(evidence, best, leading, reports, told)


def _likely(best: Reported, others: Sequence[Reported], *, is_sure: bool) -> list[Reported]:
    """The reports in order; without what is of another thing, as the unlikely mostly is, where it
    is not sure what the best one answers."""
    least = 0.0 if is_sure else LEAST_WITHOUT_SHORT * best.scored.probability
    likely = [best, *(one for one in others if one.scored.probability >= least)]
    return sorted(likely, key=lambda one: one.day)


def _led(
    evidence: Evidence,
    best: Reported,
    leading: Reported,
    reports: Sequence[Reported],
    told: Mapping[str, Sequence[Reported]],
) -> Evidence:
    """The evidence led by a report, without the older ones, and with notices of the others."""
    kept = [one for opens, ones in told.items() if opens != OLDER for one in ones]
    led = evidence.led_by(leading.scored, without=_told_by(told[OLDER], evidence, kept))
    if leading is not best and evidence.short:
        led = led.answered_with(leading.short)
    named = {opens: _each_once(ones) for opens, ones in told.items()}
    notice = " ".join(f"{opens}: {listed(ones)}." for opens, ones in named.items() if ones)
    return replace(led.noting_with_answer(notice), reports=tuple(one.as_report for one in reports))


def _told_by(
    older: Sequence[Reported], evidence: Evidence, kept: Sequence[Reported]
) -> list[ScoredSentence]:
    """The sentences of older reports, and those that answer with the same figures or days, but for
    what is kept."""
    places = {one.scored.sentence.place for one in older}
    answers = {(one.kind, one.value) for one in older if one.kind != NAMED}
    stay = {one.scored.sentence.place for one in kept}

    def is_old(one: ScoredSentence) -> bool:
        own = reported(one) if answers else None
        tells_again = own is not None and (own.kind, own.value) in answers
        return one.sentence.place in places or (tells_again and one.sentence.place not in stay)

    return [one for one in evidence.sentences if is_old(one)]


def _each_once(reports: Sequence[Reported]) -> list[Reported]:
    """The newest first; of those that tell the same the newest alone."""
    told: list[Reported] = []
    for one in sorted(reports, key=lambda one: one.day, reverse=True):
        if not any(one.same(other) for other in told):
            told.append(one)
    return told
