"""A sentence said otherwise: as true as before, or false by one change that reading must notice."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
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
_OPPOSITES = (
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
_SAME = (
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
_WEAK = re.compile(
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
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)})\b")
_MONTH_DAY = re.compile(rf"\b({'|'.join(_MONTHS)}) (\d{{1,2}})\b(?!\d)")
_SAID = re.compile(
    r"^(?P<what>[“\"]?[A-Z][^“”\"]{20,}?),[”\"]? (?P<by>[A-Z][\w .’'-]{3,40}?) "
    r"(?:said|told [\w ]+|added)\.$"
)

Change = Callable[[str, Sequence[str], random.Random], str | None]
"""A sentence, names that stand near it, chance: the sentence changed, or None where it cannot."""


@dataclass(frozen=True, slots=True)
class Altered:
    """A sentence said otherwise."""

    text: str
    how: str
    contradicts: bool
    """Rather than being silent: a text that says the one thing denies the other."""


def truly(sentence: str, chance: random.Random) -> str:
    """The sentence with some of it left out or said in other words: still true."""
    text = sentence
    for change in chance.sample(_TRUE, len(_TRUE)):
        if chance.random() < 0.45:
            text = change(text, (), chance) or text
    return text[:1].upper() + text[1:]


def falsely(sentence: str, names: Sequence[str], chance: random.Random) -> Altered | None:
    """The sentence with one thing in it made false, of a kind by chance."""
    for how in chance.sample(sorted(_FALSE), len(_FALSE)):
        made = _FALSE[how](sentence, names, chance)
        if made and made != sentence:
            return Altered(made[:1].upper() + made[1:], how, how not in ("name", "sure"))
    return None


def names_in(text: str) -> list[str]:
    """Names that do not open a sentence, each once, in order."""
    return list(dict.fromkeys(match[0] for match in _NAME.finditer(text)))


# True ways


def _without(pattern: re.Pattern[str]) -> Change:
    def change(text: str, _: Sequence[str], chance: random.Random) -> str | None:
        made = pattern.sub("", text, count=1)
        return made if made != text and len(made) > 40 else None

    return change


def _reworded(text: str, _: Sequence[str], chance: random.Random) -> str | None:
    fitting = [pair for pair in _SAME if re.search(rf"\b{re.escape(pair[0])}", text)]
    for old, new in chance.sample(fitting, min(2, len(fitting))):
        text = re.sub(rf"\b{re.escape(old)}(?![a-z])", new, text, count=1)
    return text


def _dated(text: str, _: Sequence[str], chance: random.Random) -> str | None:
    if _DAY_MONTH.search(text):
        return _DAY_MONTH.sub(r"\2 \1", text)
    return _MONTH_DAY.sub(r"\2 \1", text)


def _counted(text: str, _: Sequence[str], chance: random.Random) -> str | None:
    """Small numbers in digits instead of words, or the other way round."""
    for value, word in enumerate(_SMALL, start=2):
        if re.search(rf"\b{word}\b", text):
            return re.sub(rf"\b{word}\b", str(value), text, count=1)
        if re.search(rf"(?<![\w.,$£€-]){value}(?= [a-z])", text):
            return re.sub(rf"(?<![\w.,$£€-]){value}(?= [a-z])", word, text, count=1)
    return None


def _rounded(text: str, _: Sequence[str], chance: random.Random) -> str | None:
    """A figure of three places or more, told as about as much."""
    for match in _NUMBER.finditer(text):
        plain = match[0].replace(",", "")
        if "." in plain or len(plain) < 3 or 1000 <= int(plain) <= 2100:
            continue
        size = 10 ** (len(plain) - 2)
        low = int(plain) // size * size
        told = chance.choice((f"more than {low:,}", f"about {round(int(plain) / size) * size:,}"))
        if low != int(plain):
            return text[: match.start()] + told + text[match.end() :]
    return None


def _by_whom(text: str, _: Sequence[str], chance: random.Random) -> str | None:
    match = _SAID.match(text)
    if not match:
        return None
    what = match["what"].strip('“"')
    return f"{match['by']} said that {what[:1].lower()}{what[1:]}."


_TRUE: tuple[Change, ...] = (
    _without(_ASIDE), _without(_APPOSED), _without(_SECOND), _without(_OPENING), _reworded, _dated,
    _counted, _rounded, _by_whom,
)  # fmt: skip


# False ways


def _other_figure(text: str, _: Sequence[str], chance: random.Random) -> str | None:
    found = list(_NUMBER.finditer(text))
    if not found:
        return _other_word(text, _SMALL, chance)
    match = chance.choice(found)
    plain = match[0].replace(",", "")
    if "." in plain:
        places = len(plain.split(".")[1])
        new = f"{float(plain) + chance.choice((-1.3, -0.4, 0.5, 1.2, 2.1)):.{places}f}"
    else:
        value = int(plain)
        steps = (1, 2, 3, 10) if value < 2200 else (value // 10, value // 4, value)
        new = str(abs(value + chance.choice((-1, 1)) * max(1, chance.choice(steps))))
        new = f"{int(new):,}" if "," in match[0] else new
    return text[: match.start()] + new + text[match.end() :]


def _other_word(text: str, words: Sequence[str], chance: random.Random) -> str | None:
    """One of `words` in the text for another of them."""
    there = [word for word in words if re.search(rf"\b{word}\b", text)]
    if not there:
        return None
    old = chance.choice(there)
    new = chance.choice([word for word in words if word != old])
    return re.sub(rf"\b{old}\b", new, text, count=1)


def _other_day(text: str, _: Sequence[str], chance: random.Random) -> str | None:
    return _other_word(text, _MONTHS, chance) or _other_word(text, _DAYS, chance)


def _other_name(text: str, names: Sequence[str], chance: random.Random) -> str | None:
    own = names_in(text)
    others = [one for one in names if one not in text and all(one not in name for name in own)]
    if not own or not others:
        return None
    old = chance.choice(own)
    alike = [one for one in others if len(one.split()) == len(old.split())]
    return text.replace(old, chance.choice(alike or others), 1)


def _exchanged(text: str, _: Sequence[str], chance: random.Random) -> str | None:
    """Two names of the sentence, each in the other's place."""
    own = names_in(text)
    if len(own) < 2:
        return None
    one, other = chance.sample(own, 2)
    if one in other or other in one or re.search(rf"{one},? (?:and|or) {other}", text):
        return None
    return text.replace(one, "\0", 1).replace(other, one, 1).replace("\0", other, 1)


