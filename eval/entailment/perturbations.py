"""Variants of a sentence by rule: paraphrases that stay true, and perturbations that are false."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from eval.entailment.contrasts import (
    doubted,
    exchanged_figures,
    other_quantifier,
    other_speaker,
    other_time,
    other_unit,
    other_year,
)
from index.words import MONTHS, WEEKDAYS
from qa.text.lexicon import MONTH

_SMALL = (
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
# Not qa.text.lexicon.ANTONYMS, which are compared by their stems: these take a place in a sentence.
_ANTONYMS = (
    ("increased", "decreased"), ("increase", "decrease"), ("rose", "fell"), ("rise", "fall"),
    ("more", "fewer"), ("higher", "lower"), ("before", "after"), ("won", "lost"), ("win", "lose"),
    ("first", "last"), ("largest", "smallest"), ("largest", "second largest"), ("north", "south"),
    ("northern", "southern"), ("east", "west"), ("eastern", "western"), ("early", "late"),
    ("earlier", "later"), ("accepted", "rejected"), ("approved", "rejected"), ("began", "ended"),
    ("opened", "closed"), ("supported", "opposed"), ("support", "oppose"), ("all", "none"),
    ("many", "few"), ("most", "few"), ("always", "never"), ("up", "down"), ("gained", "lost"),
    ("against", "for"), ("major", "minor"), ("above", "below"), ("over", "under"),
    ("minimum", "maximum"), ("at least", "at most"), ("more than", "less than"),
    ("older", "younger"), ("guilty", "innocent"), ("confirmed", "denied"), ("alive", "dead"),
    ("killed", "saved"), ("allowed", "banned"), ("million", "billion"), ("hundred", "thousand"),
    ("weeks", "months"), ("days", "weeks"), ("months", "years"), ("hours", "minutes"),
    ("public", "private"), ("male", "female"), ("men", "women"), ("success", "failure"),
    ("successful", "unsuccessful"), ("possible", "impossible"), ("legal", "illegal"),
    ("arrived", "left"), ("bought", "sold"), ("victory", "defeat"), ("expensive", "cheap"),
)  # fmt: skip
_SYNONYMS = (
    ("said", "stated"), ("said", "told reporters"), ("about", "approximately"), ("large", "big"),
    ("began", "started"), ("purchased", "bought"), ("numerous", "many"), ("also ", ""),
    ("however, ", ""),
    ("received", "got"), ("approximately", "around"), ("however", "but"), ("located", "situated"),
    ("created", "made"), ("killed", "left dead"), ("attempted to", "tried to"),
    ("ended", "finished"),
    ("children", "kids"), ("due to", "because of"), ("because of", "due to"), ("whilst", "while"),
    ("percent", "%"), ("per cent", "percent"), ("United States", "US"), ("United Kingdom", "UK"),
    ("the United States", "America"), ("according to", "as reported by"), ("near", "close to"),
    ("primarily", "mainly"), ("several", "a number of"), ("assist", "help"),
    ("demonstrated", "showed"), ("announced", "made known"), ("roughly", "about"),
    ("is home to", "has"), ("known as", "called"), ("called", "known as"),
    ("in order to", "to"), ("prior to", "before"),
)  # fmt: skip
_UNCERTAIN = re.compile(
    r"\b(?:may|might|could) (?=[a-z]+\b)|\b(?:is|are|was|were) (?:expected|planning|hoping|set|due|"
    r"believed|thought|alleged|rumou?red|reported|said|considered) to (?:have )?|"
    r"\b(?:allegedly|reportedly|possibly|perhaps|probably|likely) ",
    re.IGNORECASE,
)
_BE = re.compile(
    r"\b(is|are|was|were|will|would|can|could|has|have|had|did|does|do|should)\b(?! not)"
)
_NOT = re.compile(r"\b(?:not|never|no longer) |n['’]t\b")
_NEVER = re.compile(r"\b(?=(?:[a-z]{3,}ed|took|made|gave|went|saw|led|won|held|became)\b)")
_NAME = re.compile(
    r"(?<=[\w,;”\"'’)] )(?:[A-Z][\w’'-]+)(?: (?:of |the |de |van |von )?[A-Z][\w’'-]+)*"
)
_NUMBER = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,-])\d+(?:\.\d+)?(?![\w-])")
_ASIDE = re.compile(r" ?\([^()]{2,80}\)|, (?:which|who|where|whose|including) [^,.;]{8,90}(?=[,.])")
_APPOSED = re.compile(r"(?<=[a-z]), (?:an?|the) [^,.;]{5,60},(?= [a-z])")
_SECOND = re.compile(
    r"(?:,|;) (?:and|but|while|although|as|because|after|before|with) [^;]{20,}(?=\.$)"
)
_OPENING = re.compile(
    r"^(?:In|On|At|During|After|Before|For|As|Since|While|By|From) [^,]{4,60}, (?=\w)"
)
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}}) ({MONTH})\b")
_MONTH_DAY = re.compile(rf"\b({MONTH}) (\d{{1,2}})\b(?!\d)")
_SAID = re.compile(
    r"^(?P<what>[“\"]?[A-Z][^“”\"]{20,}?),[”\"]? (?P<by>[A-Z][\w .’'-]{3,40}?) "
    r"(?:said|told [\w ]+|added)\.$"
)

Change = Callable[[str, Sequence[str], random.Random], str | None]
"""Takes a sentence, names from its article, and a generator of random numbers.

