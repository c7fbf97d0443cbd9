"""The direct answer to a comparison, where two figures of one kind decide it.

"Which cost more, the bridge or the wing?" is decided by a figure of each in sentences that
speak of it; "Did more people watch the regatta than the race?" likewise, with yes or no. The
question says what is counted or measured: figures of anything else decide nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import takewhile

from qa.text.clauses import names_in
from qa.text.numbers import ORDINALS
from qa.text.person_words import is_person_noun
from qa.text.quantities import Figure, figures_in
from qa.text.question_forms import asks_yes_or_no
from qa.text.units import CALENDAR, LENGTHS, MONEY, SPEEDS, TEMPERATURES, TIMES, WEIGHTS
from qa.types import Evidence, QueryPlan, ScoredSentence

_WHICH = re.compile(r"^\W*(?:which|who|what)\b", re.IGNORECASE)
_MORE = re.compile(
    r"\b(?:more|most|(?:high|larg|bigg|great|long|tall|heavi|wid|deep|dear|fast|strong|warm|hott)(?:er|est))\b",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:less|least|fewer|fewest|(?:low|small|short|cheap|light|narrow|slow|weak|cold|cool)(?:er|est))\b",
    re.IGNORECASE,
)
_LATER = re.compile(r"\b(?:later|latest|newer|newest|younger|youngest)\b", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:earlier|earliest|older|oldest)\b", re.IGNORECASE)
_AGE = re.compile(r"\b(?:old|young)(?:er|est)\b", re.IGNORECASE)
_DURATION = re.compile(
    r"\b(?:took|takes?|lasts?|lasted)\s+(?:\w+\s+)?(?:long|short)(?:er|est)\b"
    r"|\b(?:long|short)(?:er|est)\s+to\b",
    re.IGNORECASE,
)
_SPEED = re.compile(r"\b(?:fast|slow)(?:er|est)\b", re.IGNORECASE)
_ORDER = re.compile(rf"\d(?:st|nd|rd|th)|{'|'.join(ORDINALS)}", re.IGNORECASE)
"""Of places the first is the highest: no figure that decides."""
_PART = re.compile(
    r"\b(?:other|another|further|additional|extra|by|add(?:s|ed)?|gain(?:s|ed)?|los(?:e|es|t)|"
    r"(?:rose|grew|fell|rise|grow|fall)s?)\s+"
    r"(?:(?:about|around|some|nearly|almost|over|more\s+than|up\s+to)\s+)?$",
    re.IGNORECASE,
)
"""Before a figure that is not the whole: "the other three moons", "added about 180 million"."""
_BELOW = re.compile(r"\W*(?:\w+\W+){0,2}below\b", re.IGNORECASE)
_MEASURES: Sequence[tuple[str, frozenset[str]]] = (
    (r"temperature|(?:warm|hott|cold|cool)(?:er|est)", TEMPERATURES),
    (r"cost\w*|expensive|(?:cheap|dear)(?:er|est)|pric\w+|pa(?:y|id)|earn\w*|gross\w*|sp[ae]n[dt]\w*|"
     r"worth|salar\w+|budget\w*|revenues?|profits?|fines?|sold for", MONEY),
    (r"percentage|shares?|rates?|per\s?cent", frozenset(["percent"])),
    (r"(?:long|short|tall|high|low|wid|deep|narrow)(?:er|est)", LENGTHS),
    (r"(?:heavi|light)(?:er|est)", WEIGHTS),
)  # fmt: skip
"""Words that say what is measured, the first that a question has, and its units."""
_COUNTED = re.compile(
    r"\b(?:more|most|fewer|fewest|less|number of|(?:high|larg|bigg|great|small|low)(?:er|est))\s+"
    r"(?P<first>[^\W\d_]+)(?:\s+(?P<second>[^\W\d_]+))?",
    re.IGNORECASE,
)
"""What is counted: one of the two words after "more"."""
_PEOPLE = frozenset(["people", "person"])
LOOKED_AT = 4
"""Sentences of each side in which a figure is looked for."""

NEWER, LATER = 10, timedelta(days=30)
"""A report that is later by so much, and gives one of so many likeliest sentences, may know better
than figures before it."""


def decide_comparison(plan: QueryPlan, evidence: Evidence) -> Evidence:
    """The evidence led by the two sentences that decide a comparison, with what they come to.

    Unchanged where the question compares no two things, or the evidence does not decide.
    """
    wanted = _wanted(plan.query)
    if len(plan.sides) != 2 or len(evidence.sides) < 2 or wanted is None:
        return evidence
    for kinds, greatest in wanted:
        found = [_figures(number, plan, evidence, kinds) for number in (0, 1)]
        pairs = [
            (one, other) for one in found[0] for other in found[1] if one[1].unit == other[1].unit
        ]
        pairs.sort(key=_older, reverse=True)  # the newest reports first, of these the likeliest
        for (one, figure), (other, its) in pairs:
            if figure.value == its.value:
                continue
            short = _verdict(plan, is_first=(figure.value > its.value) == greatest)
            if not short or _is_outdated(plan, evidence, one, other):
                return evidence
            leading = (one,) if one is other else (one, other)
            return evidence.decided(short, *leading)
    return evidence


def _is_outdated(plan: QueryPlan, evidence: Evidence, *deciding: ScoredSentence) -> bool:
    """Whether a later report speaks of a side and of what is compared."""
    days = [one.sentence.hit.date for one in deciding if one.sentence.hit.date]
    last = max(days, default=date.max)
    sides = [plan.store.terms(side) for side in plan.sides]
    compared, telling = sides[0] & sides[1], sides[0] ^ sides[1]
    for one in evidence.sentences[:NEWER]:
        day, terms = one.sentence.hit.date, plan.store.terms(one.sentence.text)
        if day and day - LATER > last and terms & compared and terms & telling:
            return True
    return False


def _wanted(question: str) -> list[tuple[frozenset[str], bool]] | None:
    """Units of figures that decide, and whether the greatest wins; None where that is not clear."""
    said = [bool(one.search(question)) for one in (_MORE, _LESS, _LATER, _EARLIER)]
    if sum(said) != 1:
        return None
    more, less, later, earlier = said
    if _SPEED.search(question):  # who is faster needs less time
        return [(SPEEDS, more), (TIMES, less)]
    if (more or less) and _DURATION.search(question):
        return [(TIMES, more)]
    if more or less:
        units = _units(question)
        return [(units, more)] if units else None
    years = (frozenset([CALENDAR]), later)
    return [years, (frozenset(["year"]), earlier)] if _AGE.search(question) else [years]


def _units(question: str) -> frozenset[str]:
    """Of what is measured, or counted."""
    for words, units in _MEASURES:
        if re.search(rf"\b(?:{words})\b", question, re.IGNORECASE):
            return units
    counted = _COUNTED.search(question)
    things = filter(None, counted.groups()) if counted else ()
    return frozenset(thing.casefold().removesuffix("s") for thing in things)


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


_Found = tuple[ScoredSentence, Figure]


def _older(pair: tuple[_Found, _Found]) -> date:
    return min(scored.day for scored, _ in pair)


def _figures(
    number: int, plan: QueryPlan, evidence: Evidence, kinds: frozenset[str]
) -> list[_Found]:
    """The figures of this side, each the only one of its unit that its sentence has of the side;
    of the likeliest sentences. One that does not name the side is of what its title names, if
    nothing else stands before the figure whose it may be."""
    terms = plan.store.terms
    own, others = (terms(plan.sides[n]) - terms(plan.sides[1 - n]) for n in (number, 1 - number))
    found = []
    for one in evidence.sentences:
        text, hit = one.sentence.text, one.sentence.hit
        words = terms(text)
        is_named, names_other = bool(own & words), bool(others & words)
        is_found = hit.passage in evidence.sides[number] and (is_named or own & terms(hit.title))
        if not (is_found or (is_named and names_other)):
            continue
        counted = [figure for figure in _with_units(text) if _counts(figure, text, kinds)]
        if not is_named:
            counted = [figure for figure in counted if _is_first(figure, text)]
        if names_other:
            named = _named(text, own, others, plan)
            counted = [figure for figure in counted if _owner(figure, named) is True]
        if len(counted) == 1:
            found.append((one, counted[0]))
    return found[:LOOKED_AT]


def _is_first(figure: Figure, text: str) -> bool:
    """Whether no name and no other figure than a day's stands before it: not "297 companies have
    laid off 95,000"."""
    before = text[: figure.start]
    return not names_in(before) and all(one.unit == CALENDAR for one in figures_in(before))


