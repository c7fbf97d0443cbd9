"""Contrasts by rule that a reader of words alone does not see: a sentence with one thing exchanged
between its parts, told of another time, put in another's mouth, or mixed with its neighbour.

Those of one sentence have the signature of `eval.entailment.perturbations.Change`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Sequence
from functools import cache

from qa.cross_encoder.layout import whole_tokenizer

_UNITS: tuple[tuple[str, ...], ...] = (
    ("kilometres", "kilometers", "miles", "metres"), ("feet", "metres", "yards", "inches"),
    ("km", "miles"), ("foot", "metre"), ("kilograms", "pounds", "tonnes"), ("tons", "pounds"),
    ("percent", "percentage points"), ("per cent", "percentage points"), ("%", " people"),
    ("dollars", "euros", "pounds"), ("hours", "days", "minutes"), ("days", "weeks", "hours"),
    ("weeks", "months", "days"), ("months", "years", "weeks"), ("years", "months", "decades"),
    ("Celsius", "Fahrenheit"), ("acres", "hectares", "square miles"), ("litres", "gallons"),
    ("million", "billion", "thousand"), ("billion", "million", "trillion"), ("a.m.", "p.m."),
    ("am", "pm"), ("thousands", "hundreds", "millions"), ("per day", "per week", "per year"),
)  # fmt: skip
"""A unit, and what is another measure of the same figure."""
_QUANTIFIERS: tuple[tuple[str, ...], ...] = (
    ("all", "most", "some", "half"), ("most", "all", "few", "some"), ("some", "all", "most"),
    ("many", "few", "all"), ("several", "all", "no"), ("every", "hardly any", "almost every"),
    ("both", "neither", "one of the"), ("nearly all", "half"), ("a few", "many", "all"),
    ("at least", "at most", "exactly"), ("more than", "fewer than", "exactly"),
    ("about half", "about a third", "nearly all"), ("half", "a third", "a quarter"),
    ("a third", "a half", "two thirds"), ("majority", "minority"), ("only", "not only"),
    ("up to", "at least"), ("almost", "more than"), ("nearly", "more than"), ("over", "under"),
    ("first", "second", "third"), ("twice", "three times", "once"), ("always", "sometimes"),
    ("often", "rarely"), ("one of", "all of"), ("the only", "one of the"),
)  # fmt: skip
_SAID = re.compile(
    r"(?P<by>(?:[A-Z][\w’'-]+ ){0,3}[A-Z][\w’'-]+),?(?= (?:said|says|told|added|announced|claimed|"
    r"reported|argued|explained|stated|wrote|warned|confirmed)\b)"
    r"|(?<=according to )(?P<after>(?:the )?(?:[A-Z][\w’'-]+ ){0,3}[A-Z][\w’'-]+)"
)
_AHEAD = (
    ("will be", "was"), ("will not be", "was not"), ("is expected to be", "was"),
    ("are expected to be", "were"), ("is to be", "has been"), ("is due to", "did"),
    ("would be", "was"), ("is scheduled to be", "was"), ("are set to be", "were"),
    ("is set to be", "has been"), ("will have", "had"), ("plans to", "has begun to"),
    ("plan to", "have begun to"), ("is planning to", "has begun to"), ("hopes to", "managed to"),
    ("wants to", "managed to"), ("intends to", "has begun to"), ("will", "did"),
)  # fmt: skip
_DONE = (
    ("was", "will be"), ("were", "will be"), ("has been", "is expected to be"),
    ("have been", "are expected to be"), ("had been", "would be"), ("has", "is expected to have"),
    ("is", "was once"), ("are", "were once"), ("is now", "was"),
)  # fmt: skip
_SURE = (
    ("was", "may have been"), ("were", "may have been"), ("is", "may be"), ("are", "may be"),
    ("has been", "might have been"), ("will", "may"), ("had", "reportedly had"),
)  # fmt: skip
_ED = re.compile(r"\b[a-z]{4,}ed\b")
_FIGURE = re.compile(r"(?<![\w.,-])(?:[$€£])?\d+(?:[.,]\d+)*(?![\w-])")
_YEAR = re.compile(r"\b(?:1[89]\d\d|20[0-3]\d)\b")
_DETAIL = re.compile(
    r"(?<=\w) (?:in|at|with|during|after|before|near|for|against|under|through|outside) "
    r"(?:the |a |an |his |her |their |its )?[A-Za-z][^,.;:()“”\"]{6,48}(?=[,.])"
)
_VERB = re.compile(
    r"(?<=[a-z0-9”\"]) (?=(?:was|were|is|are|has|have|had|will|would|said|says|can|could|did|"
    r"[a-z]{3,}ed)\b)"
)


def other_unit(text: str, _: Sequence[str], rng: random.Random) -> str | None:
    """A figure of another measure."""
    fitting = [u for u in _UNITS if re.search(rf"\d[\d.,]*[\s-]?{re.escape(u[0])}(?!\w)", text)]
    if not fitting:
        return None
    old, *others = rng.choice(fitting)
    pattern = rf"(?<=[\d.,])([\s-]?){re.escape(old)}(?!\w)"
    return re.sub(pattern, rf"\g<1>{rng.choice(others)}", text, count=1)


def other_year(text: str, _: Sequence[str], rng: random.Random) -> str | None:
    """Another year, near the one that was."""
    years = list(_YEAR.finditer(text))
    if not years:
        return None
    match = rng.choice(years)
    new = int(match[0]) + rng.choice((-3, -2, -1, 1, 2, 10))
    return f"{text[: match.start()]}{new}{text[match.end() :]}"


def other_quantifier(text: str, _: Sequence[str], rng: random.Random) -> str | None:
    """More or less of the whole."""
    return _exchanged(text, _QUANTIFIERS, rng)


def other_speaker(text: str, names: Sequence[str], rng: random.Random) -> str | None:
    """The same words said by another."""
    found = list(_SAID.finditer(text))
    others = [name for name in names if name not in text]
    if not found or not others:
        return None
    match = rng.choice(found)
    group = "by" if match["by"] else "after"
    start, end = match.span(group)
    return text[:start] + rng.choice(others) + text[end:]


def other_time(text: str, _: Sequence[str], rng: random.Random) -> str | None:
    """What is planned told as done, or what is done as planned."""
    if made := _exchanged(text, _AHEAD, rng):
        return made
    if rng.random() < 0.5 and (made := _exchanged(text, _DONE, rng)):
        return made
    verbs = [(m, base) for m in _ED.finditer(text) if (base := _infinitive(m[0]))]
    if not verbs:
        return _exchanged(text, _DONE, rng)
    match, base = rng.choice(verbs)
    if re.search(r"\b(?:be|been|being|is|are|was|were|has|have|had)(?: \w+ly)? $",
                 text[: match.start()]):  # fmt: skip
        return _exchanged(text, _DONE, rng)
    return f"{text[: match.start()]}will {base}{text[match.end() :]}"


def doubted(text: str, _: Sequence[str], rng: random.Random) -> str | None:
    """A fact told as what may be."""
    return _exchanged(text, _SURE, rng)


def exchanged_figures(text: str, _: Sequence[str], rng: random.Random) -> str | None:
    """Two figures of a sentence in each other's place."""
    figures = [m for m in _FIGURE.finditer(text) if not _YEAR.fullmatch(m[0])]
    if len(figures) < 2:
        return None
    one, other = sorted(rng.sample(figures, 2), key=lambda m: m.start())
    if one[0] == other[0] or (one[0][0] in "$€£") != (other[0][0] in "$€£"):
        return None
    between = text[one.end() : other.start()]
    return text[: one.start()] + other[0] + between + one[0] + text[other.end() :]