Gives the sentence changed, or None where the rule does not apply.
"""


@dataclass(frozen=True, slots=True)
class Perturbed:
    """A sentence made false."""

    text: str
    kind: str
    """A key of `_PERTURBATIONS`."""
    contradicts: bool
    """Whether the original contradicts it, rather than not mentioning it."""


def paraphrase(sentence: str, rng: random.Random) -> str:
    """The sentence shortened or in other words, still true; by several rules or by none."""
    text = sentence
    for change in rng.sample(_PARAPHRASES, len(_PARAPHRASES)):
        if rng.random() < 0.45:
            text = change(text, (), rng) or text
    return text[:1].upper() + text[1:]


def perturb(sentence: str, names: Sequence[str], rng: random.Random) -> Perturbed | None:
    """The sentence made false by one change of a random kind; None where no kind applies.

    Args:
        names: From the same article, to put in the place of the sentence's own.
    """
    order = sorted(_PERTURBATIONS, key=lambda one: rng.random() ** _PRIORITY.get(one, 1.0))
    for kind in order:
        made = _PERTURBATIONS[kind](sentence, names, rng)
        if made and made != sentence:
            contradicts = kind not in _UNSTATED
            return Perturbed(made[:1].upper() + made[1:], kind, contradicts)
    return None


def names_in(text: str) -> list[str]:
    """Capitalised names inside sentences, each once, in order."""
    return list(dict.fromkeys(match[0] for match in _NAME.finditer(text)))


# Paraphrases


def _without(pattern: re.Pattern[str]) -> Change:
    def change(text: str, _: Sequence[str], rng: random.Random) -> str | None:
        made = pattern.sub("", text, count=1)
        return made if made != text and len(made) > 40 else None

    return change


def _reworded(text: str, _: Sequence[str], rng: random.Random) -> str | None:
    fitting = [pair for pair in _SYNONYMS if re.search(rf"\b{re.escape(pair[0])}", text)]
    for old, new in rng.sample(fitting, min(2, len(fitting))):
        end = "" if old.endswith(" ") else "(?![a-z])"
        text = re.sub(rf"\b{re.escape(old)}{end}", new, text, count=1)
    return text


def _dated(text: str, _: Sequence[str], rng: random.Random) -> str | None:
    if _DAY_MONTH.search(text):
        return _DAY_MONTH.sub(r"\2 \1", text)
    return _MONTH_DAY.sub(r"\2 \1", text)


def _counted(text: str, _: Sequence[str], rng: random.Random) -> str | None:
    """Small numbers in digits instead of words, or the other way round."""
    for value, word in enumerate(_SMALL, start=2):
        if re.search(rf"\b{word}\b", text):
            return re.sub(rf"\b{word}\b", str(value), text, count=1)
        if re.search(rf"(?<![\w.,$£€-]){value}(?= [a-z])", text):
            return re.sub(rf"(?<![\w.,$£€-]){value}(?= [a-z])", word, text, count=1)
    return None


def _rounded(text: str, _: Sequence[str], rng: random.Random) -> str | None:
    """A number of three digits or more, rounded to two, as "about" or "more than" that."""
    for match in _NUMBER.finditer(text):
        plain = match[0].replace(",", "")
        if "." in plain or len(plain) < 3 or 1000 <= int(plain) <= 2100:
            continue
        size = 10 ** (len(plain) - 2)
        low = int(plain) // size * size
        rounded = rng.choice((f"more than {low:,}", f"about {round(int(plain) / size) * size:,}"))
        if low != int(plain):
            return text[: match.start()] + rounded + text[match.end() :]
    return None


def _indirect_speech(text: str, _: Sequence[str], rng: random.Random) -> str | None:
    match = _SAID.match(text)
    if not match:
        return None
    what = match["what"].strip('“"')
    return f"{match['by']} said that {what[:1].lower()}{what[1:]}."


_PARAPHRASES: tuple[Change, ...] = (
    _without(_ASIDE), _without(_APPOSED), _without(_SECOND), _without(_OPENING), _reworded, _dated,
    _counted, _rounded, _indirect_speech,
)  # fmt: skip


# Perturbations


def _other_number(text: str, _: Sequence[str], rng: random.Random) -> str | None:
    found = list(_NUMBER.finditer(text))
    if not found:
        return _other_word(text, _SMALL, rng)
    match = rng.choice(found)
    plain = match[0].replace(",", "")
    if "." in plain:
        places = len(plain.split(".")[1])
        new = f"{float(plain) + rng.choice((-1.3, -0.4, 0.5, 1.2, 2.1)):.{places}f}"
    else:
        value = int(plain)
        steps = (1, 2, 3, 10) if value < 2200 else (value // 10, value // 4, value)
        new = str(abs(value + rng.choice((-1, 1)) * max(1, rng.choice(steps))))
        new = f"{int(new):,}" if "," in match[0] else new
    return text[: match.start()] + new + text[match.end() :]


def _other_word(text: str, words: Sequence[str], rng: random.Random) -> str | None:
    """The text with one of `words` replaced by another of them."""
    there = [word for word in words if re.search(rf"\b{word}\b", text)]
    if not there:
        return None
    old = rng.choice(there)
    new = rng.choice([word for word in words if word != old])
    return re.sub(rf"\b{old}\b", new, text, count=1)


def _other_day(text: str, _: Sequence[str], rng: random.Random) -> str | None:
    return _other_word(text, MONTHS, rng) or _other_word(text, WEEKDAYS, rng)


def _other_name(text: str, names: Sequence[str], rng: random.Random) -> str | None:
    own = names_in(text)
    others = [one for one in names if one not in text and all(one not in name for name in own)]
    if not own or not others:
        return None
    old = rng.choice(own)
    alike = [one for one in others if len(one.split()) == len(old.split())]
    return text.replace(old, rng.choice(alike or others), 1)


def _swapped(text: str, _: Sequence[str], rng: random.Random) -> str | None:
    """The text with two of its names exchanged."""
    own = names_in(text)
    if len(own) < 2:
        return None
    one, other = rng.sample(own, 2)
    if one in other or other in one or re.search(rf"{one},? (?:and|or) {other}", text):
        return None
    return text.replace(one, "\0", 1).replace(other, one, 1).replace("\0", other, 1)


def _negated(text: str, _: Sequence[str], rng: random.Random) -> str | None:
    if _NOT.search(text):
        return _NOT.sub("", text, count=1)
    if _BE.search(text):
        return _BE.sub(r"\1 not", text, count=1)
    return _NEVER.sub("never ", text, count=1)


def _antonym(text: str, _: Sequence[str], rng: random.Random) -> str | None:
    pairs = [*_ANTONYMS, *((b, a) for a, b in _ANTONYMS)]
    fitting = [pair for pair in pairs if re.search(rf"\b{pair[0]}\b", text)]
    if not fitting:
        return None
    old, new = rng.choice(fitting)
    return re.sub(rf"\b{old}\b", new, text, count=1)


def _asserted(text: str, _: Sequence[str], rng: random.Random) -> str | None:
    """A forecast or rumour stated as a fact."""
    match = _UNCERTAIN.search(text)
    if not match:
        return None
    instead = (
        "will "
        if re.match(r"may|might|could|(?:is|are) (?:expected|set|due|plan)", match[0])
        else ""
    )
    return text[: match.start()] + instead + text[match.end() :]


_PERTURBATIONS: dict[str, Change] = {
    "date": _other_day, "negation": _negated, "swap": _swapped, "number": _other_number,
    "name": _other_name, "antonym": _antonym, "modality": _asserted, "unit": other_unit,
    "year": other_year, "quantifier": other_quantifier, "speaker": other_speaker,
    "time": other_time, "doubt": doubted, "figures": exchanged_figures,
}  # fmt: skip
"""By kind. Their order is part of what the seed determines."""


_PRIORITY = {
    "unit": 6.0, "figures": 6.0, "speaker": 6.0, "year": 4.0, "date": 4.0, "swap": 3.0,
    "quantifier": 3.0, "number": 2.0, "modality": 2.0,
}  # fmt: skip
"""How much sooner than others a kind is tried that few sentences allow."""
_UNSTATED = ("name", "modality", "speaker", "time", "doubt")
"""Kinds of which the original says nothing, rather than the contrary."""


def perturbation_kinds() -> Iterable[str]:
    """The kinds of perturbation."""
    return tuple(_PERTURBATIONS)