def _named(text: str, own: set[str], others: set[str], plan: QueryPlan) -> list[tuple[int, bool]]:
    """Where a sentence names one of the sides, and whether it is this side."""
    named = []
    for word in re.finditer(r"\w+", text):
        stems = plan.store.terms(word[0])
        if stems & own or stems & others:
            named.append((word.start(), bool(stems & own)))
    return named


def _owner(figure: Figure, named: Sequence[tuple[int, bool]]) -> bool | None:
    """Whether a figure is of this side: of the one named last before it, else of the next one."""
    before = [is_own for place, is_own in named if place < figure.start]
    return before[-1] if before else next((is_own for _, is_own in named), None)


def _with_units(text: str) -> Iterator[Figure]:
    """The figures of a sentence; one without a unit has that of the one before it, if the rest of
    the sentence leaves it out: "82 moons while Jupiter has 79."."""
    unit = ""
    for figure in figures_in(text):
        if figure.unit:
            unit = figure.unit
        elif unit and re.match(r"\W*(?:$|[,;])", text[figure.end :]):
            figure = replace(figure, unit=unit)
        yield figure


def _counts(figure: Figure, text: str, kinds: frozenset[str]) -> bool:
    """Whether a figure says how much there is of a kind: not its place, and not "below zero"."""
    is_kind = figure.unit in kinds or (bool(kinds & _PEOPLE) and is_person_noun(figure.unit))
    if not is_kind or _BELOW.match(text, figure.end) or _PART.search(text[: figure.start]):
        return False
    return not _ORDER.search(text, figure.start, figure.end)
