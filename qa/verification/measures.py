"""What is measured of a sentence and its grounds, to tell whether they support it.

Each measure is a number that a linear model weighs (`qa.verification.support`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from index.lexical import stems
from qa.entailment import EntailmentModel
from qa.entailment.antonyms import antonyms_of
from qa.entailment.modality import is_still_ahead, lost_modality
from qa.entailment.reversals import reversals
from qa.entailment.units import unit_mismatches
from qa.log_odds import log_odds
from qa.text.dates import days_in
from qa.text.facts import Facts, day_in_words
from qa.text.lexicon import CAPITAL, SHORT_DAYS
from qa.text.numbers import in_words
from qa.text.quantities import Figure, figures_in
from qa.text.units import CALENDAR, canonical_unit
from qa.verification.arithmetic import Arithmetic
from qa.verification.attribution import said_in_report
from qa.verification.candidates import content_stems
from qa.verification.grounds import Grounds, Line

LEAST = 1e-3
"""Probability under which the network's are all alike."""

_TELLS_DIFFERENCE = re.compile(
    r"\b(?:by|another|further|additional|other|remaining|after|within)\s+"
    r"(?:(?:about|around|nearly|almost|some|more than|over|at least|an?)\s+)*[$€£¥₹]?\s?$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:\s+[\w’'-]+){0,3}?\s+(?:more|less|fewer|higher|lower|later|earlier|longer|shorter|older|"
    r"younger|ahead|behind|apart|above|below|remain\w*|left)\b",
    re.IGNORECASE,
)
"""What is told before, or behind, a figure by which two others differ."""
_SHORT_DAY = re.compile(rf"\b({'|'.join(SHORT_DAYS)})\.")
_CALLED = rf"{CAPITAL}[\w’'.-]*(?: {CAPITAL}[\w’'.-]*){{0,3}}"
_SPEAKER = re.compile(
    rf"\b(?i:according to|said by) (?:the |an? )?(?P<to>{_CALLED})"
    rf"|(?P<by>{_CALLED}),? (?:said|says|told|reports?|reported|writes|"
    r"wrote|calls?|called|thinks|thought|warned|warns|added|denied|denies|gives|puts|named?|argue[ds])\b"
)
_PRONOUNS = frozenset(["he", "she", "it", "they", "we", "i", "you", "this", "that", "who"])


@dataclass(frozen=True, slots=True)
class Measured:
    """The measures of one sentence on some grounds, and what can be said of them in words."""

    values: dict[str, float]
    wrong_figures: tuple[str, ...] = ()
    """Figures that stand in nothing near, nor are reckoned from what does, or of another unit."""
    missing_counts: tuple[str, ...] = ()
    """Small counts that stand in nothing near: they may count what is told there."""
    missing_names: tuple[str, ...] = ()
    """Names that stand in nothing near."""
    lost_words: tuple[str, ...] = ()
    """Words that make it another claim."""
    turned_round: tuple[str, ...] = ()
    """Words by which it says the reverse of the grounds: "before" for "after"."""
    other_days: tuple[str, ...] = ()
    """Days that are not those of the grounds."""
    contradicted: float = 0.0
    """The network's probability that the grounds say the contrary; 0 where no figure, day or word
    of the sentence is at odds with them: alone it is right no more often than wrong."""


