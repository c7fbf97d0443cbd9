"""Where reports of different days differ, the newest leads and a notice names the older.

A figure, a day or the holder of an office changes from report to report ("412 million crowns"
in May, "455 million" in September). Where the reader finds such answers of one kind in articles
of different days about equally likely, the newest leads and a notice names the others. Reports
of the same days that differ are a disagreement: they are all kept, and a notice says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.days import long_day
from qa.resolution.preferred_days import is_of
from qa.text.lexicon import MONTH_OR_SHORT, NAME
from qa.text.quantities import figures_in
from qa.types import Evidence, QueryPlan, ScoredSentence

ANSWERS = 0.0
"""Logit of the reader from which a sentence is taken for an answer, and its passage …"""
MAY_ANSWER = -3.0
"""… and the sentence for a question of what is now or will be: the newest report counts more."""
LEAST_SHARE = 0.01
"""Of the best sentence's share of the ranking."""
SHARED = 0.6
"""Share of the best passage's hold on the question's words that the other must have."""
SAME_TIME = timedelta(days=1)
ANY = "?"
AHEAD = timedelta(days=366)
"""A report dated further ahead than this is no newest report: nobody can have written it yet."""
TOLD = 3
"""Older reports that a notice names."""

_OF_NOW = frozenset(
    ["still", "now", "today", "yet", "current", "latest", "newest", "recent", "final"]
)
"""Words, as stems, that an older report of the same thing need not have."""
_ASKS_FOR_ALL = re.compile(
    r"\b(?:all|each|every|both|list|changed?|changes|differ\w*|develop\w*|history|so far|"
    r"rise|rose|risen|fell|fallen|grow\w*|grew|originally|at first|initially|first|earlier|"
    r"before|previous\w*|between|compared?|than|how often|how many times)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"^\W*(?:and |but |so )?(?:who|what|which\b.*?|when|where|how\b.*?)\s*(?:is|are|'s|’s|will)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b(?:(?P<first>\d{{1,2}}) )?(?P<month>{MONTH_OR_SHORT})\b\.?(?: (?P<day>\d{{1,2}})\b)?"
    r"(?:,? (?P<year>\d{4})\b)?"
)
_NAME = re.compile(
    rf"\b(?!(?:Mr|Mrs|Ms|Dr|Sir|Lady|Lord|Prof(?:essor)?|President|Prime|Minister|Mayor|Chancellor|"
    rf"King|Queen|Prince(?:ss)?|Governor|Senator|Judge|General|Captain|Chief|The)\b){NAME}"
)


@dataclass(frozen=True, slots=True)
class Reported:
    """The answer that one article gives."""

    scored: ScoredSentence
    kind: str
    """What sort of thing it is: "date", "name", or the unit of a figure."""
    value: str
    """The same for the same answer; a day that is told in part has `ANY` for the rest."""

    @property
    def day(self) -> date:
        """When the article appeared."""
        day = self.scored.sentence.hit.date
        return day if day else date.min


def newest_report(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence led by the newest of several reports that answer differently, with a notice
    that names the older ones, which are left out.

    Of the preferred days alone, where the question has some; unchanged where it asks several
    things, each of which has reports of its own.
    """
    if plan.sides:
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


def _newest_first(plan: QueryPlan, evidence: Evidence) -> Evidence:
    if not evidence.sentences or (_ASKS_FOR_ALL.search(plan.focus) and not plan.wants_newest):
        return evidence
    best = _reported(evidence.sentences[0], evidence.short)
    is_present = plan.wants_newest or bool(_PRESENT.match(plan.focus))
    if best is None or (best.kind == "name" and not is_present):
        return evidence
    others = _others(best, evidence, MAY_ANSWER if is_present else ANSWERS)
    if not others:
        return evidence
    reports = sorted([best, *others], key=lambda one: one.day)
    leading = reports[-1]
    rivals = [one for one in reports[:-1] if leading.day - one.day <= SAME_TIME]
    if leading is not best and best in rivals:
        leading = best
    older = [one for one in reports if leading.day - one.day > SAME_TIME]
    rivals = [one for one in reports if one not in older and not _same(one, leading)]
    older = [one for one in older if not _same(one, leading)]
    if not rivals and not older:
        return evidence
    led = evidence.led_by(leading.scored, without=[one.scored for one in older])
    if leading.scored is not evidence.sentences[0] and evidence.short:
        led = led.answered_with(leading.scored.sentence.short)
    return led.noting_with_answer(_notice(rivals, older))


def _reported(scored: ScoredSentence, short: str = "") -> Reported | None:
    """What the sentence answers, where it is of a kind that changes."""
    sentence = scored.sentence
    short = short or sentence.short
    if not short or sentence.hit.date is None or sentence.reading is None:
        return None
    if sentence.hit.date > date.today() + AHEAD:
        return None
    date_said = _DATE.search(short)
    if date_said and (date_said[0] == short or re.search(r"\d", date_said[0])):
        said = date_said.groupdict()
        day = said["first"] or said["day"] or ANY
        return Reported(scored, "date", f"{said['month'][:3]} {day} {said['year'] or ANY}")
    first, last = (place - sentence.start for place in sentence.reading.short)
    figures = [one for one in figures_in(sentence.text) if first <= one.start < last]
    if figures:
        return Reported(scored, figures[0].unit or "number", f"{figures[0].value:g}")
    if _NAME.search(short):
        return Reported(scored, "name", " ".join(_NAME.findall(short)))
    return None


def _others(best: Reported, evidence: Evidence, least: float) -> list[Reported]:
    """What other articles answer, of the same kind: the likeliest of each.

    Their passages have all of the question's words that the best sentence has: the toll of the
    tunnel is no newer toll of the bridge.
    """
    article = best.scored.sentence.hit.article_id
    weight = _weight(_held(best, evidence), evidence)
    found: dict[str, Reported] = {}
    for scored in evidence.sentences[1:]:
        sentence, name = scored.sentence, scored.sentence.hit.article_id
        if name == article or name in found or sentence.reading is None:
            continue
        if (
            scored.probability < LEAST_SHARE * best.scored.probability
            or sentence.relevance < ANSWERS
        ):
            continue
        one = _reported(scored) if sentence.reading.answer >= least else None
        if one is None or one.kind != best.kind:
            continue
        words = _held(one, evidence)
        if (
            best.scored.matched_terms - _OF_NOW <= words
            and _weight(words, evidence) >= SHARED * weight
        ):
            found[name] = one
    return list(found.values()) if any(not _same(o, best) for o in found.values()) else []


def _same(one: Reported, other: Reported) -> bool:
    """Whether two reports say the same, as far as they say it."""
    if one.kind == "name":  # Delgado may be Ana Delgado; Luis Delgado is not
        names, others = set(one.value.split()), set(other.value.split())
        return names <= others or others <= names
    if one.kind != "date":
        return one.value == other.value
    pairs = zip(one.value.split(), other.value.split(), strict=True)
    return all(a == b or ANY in (a, b) for a, b in pairs)


def _held(one: Reported, evidence: Evidence) -> frozenset[str]:
    """The question's words in the passage of a report."""
    passage = one.scored.sentence.hit.passage
    return frozenset[str]().union(
        *(
            scored.matched_terms
            for scored in evidence.sentences
            if scored.sentence.hit.passage == passage
        )
    )


def _weight(words: frozenset[str], evidence: Evidence) -> float:
    return sum(evidence.term_weights[word] for word in words)


def _notice(rivals: Sequence[Reported], older: Sequence[Reported]) -> str:
    told = []
    if rivals:
        told.append(f"Reports of the same days differ: {_listed(rivals)}.")
    if older:
        told.append(f"Older reports say otherwise: {_listed(older[::-1])}.")
    return " ".join(told)


def _listed(reports: Sequence[Reported]) -> str:
    named = [f"“{one.scored.sentence.short}” ({_about(one)})" for one in reports[:TOLD]]
    more = len(reports) - TOLD
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def _about(one: Reported) -> str:
    hit = one.scored.sentence.hit
    day = long_day(one.day)
    return f"{hit.source}, {day}" if hit.source else day
