"""Where reports of different days differ, the newest leads and a notice names the older.

A figure, a day or the holder of an office changes from report to report ("412 million crowns"
in May, "455 million" in September). Where articles of different days answer with one kind of
thing, in the question's words or, of what is so now, in others, the newest leads and a notice
names the older. Reports of the same days that differ are a disagreement: they are all kept, and
a notice says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import timedelta

from index.days import long_day
from qa.question import DIGESTS, QuestionKind
from qa.resolution.preferred_days import is_of
from qa.resolution.reported import (
    ALIKE,
    ANSWERS,
    DAY,
    NAMED,
    NUMBER,
    Reported,
    is_dated,
    reported,
    reported_alike,
)
from qa.text.answer_types import FIGURED, fits, is_age_of_another, wanted_by
from qa.text.clauses import names_in
from qa.text.units import WHEN_OR_HOW_LONG
from qa.types import Evidence, QueryPlan, Report, ScoredSentence

MAY_ANSWER, MAY_SPEAK = -7.0, -4.0
"""Logits as `ANSWERS` where it asks of what is now or will be, which a newer report tells in other
words."""
NEARLY = 3.0
"""Logits by which an answer may be less sure than another of its report and be its news …"""
AS_LIKELY = 0.2
"""… and the least share of the other's probability that it must have itself."""
LEAST_SHARE = 0.01
"""Of the best sentence's share of the ranking, where the question asks of what was, or for a name
without asking for the newest."""
LEAST_WITHOUT_SHORT = 0.1
"""The same where there is no short answer, so that less is known of what the best one answers."""
SHARED = 0.6
"""Share of the question's words in the best passage, or of those that tell what it is about, that
the other must have, each word by its weight."""
OWN_BEST = 3
"""Sentences of an article, its likeliest, in which its own answer stands: what it tells further
down ("a period of mourning that ended on 27 September") answers something else."""
LOOKED_AT = 3
"""Sentences, the likeliest, of which the first with an answer of such a kind is gone by."""
SAME_TIME = timedelta(days=1)
OLDER, CHANGED = "Older reports say otherwise", "What changed"
DIFFER = "Reports of the same days differ"
OF_CHANGES = (OLDER, CHANGED)
"""What a notice opens with that tells only what `Evidence.reports` hold."""
MOST_OLDER, MOST_CHANGES = 3, 8
"""Older reports that a notice names, and changes that one does."""

_OF_NOW = frozenset(
    ["still", "now", "today", "yet", "current", "latest", "newest", "recent", "final"]
)
"""Words, as stems, that an older report of the same thing need not have."""
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
_TOLL = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?how many\b(?:(?!\b(?:who|that|which|whose)\b).)*"
    r"\b(?:died|die|dead|deaths|killed|injured|injuries|hurt|wounded|arrested)\b"
    r"|\bdeath toll\b",
    re.IGNORECASE,
)
"""Asks how many were counted so far, of whom reports tell more from day to day."""
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
_TO_COME = re.compile(
    r"^\W*(?:and |but |so )?when(?:[’']s| (?:will|does|do|is|are))\b", re.IGNORECASE
)
"""Asks for a day to come: one that was over when it was reported is none."""
_NAMED = re.compile(r"(?=\b(?:the|an?)\s+((?:\w+\s+)?\w+))", re.IGNORECASE)
"""What a question speaks of: two words behind each article …"""
_OF = re.compile(r" (?:of|on|for|in|at|to|from|by)$", re.IGNORECASE)
"""… of which the first is something about another thing: "the cost of the tram"."""