def _denied(text: str, _: Sequence[str], chance: random.Random) -> str | None:
    if _NOT.search(text):
        return _NOT.sub("", text, count=1)
    if _BE.search(text):
        return _BE.sub(r"\1 not", text, count=1)
    return _NEVER.sub("never ", text, count=1)


def _opposite(text: str, _: Sequence[str], chance: random.Random) -> str | None:
    pairs = [*_OPPOSITES, *((b, a) for a, b in _OPPOSITES)]
    fitting = [pair for pair in pairs if re.search(rf"\b{pair[0]}\b", text)]
    if not fitting:
        return None
    old, new = chance.choice(fitting)
    return re.sub(rf"\b{old}\b", new, text, count=1)


def _made_sure(text: str, _: Sequence[str], chance: random.Random) -> str | None:
    """A forecast or a rumour told as a fact."""
    match = _WEAK.search(text)
    if not match:
        return None
    instead = (
        "will "
        if re.match(r"may|might|could|(?:is|are) (?:expected|set|due|plan)", match[0])
        else ""
    )
    return text[: match.start()] + instead + text[match.end() :]


_FALSE: dict[str, Change] = {
    "figure": _other_figure, "day": _other_day, "name": _other_name, "exchanged": _exchanged,
    "denied": _denied, "opposite": _opposite, "sure": _made_sure,
}  # fmt: skip


def known_ways() -> Iterable[str]:
    """The kinds of false change, by name."""
    return tuple(_FALSE)
