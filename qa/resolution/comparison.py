"""The direct answer to a comparison, where two figures of one kind decide it.

"Which cost more, the bridge or the wing?" is decided by a figure of each in sentences that
speak of it; "Did more people watch the regatta than the race?" likewise, with yes or no.
Where several kinds of figures would do, or none, nothing is decided.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from index import Store
from qa.ranking.ranker import Choice, Judged
from qa.text.facts import ORDINALS
from qa.text.quantities import CALENDAR, Figure, figures_in

_WHICH = re.compile(r"^\W*(?:which|who|what)\b", re.IGNORECASE)
_YES_OR_NO = re.compile(r"^\W*(?:is|are|was|were|do|does|did|has|have|had|will)\b", re.IGNORECASE)
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
"""Sentences of each part in which a figure is looked for."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a comparison comes to, and the sentences that decide it."""

    short: str
    by: tuple[Judged, ...]


def decide(
    question: str,
    parts: Sequence[str],
    passages: Sequence[Sequence[int]],
    choice: Choice,
    store: Store,
) -> Decided | None:
    """Decides a comparison of two; None where the evidence does not, or there is none.

    Args:
        parts: What is compared, as `qa.query` takes the question apart.
        passages: The passages of each part, by number.
    """
    wanted = _wanted(question)
    if len(parts) != 2 or len(passages) < 2 or wanted is None:
        return None
    found = [_sentences(n, parts, passages[n], choice, store) for n in (0, 1)]
    for kinds, greatest in wanted:
        for one in found[0]:
            for other in found[1]:
                pair = _pair(one, other, kinds)
                if pair is None or pair[0].value == pair[1].value:
                    continue
                first = (pair[0].value > pair[1].value) == greatest
                return _decided(question, parts, (one, other), is_first=first)
    return None


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


def _decided(
    question: str, parts: Sequence[str], by: tuple[Judged, Judged], *, is_first: bool
) -> Decided | None:
    if _WHICH.match(question):
        return Decided(_alternative(parts, 0 if is_first else 1), by)
    if _YES_OR_NO.match(question):
        return Decided("yes" if is_first else "no", by)
    return None


def _alternative(parts: Sequence[str], number: int) -> str:
    """What of a part is its own: "more expensive the bridge" is the bridge."""
    words = [part.split() for part in parts]
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(*words, strict=False))))
    if shared and words[0][shared - 1].casefold() in ("the", "a", "an"):
        shared -= 1
    return " ".join(words[number][shared:])


def _sentences(
    number: int,
    parts: Sequence[str],
    passages: Sequence[int],
    choice: Choice,
    store: Store,
) -> list[Judged]:
    """The likeliest sentences with a figure that speak of this part and not of the other."""
    own, others = store.terms(parts[number]), store.terms(parts[1 - number])
    telling = own - others
    found = [
        judged
        for judged in choice.ranking
        if judged.sentence.hit.passage in passages
        and telling & store.terms(f"{judged.sentence.hit.title} {judged.sentence.text}")
        and figures_in(judged.sentence.text)
    ]
    return found[:LOOKED_AT]


def _pair(one: Judged, other: Judged, kinds: frozenset[str] | None) -> tuple[Figure, Figure] | None:
    """A figure of each, if they have exactly one kind in common and one of it each."""
    if one.sentence.text == other.sentence.text:
        return None
    found = [_by_unit(judged, kinds) for judged in (one, other)]
    common = found[0].keys() & found[1].keys()
    if len(common) != 1:
        return None
    unit = common.pop()
    figures = [by_unit[unit] for by_unit in found]
    return (figures[0][0], figures[1][0]) if all(len(many) == 1 for many in figures) else None


def _by_unit(judged: Judged, kinds: frozenset[str] | None) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    text = judged.sentence.text
    for figure in figures_in(text):
        if _counts(figure, text) and (figure.unit in kinds if kinds else figure.unit != CALENDAR):
            found.setdefault(figure.unit, []).append(figure)
    return found


def _counts(figure: Figure, text: str) -> bool:
    """Whether a figure says how much of something there is: no place, and not "below zero"."""
    if not figure.unit or figure.unit in _PLACES or _BELOW.match(text, figure.end):
        return False
    return not _ORDER.search(text, figure.start, figure.end)