def mixed(text: str, other: str, rng: random.Random) -> str | None:
    """Who or what one sentence is about, with what the other says of somebody else; or with a
    detail of the other, or with the other as its cause."""
    way = rng.random()
    if way < 0.5:
        here, there = _VERB.search(text), _VERB.search(other)
        if not here or not there:
            return None
        subject, rest = text[: here.start()], other[there.start() :]
        own = other[: there.start()]
        is_alike = own.lower() in subject.lower() or subject.lower() in own.lower()
        is_vague = len(subject) > 80 or re.match(r"(?:He|She|It|They|This|That)\b", subject)
        return None if is_alike or is_vague else subject + rest
    if way < 0.8:
        details = _DETAIL.findall(other)
        detail = rng.choice(details) if details else ""
        return f"{text[:-1]}{detail}." if detail and detail not in text else None
    clause = other[:1].lower() + other[1:]
    return f"{text[:-1]} because {clause}" if len(other) < 110 else None


def joined(text: str, other: str, rng: random.Random) -> str:
    """What two sentences say, in one."""
    opener = re.match(r"(?:The|A|An|In|On|At|He|She|It|They|This|Its|His|Her)\b", other)
    second = other[:1].lower() + other[1:] if opener else other
    return f"{text[:-1]}{rng.choice((', and ', '; ', ', while '))}{second}"


def _exchanged(text: str, sets: Collection[tuple[str, ...]], rng: random.Random) -> str | None:
    """The first word of one of the sets, where it stands, by another of its set."""
    fitting = [own for own in sets if re.search(rf"\b{re.escape(own[0])}\b", text)]
    if not fitting:
        return None
    old, *others = rng.choice(fitting)
    return re.sub(rf"\b{re.escape(old)}\b", rng.choice(others), text, count=1)


def _infinitive(past: str) -> str | None:
    """A regular verb's infinitive, where the tokenizer has it as one word."""
    bases = [past[:-1], past[:-2], past[:-3] if past[-3:-2] == past[-4:-3] else ""]
    if past.endswith("ied"):
        bases.insert(0, f"{past[:-3]}y")
    return next((base for base in bases if base in _vocabulary()), None)


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(whole_tokenizer().get_vocab())