def measure(claim: str, grounds: Grounds, question: str, network: EntailmentModel) -> Measured:
    """Holds a sentence against its grounds.

    Args:
        question: What was asked: its names may be taken up without a citation.
    """
    text, around = grounds.text, grounds.around
    above = "; ".join(grounds.headings)
    said = said_in_report(claim, grounds)
    cited, near = network.predict(said, [above, above], [text, around])
    words = content_stems(claim)
    here, wider = _stem_set(text), _stem_set(f"{around} {above} {question}")
    everywhere = _stem_set(" ".join(one.text for one in grounds.shown)) | wider
    missing = _missing(claim, grounds, question)
    wrong_units = unit_mismatches(claim, [one.text for one in grounds.lines])
    lost = lost_modality(claim, [text], _stem_set)
    opposite = antonyms_of(claim, around, _stem_set)
    reverse = reversals(claim, around)
    other_days = _other_days(claim, grounds)
    ahead = is_still_ahead(claim, [text], _stem_set)
    values = {
        "cited": log_odds(cited.supported, LEAST),
        "near": log_odds(near.supported, LEAST),
        "best": log_odds(max(cited.supported, near.supported), LEAST),
        "cited contrary": log_odds(cited.contradicted, LEAST),
        "near contrary": log_odds(near.contradicted, LEAST),
        "words cited": _share(words, here),
        "words near": _share(words, wider),
        "words shown": _share(words, everywhere),
        "pairs": _pairs(said, around),
        "order": _order(said, text),
        "names missing": float(min(len(missing.names), 2)),
        "figures missing": float(min(len(missing.figures), 2)),
        "counts missing": float(min(len(missing.counts), 2)),
        "figures reckoned": float(missing.is_reckoned),
        "unit": float(bool(wrong_units)),
        "words lost": float(bool(lost)),
        "opposite": float(bool(opposite)),
        "other day": float(bool(other_days)),
        "ahead": float(ahead),
        "speaker": _speaker(claim, grounds),
        "several": float(len(grounds.lines) > 1),
        "length": math.log(1 + len(words)),
    }
    is_at_odds = bool(
        missing.figures
        or missing.counts
        or wrong_units
        or lost
        or opposite
        or reverse
        or other_days
    )
    return Measured(
        values,
        wrong_figures=(*missing.figures, *wrong_units),
        missing_counts=missing.counts,
        missing_names=missing.names,
        lost_words=(*lost, *opposite),
        turned_round=reverse,
        other_days=other_days,
        contradicted=max(cited.contradicted, near.contradicted) if is_at_odds else 0.0,
    )


def _stem_set(text: str) -> set[str]:
    return set(stems(text))


def _share(words: Sequence[str], there: set[str]) -> float:
    return sum(word in there for word in words) / len(words) if words else 1.0


def _pairs(claim: str, around: str) -> float:
    """Share of the claim's pairs of neighbouring content words that stand near each other there."""
    ours, theirs = content_stems(claim), list(stems(around))
    places: dict[str, list[int]] = {}
    for place, word in enumerate(theirs):
        places.setdefault(word, []).append(place)
    wanted = list(pairwise(ours))
    if not wanted:
        return 1.0
    near = sum(
        any(abs(a - b) <= 5 for a in places.get(one, ()) for b in places.get(other, ()))
        for one, other in wanted
    )
    return near / len(wanted)


def _order(claim: str, text: str) -> float:
    """How far the words that both have stand in the same order (Kendall's tau, -1 to 1)."""
    theirs: dict[str, int] = {}
    for place, word in enumerate(stems(text)):
        theirs.setdefault(word, place)
    places = [theirs[word] for word in content_stems(claim) if word in theirs]
    if len(places) < 3:
        return 0.5
    pairs = [(a, b) for i, a in enumerate(places) for b in places[i + 1 :]]
    return sum(1 if a < b else -1 for a, b in pairs) / len(pairs)


class _Missing(NamedTuple):
    """What of a claim stands nowhere near."""

    figures: tuple[str, ...]
    counts: tuple[str, ...]
    """Small counts, which may number what is told one by one."""
    names: tuple[str, ...]
    is_reckoned: bool
    """Whether other figures of it can be reckoned from what is cited."""


