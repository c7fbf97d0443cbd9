"""The direct answer to a comparison, where two figures of one kind decide it.

"Which cost more, the bridge or the wing?" is decided by a figure of each in sentences that
speak of it; "Did more people watch the regatta than the race?" likewise, with yes or no.
Where several kinds of figures would do, or none, nothing is decided.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from qa.text.numbers import ORDINALS
from qa.text.quantities import CALENDAR, Figure, figures_in
from qa.text.question_forms import asks_yes_or_no
from qa.types import Evidence, QueryPlan, ScoredSentence

_WHICH = re.compile(r"^\W*(?:which|who|what)\b", re.IGNORECASE)
_MORE = re.compile(
    r"\b(?:more|most|(?:high|larg|bigg|great|long|tall|heavi|wid|deep|dear|fast|strong)(?:er|est))\b",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:less|least|fewer|fewest|(?:low|small|short|cheap|light|narrow|slow|weak)(?:er|est))\b",
    re.IGNORECASE,
)
_LATER = re.compile(r"\b(?:later|latest|newer|newest|younger|youngest)\b", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:earlier|earliest|older|oldest)\b", re.IGNORECASE)
_AGE = re.compile(r"\b(?:old|young)(?:er|est)\b", re.IGNORECASE)
_PRICE = re.compile(r"\b(?:cost\w*|expensive|price\w*|cheap\w*|dear\w*|paid|pay)\b", re.IGNORECASE)
_DURATION = re.compile(
    r"\b(?:took|takes?|lasts?|lasted)\s+(?:\w+\s+)?(?:long|short)(?:er|est)\b"
    r"|\b(?:long|short)(?:er|est)\s+to\b",
    re.IGNORECASE,
)
_SPEED = re.compile(r"\b(?:fast|slow)(?:er|est)\b", re.IGNORECASE)
_ORDER = re.compile(rf"\d(?:st|nd|rd|th)|{'|'.join(ORDINALS)}", re.IGNORECASE)
"""Of places the first is the highest: no figure that decides."""
_PLACES = frozenset(["place", "position", "rank", "spot", "seed"])
_BELOW = re.compile(r"\W*(?:\w+\W+){0,2}below\b", re.IGNORECASE)
_TIMES = frozenset(["second", "minute", "hour", "day", "week", "month", "year"])
_SPEEDS = frozenset(["mph", "kph", "kmh", "knot"])
_MONEY = frozenset(["$", "€", "£", "¥", "₹", "crown", "euro", "dollar", "pound", "franc", "yen"])
LOOKED_AT = 4
"""Sentences of each side in which a figure is looked for."""


def decide_comparison(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence led by the two sentences that decide a comparison, with what they come to.

    Unchanged where the question compares no two things, or the evidence does not decide.
    """
    wanted = _wanted(plan.query)
    if len(plan.sides) != 2 or len(evidence.sides) < 2 or wanted is None:
        return evidence
    found = [_sentences(number, plan, evidence) for number in (0, 1)]
    for kinds, greatest in wanted:
        for one in found[0]:
            for other in found[1]:
                pair = _pair(one, other, kinds)
                if pair is None or pair[0].value == pair[1].value:
                    continue
                first = (pair[0].value > pair[1].value) == greatest
                short = _verdict(plan, is_first=first)
                if not short:
                    return evidence
                return evidence.led_by(one, other).answered_with(short, is_verdict=True)
    return evidence


def _wanted(question: str) -> list[tuple[frozenset[str] | None, bool]] | None:
    """Kinds of figures that decide, and whether the greatest wins; None where that is not clear.

    Without kinds, any but a year of the calendar will do.
    """
    said = [bool(one.search(question)) for one in (_MORE, _LESS, _LATER, _EARLIER)]
    if sum(said) != 1:
        return None
    more, less, later, earlier = said
    if _SPEED.search(question):  # who is faster needs less time
        return [(_SPEEDS, more), (_TIMES, less)]
    if (more or less) and _DURATION.search(question):
        return [(_TIMES, more)]
    if more or less:
        return [(_MONEY if _PRICE.search(question) else None, more)]
    years = (frozenset([CALENDAR]), later)
    return [years, (frozenset(["year"]), earlier)] if _AGE.search(question) else [years]


def _verdict(plan: QueryPlan, *, is_first: bool) -> str:
    """The alternative that wins, or yes or no; empty where the question has another form."""
    if _WHICH.match(plan.query):
        return _alternative(plan.sides, 0 if is_first else 1)
    if asks_yes_or_no(plan.query):
        return "yes" if is_first else "no"
    return ""


def _alternative(sides: Sequence[str], number: int) -> str:
    """What of a side is its own: "more expensive the bridge" is the bridge."""
    words = [side.split() for side in sides]
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(*words, strict=False))))
    if shared and words[0][shared - 1].casefold() in ("the", "a", "an"):
        shared -= 1
    return " ".join(words[number][shared:])


def _sentences(number: int, plan: QueryPlan, evidence: Evidence) -> list[ScoredSentence]:
    """The likeliest sentences with a figure that speak of this side and not of the other."""
    terms = plan.store.terms
    telling = terms(plan.sides[number]) - terms(plan.sides[1 - number])
    found = [
        one
        for one in evidence.sentences
        if one.sentence.hit.passage in evidence.sides[number]
        and telling & terms(f"{one.sentence.hit.title} {one.sentence.text}")
        and figures_in(one.sentence.text)
    ]
    return found[:LOOKED_AT]


def _pair(
    one: ScoredSentence, other: ScoredSentence, kinds: frozenset[str] | None
) -> tuple[Figure, Figure] | None:
    """A figure of each, if they have exactly one kind in common and one of it each."""
    if one.sentence.text == other.sentence.text:
        return None
    found = [_by_unit(scored, kinds) for scored in (one, other)]
    common = found[0].keys() & found[1].keys()
    if len(common) != 1:
        return None
    unit = common.pop()
    figures = [by_unit[unit] for by_unit in found]
    return (figures[0][0], figures[1][0]) if all(len(many) == 1 for many in figures) else None


def _by_unit(scored: ScoredSentence, kinds: frozenset[str] | None) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    text = scored.sentence.text
    for figure in figures_in(text):
        if _counts(figure, text) and (figure.unit in kinds if kinds else figure.unit != CALENDAR):
            found.setdefault(figure.unit, []).append(figure)
    return found


def _counts(figure: Figure, text: str) -> bool:
    """Whether a figure says how much of something there is: no place, and not "below zero"."""
    if not figure.unit or figure.unit in _PLACES or _BELOW.match(text, figure.end):
        return False
    return not _ORDER.search(text, figure.start, figure.end)