def newest_report(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence led by the newest of several reports that answer differently, with a notice
    that names the older ones, which are left out; where there is neither a short answer nor the
    newest asked for, only led by it.

    Of an overview or a timeline nothing is left out; a notice names how the answer changed from
    report to report. Else only a fact has a newest report; of the preferred days alone, where the
    question has some. A yes or no of what is now, to which no verdict was come, is led by what the
    newest report of it tells. Unchanged where it asks several things, each of which has its own
    reports, and where a verdict was come to.
    """
    if plan.kind in DIGESTS:
        return _with_changes(plan, evidence)
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


def _with_changes(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence with a notice of how a figure or a day changed from day to day, if one did. A
    bare number may count anything, and a day be of anything, since nobody has asked for one: it is
    the same in the same words alone."""
    best = _best(evidence) if evidence.sentences else None
    if best is None or best.kind == NAMED or best.kind in WHEN_OR_HOW_LONG:
        return evidence
    is_asked = plan.wants_changes or best.kind not in (DAY, NUMBER)
    is_toll = plan.wants_changes and _is_toll(best, plan)
    others = _others(best, evidence, plan, is_present=is_asked, is_toll=is_toll)
    alike = [one for one in others if plan.wants_changes or one.kind == best.kind]
    reports = sorted([best, *alike], key=lambda one: one.day)
    changed = [reports[0]]
    for one in reports[1:]:
        has_fallen = is_toll and one.count < changed[-1].count
        if changed[-1].day < one.day and not changed[-1].same(one) and not has_fallen:
            changed.append(one)
    if len(changed) < 2:
        return evidence
    named, before = changed[-MOST_CHANGES:], len(changed[:-MOST_CHANGES])
    earlier = f" after {before} other{'s' if before > 1 else ''}" if before else ""
    noted = evidence.noting_with_answer(f"{CHANGED}: {_listed(named, MOST_CHANGES)}{earlier}.")
    return replace(
        noted,
        changes=tuple(one.scored for one in named),
        reports=_as_reports(reports),
    )


def _with_state(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence led by what the newest report tells of it, where the likeliest sentence only
    tells what was to come: "Has it opened yet?" is not answered by a plan of the year before."""
    if not evidence.sentences or plan.preferred or not _IS_IT.match(plan.query):
        return evidence
    best = evidence.sentences[0]
    named = _Subject.of(best, evidence, plan).named
    if not named or not is_dated(best) or not _WAS_TO_COME.search(best.sentence.text):
        return evidence
    told = (one for one in evidence.sentences if is_dated(one) and _may_speak(one))
    about = [one for one in told if named <= plan.store.terms(one.sentence.text)]
    newest = max(about, key=lambda one: one.day, default=best)  # the likeliest of those of one day
    is_newer = newest.day - best.day > SAME_TIME
    return evidence.led_by(newest) if is_newer else evidence


def _as_first_told(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence led by the earliest report that answers, by a figure or a day, and with its
    short answer, where it has one: "What was it to cost originally?"."""
    best = _best(evidence)
    if best is None or best.kind == NAMED or _is_no_answer(best, plan):
        return evidence
    others = _others(best, evidence, plan, is_present=True)
    least = 0.0 if evidence.short else LEAST_WITHOUT_SHORT * best.scored.probability
    reports = [best, *(one for one in others if one.scored.probability >= least)]
    first = min(reports, key=lambda one: one.day)
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
    best = _best(evidence)
    is_present = plan.wants_newest or bool(_PRESENT.match(plan.query))
    if best is None or _is_no_answer(best, plan):
        return evidence
    is_toll = _is_toll(best, plan)
    if is_toll and (higher := _higher_toll(best, evidence, plan)):
        evidence = evidence.led_by(higher.scored).answered_with("")
        best = higher
    if best.kind == NAMED and not (is_present and (evidence.short or plan.wants_newest)):
        return evidence  # any sentence has names
    is_sure = bool(evidence.short) or (plan.wants_newest and best.kind != NAMED)
    others = _others(best, evidence, plan, is_present=is_present or is_toll, is_toll=is_toll)
    if not is_sure:  # what is of another thing is mostly unlikely
        least = LEAST_WITHOUT_SHORT * best.scored.probability
        others = [one for one in others if one.scored.probability >= least]
    if not others:
        return evidence
    reports = sorted([best, *others], key=lambda one: one.day)
    leading = _leading(best, reports, is_toll=is_toll)
    older = [one for one in reports if leading.day - one.day > SAME_TIME]
    rivals = []
    if evidence.short and leading.kind != NAMED:  # else they mostly name others, or another thing
        rivals = [one for one in reports if one not in older and not leading.is_told_by(one)]
    older = [one for one in older if not one.same(leading)]
    if is_toll:  # fewer are counted earlier, or of a part; more, earlier, of something else
        rivals = [one for one in rivals if one is best or one.count > leading.count]
        older = [one for one in older if one.count < leading.count]
    if not rivals and not older:
        return evidence
    if not is_sure:  # what the others answer may be of another thing
        return evidence.led_by(leading.scored)
    led = evidence.led_by(leading.scored, without=[one.scored for one in older])
    if leading is not best and evidence.short:
        led = led.answered_with(leading.short)
    return replace(
        led.noting_with_answer(_notice(rivals, older)),
        reports=_as_reports(reports),
    )


def _is_toll(best: Reported, plan: QueryPlan) -> bool:
    return best.figure is not None and bool(_TOLL.search(plan.query))


def _leading(best: Reported, reports: Sequence[Reported], *, is_toll: bool) -> Reported:
    """The newest of reports in order, if it is of other days than the best; of tolls the newest
    that has risen, the highest of its day."""
    if is_toll:
        risen = [one for one in reports if one.count > best.count and one.day >= best.day]
        return max(risen, key=lambda one: (one.day, one.count), default=best)
    newest = reports[-1]
    return best if newest.day - best.day <= SAME_TIME else newest


def _higher_toll(best: Reported, evidence: Evidence, plan: QueryPlan) -> Reported | None:
    """The likeliest answer of an older report that counts many times as many and is nearly as
    likely: a toll does not fall, and what is told of so few is of something else, as an
    aftershock is."""
    for scored in evidence.sentences:
        one = reported(scored) if scored.day < best.day and is_dated(scored) else None
        if one is None or one.figure is None or one.count < ALIKE * best.count:
            continue
        is_count = one.kind == best.kind or NUMBER in (one.kind, best.kind)
        is_likely = scored.probability >= AS_LIKELY * best.scored.probability
        if is_count and is_likely and _is_answer(one) and not _is_no_answer(one, plan):
            return one
    return None


def _best(evidence: Evidence) -> Reported | None:
    """What the likeliest sentence answers, or one near it, where it is of a kind that changes."""
    near = evidence.sentences[:LOOKED_AT]
    first = reported(near[0], evidence.short)
    if first is not None or evidence.short:
        return first
    return next(filter(None, map(reported, near)), None)


def _others(
    best: Reported,
    evidence: Evidence,
    plan: QueryPlan,
    *,
    is_present: bool,
    is_toll: bool = False,
) -> list[Reported]:
    """What other articles answer, of the same kind: of each article what the reader likes best, or
    nearly so where that only repeats what an older report said ("had raised it to 455 million").

    Their passages have all of the question's words that the best sentence has: the toll of the
    tunnel is no newer toll of the bridge. A question of what is now also takes reports that put
    it in other words, if they have what it names, most of what it shares with the best report's
    title, and their figures are near.
    """
    found: dict[str, list[Reported]] = {}
    seen: Counter[str] = Counter()
    is_to_come = bool(_TO_COME.match(plan.query))
    subject = _Subject.of(best.scored, evidence, plan) if is_present else None
    for scored in evidence.sentences:
        article = scored.sentence.hit.article_id
        if article == best.scored.sentence.hit.article_id or scored.sentence.reading is None:
            continue
        seen[article] += 1
        one = reported_alike(scored, best) if is_toll or seen[article] <= OWN_BEST else None
        if one is None or (is_to_come and one.is_past) or _is_no_answer(one, plan):
            continue
        if (is_toll or plan.wants_changes) and not _is_answer(one):
            continue
        if plan.wants_changes and one.is_of_earlier_year:
            continue
        if _is_of_the_same(one, best, evidence) or (
            subject and _is_of_the_same_now(one, best, evidence, plan, subject)
        ):
            found.setdefault(article, []).append(one)
    others: list[Reported] = []
    for own in sorted(found.values(), key=lambda own: own[0].day):
        older = [one for one in (best, *others) if one.day < own[0].day]
        others.append(max(own, key=lambda one: one.count) if is_toll else _own_news(own, older))
    return others if any(not one.same(best) for one in others) else []


def _is_answer(one: Reported) -> bool:
    """Whether the reader takes it for an answer, in a passage that has one."""
    return one.answer >= ANSWERS and one.scored.sentence.relevance >= ANSWERS


def _is_no_answer(one: Reported, plan: QueryPlan) -> bool:
    """Whether it is not at all of the type that is asked for (a day where somebody asks how tall,
    the age of another), or a name whose end the question has itself: the suspect in the killing of
    Ada Venn is not "former minister Ada Venn"."""
    if one.kind == NAMED:
        last = " ".join(one.value.split()[-2:])
        return plan.store.terms(last) <= plan.store.terms(plan.query)
    wanted, sentence = wanted_by(plan.query), one.scored.sentence
    span = sentence.short_span
    if is_age_of_another(sentence.text, *span, plan.query):
        return True
    return wanted.kind in FIGURED and not fits(wanted, sentence.text, *span, plan.store.terms)


def _own_news(own: Sequence[Reported], older: Sequence[Reported]) -> Reported:
    """Of what one article answers the surest, or one nearly as sure and likely that no older report
    gives."""
    surest = max(own, key=lambda one: one.answer)
    news = [one for one in own if not any(one.same(other) for other in older)]
    newest = max(news, key=lambda one: one.answer, default=surest)
    is_sure = newest.answer >= surest.answer - NEARLY
    is_likely = newest.scored.probability >= AS_LIKELY * surest.scored.probability
    return newest if is_sure and is_likely else surest


def _is_of_the_same(one: Reported, best: Reported, evidence: Evidence) -> bool:
    """Whether a report answers as the best does, about the same thing in the same words."""
    if not _is_likely(one, best):
        return False
    if not _is_answer(one):
        return False
    if not one.is_near(best, ALIKE):
        return False
    words = _matched(one, evidence)
    is_named = best.scored.matched_terms - _OF_NOW <= words
    return is_named and _weight(words, evidence) >= SHARED * _weight(
        _matched(best, evidence), evidence
    )


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a question of what is now is about, as words of the index."""

    named: Set[str]
    """Those that the question names …"""
    about: Set[str]
    """… and those with them that the best report's title has, or that are something of a thing."""

    @classmethod
    def of(cls, best: ScoredSentence, evidence: Evidence, plan: QueryPlan) -> _Subject:
        """The question's words, but for what it asks of the thing."""
        terms = plan.store.terms
        found = [] if plan.wants_newest else _NAMED.findall(plan.query)
        things = [words for words in found if not _OF.search(words)]
        named = " ".join([*names_in(plan.query), *things])
        about = " ".join([best.sentence.hit.title, named, *found])
        asked = evidence.term_weights.keys() - _OF_NOW - terms(wanted_by(plan.query).attribute)
        return cls(asked & terms(named), asked & terms(about))


def _is_of_the_same_now(
    one: Reported, best: Reported, evidence: Evidence, plan: QueryPlan, subject: _Subject
) -> bool:
    """Whether a report may answer a question of what is now, though in other words. Where nothing
    tells what the question is about, only one that asks for the newest takes other reports."""
    is_any = one.kind == NAMED and not plan.wants_newest  # any report has names
    if is_any and (one.answer < ANSWERS or not _is_likely(one, best)):
        return False
    return (
        _may_speak(one.scored)
        and _is_about(one.scored, evidence, plan, subject)
        and one.is_near(best)
    )


def _may_speak(one: ScoredSentence) -> bool:
    """Whether a sentence may tell, in other words, what is asked."""
    reading = one.sentence.reading
    may_answer = reading is None or reading.answer >= MAY_ANSWER
    return may_answer and one.sentence.relevance >= MAY_SPEAK


def _is_about(one: ScoredSentence, evidence: Evidence, plan: QueryPlan, subject: _Subject) -> bool:
    """Whether a sentence's passage is about what the question is about."""
    hit = one.sentence.hit
    there, about = plan.store.terms(f"{hit.title} {hit.text}"), subject.about
    is_shared = _weight(about & there, evidence) >= SHARED * _weight(about, evidence)
    is_known = bool(about) or plan.wants_newest or plan.wants_changes
    return is_known and subject.named <= there and is_shared


def _is_likely(one: Reported, best: Reported) -> bool:
    return one.scored.probability >= LEAST_SHARE * best.scored.probability


def _matched(one: Reported, evidence: Evidence) -> frozenset[str]:
    """The question's words in the passage of a report."""
    passage = one.scored.sentence.hit.passage
    return frozenset[str]().union(
        *(
            scored.matched_terms
            for scored in evidence.sentences
            if scored.sentence.hit.passage == passage
        )
    )


def _weight(words: Set[str], evidence: Evidence) -> float:
    return sum(evidence.term_weights[word] for word in words)


def _as_reports(reports: Sequence[Reported]) -> tuple[Report, ...]:
    return tuple(one.as_report for one in reports)


def _notice(rivals: Sequence[Reported], older: Sequence[Reported]) -> str:
    sentences = []
    if rivals:
        sentences.append(f"{DIFFER}: {_listed(rivals)}.")
    if older:
        sentences.append(f"{OLDER}: {_listed(older[::-1])}.")
    return " ".join(sentences)


def _listed(reports: Sequence[Reported], most: int = MOST_OLDER) -> str:
    told: list[Reported] = []
    for one in reports:
        if not any(one.same(other) and one.day == other.day for other in told):
            told.append(one)
    named = [f"“{one.said}” ({_about(one)})" for one in told[:most]]
    more = len(told) - most
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def _about(one: Reported) -> str:
    hit = one.scored.sentence.hit
    day = long_day(one.day)
    return f"{hit.source}, {day}" if hit.source else day