def _missing(claim: str, grounds: Grounds, question: str) -> _Missing:
    known = Facts.of(
        grounds.around, *grounds.headings, question, *(day_in_words(day) for day in grounds.days)
    )
    years = [Figure(float(day.year), CALENDAR, 0, 0) for day in grounds.days]
    cited = figures_in(f"{grounds.text} {' '.join(grounds.headings)}")
    arithmetic = Arithmetic([*years, *cited], grounds.named_days)
    unknown = [one for one in figures_in(claim) if one.value not in known.numbers]
    given = _all_of(
        unknown,
        lambda one: arithmetic.gives(one, claim) and not _is_changed(one, claim, grounds.lines),
    )
    counts = _all_of(unknown, lambda one: arithmetic.may_count(one, claim)) - given
    missing = Facts.of(claim).missing(replace(known, numbers=known.numbers | given))
    figures = [one for one in missing if any(character.isdigit() for character in one)]
    counted = frozenset(map(in_words, counts))
    return _Missing(
        tuple(one for one in figures if one not in counted),
        tuple(one for one in figures if one in counted),
        tuple(one for one in missing if one not in figures),
        bool(given),
    )


def _is_changed(figure: Figure, claim: str, lines: Sequence[Line]) -> bool:
    """Whether a claim says what a line says, with another figure: then nothing is reckoned. By how
    much something changed is another thing than what it is."""
    if _TELLS_DIFFERENCE.search(claim[: figure.start]) or _MORE.match(claim, figure.end):
        return False
    said = set(content_stems(f"{claim[: figure.start]} {claim[figure.end :]}"))
    unit = canonical_unit(figure.unit)
    for one in lines:
        alike = [one for one in figures_in(one.text) if canonical_unit(one.unit) == unit]
        if alike and said <= set(stems(one.text)) and not _add_up(alike, figure.value, one.text):
            return True
    return False


def _add_up(figures: Sequence[Figure], value: float, text: str) -> bool:
    """Whether figures of a line are parts of a whole of this value, and none tells a difference."""
    if not math.isclose(sum(one.value for one in figures), value):
        return False
    return not any(
        _TELLS_DIFFERENCE.search(text[: one.start]) or _MORE.match(text, one.end) for one in figures
    )


def _all_of(figures: Sequence[Figure], holds: Callable[[Figure], bool]) -> frozenset[float]:
    """The values of which all figures are so: "15 stops and 15 doors" are two."""
    others = {one.value for one in figures if not holds(one)}
    return frozenset(one.value for one in figures) - others


def _other_days(claim: str, grounds: Grounds) -> tuple[str, ...]:
    """Days of the claim that are none of those that the grounds name, or appeared on."""
    base = grounds.days[0] if grounds.days else None
    if base is None:
        return ()
    there: list[tuple[date | None, date | None]] = [(day, day) for day in grounds.days]
    for one in grounds.lines:
        if one.day:
            for text in (one.text, one.before):
                whole = _SHORT_DAY.sub(lambda short: SHORT_DAYS[short[1]], text)
                there += [(p.first, p.last) for p in days_in(whole, one.day, with_years=True)]
    found = []
    for period in days_in(claim, base, with_years=True):
        first, last = period.first, period.last
        if first is None or last is None or (last - first).days > 31:
            continue
        if not any(
            (begin or date.min) <= last and first <= (end or date.max) for begin, end in there
        ):
            found.append(period.words)
    return tuple(found)


def _speaker(claim: str, grounds: Grounds) -> float:
    """1 where who is said to say it stands in the lines themselves or is their source, .5 where
    only near them, 0 where nowhere; .8 where the claim names nobody."""
    match = _SPEAKER.search(claim)
    if not match:
        return 0.8
    name = (match["to"] or match["by"]).split()[-1].rstrip(".,").lower()
    if name in _PRONOUNS:
        return 0.8
    text = f"{grounds.text} {' '.join(one.source for one in grounds.lines)}".lower()
    if name in _words(text):
        return 1.0
    return 0.5 if name in _words(f"{grounds.around} {' '.join(grounds.headings)}".lower()) else 0.0


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+(?:[’'.-][^\W_]+)*", text))
