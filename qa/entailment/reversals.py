"""What a claim turns round of what a text says with the same words.

"From 20 to 10" for "from 10 to 20", "before the goal" for "after the goal", "more than 600" for
"almost 600", "Venn thanked Fenn" for "Fenn thanked Venn", 67 of Fenn's for 67 of Venn's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from index.lexical import stems
from qa.text.lexicon import FUNCTION_WORDS, NAME
from qa.text.numbers import numbers
from qa.text.verb_forms import base_form
from qa.text.word_classes import is_verb

_ORDER = re.compile(
    r"\b(?:(?P<ahead>before|prior to)|(?P<behind>after|following))\s", re.IGNORECASE
)
_REACH = 4
"""Words behind "before" among which stands what it is before."""
_ABOVE = re.compile(
    r"(?:\b(?<!no )(?<!not )(?:more than|over|above|at least|exceed(?:s|ed|ing)?|upwards? of)"
    r"|\b(?:no|not) (?:less|fewer) than)\s+[$€£]?$",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?:\b(?<!no )(?<!not )(?:less than|fewer than|under|below|almost|nearly|up to|not quite)"
    r"|\b(?:no|not) more than)\s+[$€£]?$",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"\bfrom\s+(?P<from>\S*\d\S*)(?:\s\w+){0,2}?\s+to\s+(?P<to>\S*\d\S*)", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_NAMES = re.compile(rf"\b{NAME}(?: {NAME})*")
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|be|by)\b", re.IGNORECASE)
_AUXILIARIES = frozenset(["be", "do", "have", "get"])
_MUTUAL = frozenset(
    ["meet", "fight", "married", "divorced", "faced", "played", "merged", "kissed", "dated"]
)
"""What two do to each other: it is the same either way round."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")


def reversals(claim: str, text: str) -> tuple[str, ...]:
    """The words of a claim by which it says the reverse of a text; mostly none."""
    sentences = _SENTENCE.split(text)
    found = (*_bounds(claim, text), *_ways(claim, text), *_orders(claim, text))
    return tuple(dict.fromkeys((*found, *_roles(claim, sentences), *_values(claim, sentences))))


def _bounds(claim: str, text: str) -> Iterator[str]:
    """ "More than" before a figure that the text only has behind "almost", and the reverse."""
    there: dict[float, set[str]] = {}
    for start, _, value in numbers(text):
        there.setdefault(value, set()).add(_bound(text[:start])[0])
    for start, _, value in numbers(claim):
        kind, words = _bound(claim[:start])
        others = there.get(value, set())
        if kind and others and others <= {"above", "below"} - {kind}:
            yield words


def _bound(before: str) -> tuple[str, str]:
    for kind, pattern in (("above", _ABOVE), ("below", _BELOW)):
        if found := pattern.search(before):
            return kind, found[0].strip(" $€£")
    return "", ""


def _ways(claim: str, text: str) -> Iterator[str]:
    """The two ends of a change in the other order."""
    there = [_ends(found) for found in _FROM_TO.finditer(text)]
    for found in _FROM_TO.finditer(claim):
        first, last = _ends(found)
        if first != last and (last, first) in there and (first, last) not in there:
            yield found[0].strip(".,;:")


def _ends(found: re.Match[str]) -> tuple[float | None, float | None]:
    first, last = (next((n[2] for n in numbers(found[end])), None) for end in ("from", "to"))
    return first, last


def _orders(claim: str, text: str) -> Iterator[str]:
    """ "Before" what the text has behind "after", and the reverse."""
    there = [(_kind(found), _behind(found, text)) for found in _ORDER.finditer(text)]
    for found in _ORDER.finditer(claim):
        first = _behind(found, claim)[:1]
        kinds = {kind for kind, words in there if first and first[0] in words}
        if kinds and _kind(found) not in kinds:
            yield found[0].strip()


def _kind(found: re.Match[str]) -> str:
    return "ahead" if found["ahead"] else "behind"


def _behind(found: re.Match[str], text: str) -> list[str]:
    return _content(re.split(r"[,;:]", text[found.end() :], maxsplit=1)[0], _REACH)


def _content(text: str, most: int) -> list[str]:
    """The stems of the first words of a text that say something, in its first sentence."""
    words = _WORD.findall(_SENTENCE.split(text)[0])
    kept = (stems(word) for word in words if word.lower() not in FUNCTION_WORDS)
    found = [own[0] for own in kept if own]
    return found[:most]


def _roles(claim: str, sentences: Sequence[str]) -> Iterator[str]:
    """A verb whose subject and object stand in each other's place."""
    there = [one for sentence in sentences for one in _deeds(sentence)]
    for verb, subject, objects in _deeds(claim):
        same = [one for one in there if one[0] == verb]
        is_said = any(subject[-1] in own or set(objects) & set(after) for _, own, after in same)
        is_turned = any(subject[-1] in after and set(objects) & set(own) for _, own, after in same)
        if is_turned and not is_said:
            yield verb


def _deeds(sentence: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """The verbs of a sentence that are no passive, each with the last two words before it and the
    first three behind it that say something, as stems."""
    words = list(_WORD.finditer(sentence))
    for place, word in enumerate(words[1:], start=1):
        verb = word[0]
        if not verb.islower() or _PASSIVE.fullmatch(words[place - 1][0]):
            continue
        is_told = base_form(verb) != verb or (verb.endswith("ed") and is_verb(verb))
        if not is_told or base_form(verb) in _AUXILIARIES | _MUTUAL:
            continue
        before = _content(" ".join(w[0] for w in words[max(0, place - 4) : place]), 4)[-2:]
        behind = _content(" ".join(w[0] for w in words[place + 1 : place + 6]), 3)
        if before and behind and _next(words, place) != "by":
            yield (stems(base_form(verb)) or [verb])[0], before, behind


def _next(words: Sequence[re.Match[str]], place: int) -> str:
    return words[place + 1][0].lower() if place + 1 < len(words) else ""


def _values(claim: str, sentences: Sequence[str]) -> Iterator[str]:
    """A figure of one who is named that the text has of another, and the other's of this one."""
    ours = _holders(claim)
    for one, other in combinations(ours, 2):
        if ours[one] == ours[other]:
            continue
        for_one = {held.get(one) for held in map(_holders, sentences)} - {None}
        for_other = {held.get(other) for held in map(_holders, sentences)} - {None}
        if for_one == {ours[other]} and for_other == {ours[one]}:
            yield f"{one:g}"


def _holders(sentence: str) -> dict[float, str]:
    """Of each figure the last word of the name that stands nearest."""
    names = [(one.start(), one.end(), one[0].split()[-1]) for one in _NAMES.finditer(sentence)]
    held: dict[float, str] = {}
    for start, end, value in numbers(sentence):
        if names:
            held[value] = min(
                names, key=lambda one: one[0] - end if one[0] >= end else start - one[1]
            )[2]
    return held
