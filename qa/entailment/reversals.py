"""What a claim turns round of what a text says with the same words.

"From 20 to 10" for "from 10 to 20", "before the goal" for "after the goal", "more than 600" for
"almost 600", "Venn thanked Fenn" for "Fenn thanked Venn", 67 of Fenn's for 67 of Venn's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from index.lexical import stems
from qa.text.lexicon import FUNCTION_WORDS, MONTH_OR_SHORT, NAME, PREPOSITION, WEEKDAY
from qa.text.numbers import numbers
from qa.text.verb_forms import base_form
from qa.text.word_classes import is_verb

_ORDER = re.compile(
    r"\b(?:(?P<ahead>before|prior to)"
    r"(?! (?:an? |the )?(?:committee|congress|court|judge|magistrate|panel|parliament)\b)"
    r"|(?<!named )(?<!look )(?<!looks )(?<!looked )(?<!go )(?<!goes )(?<!went )after"
    rf"|(?<!the )following)\s(?!\d|{WEEKDAY}|{MONTH_OR_SHORT})",
    re.IGNORECASE,
)
_REACH = 4
"""Words that say something, on either side of "before", that are looked at."""
_ABOVE = re.compile(
    r"(?:\b(?<!no )(?<!not )(?:more than|at least|exceed(?:s|ed|ing)?|upwards? of)"
    r"|\b(?:no|not) (?:less|fewer) than)\s+[$€£]?$",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?:\b(?<!no )(?<!not )(?:less than|fewer than|almost|nearly|up to|not quite)"
    r"|\b(?:no|not) more than)\s+[$€£]?$",
    re.IGNORECASE,
)
_TIMES = 2.0
"""A figure that is so many times another is of something else."""
_FROM_TO = re.compile(r"\bfrom\s+(?P<from>\S*\d\S*)(?:\s\w+){0,2}?\s+to\s+(?P<to>\S*\d\S*)", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_NAMES = re.compile(rf"\b{NAME}(?: {NAME})*")
_PASSIVE = re.compile(r"(?:was|were|is|are|been|being|be|by)", re.IGNORECASE)
_NO_OBJECT = re.compile(
    rf"(?:{PREPOSITION}|among|amid|due|and|or|but|as|because|that|when|while|if|whether|not|\w+ly)",
    re.IGNORECASE,
)
"""What follows a verb that has no object, or a participle: "killed in the blast"."""
_AUXILIARIES = frozenset(["be", "do", "have", "get"])
_SAYING = frozenset(["say", "tell", "write", "added", "asked", "warned", "claimed", "explained"])
"""Verbs behind a quotation: "…," said Ada Fenn."""
_MUTUAL = frozenset(
    {
        *("meet", "fight", "draw", "come", "married", "divorced", "faced", "played", "merged"),
        *("kissed", "dated", "collided", "clashed", "joined", "tied", "passed", "bordered"),
    }
)
"""What two do to each other: it is the same either way round."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_CLAUSE = re.compile(r"[,;:]\s|\s(?:and|but|while|whereas|as)\s")


def reversals(claim: str, text: str) -> tuple[str, ...]:
    """The words of a claim by which it says the reverse of a text; mostly none."""
    sentences = _SENTENCE.split(text)
    found = (*_bounds(claim, text), *_ways(claim, text), *_orders(claim, text))
    return tuple(dict.fromkeys((*found, *_roles(claim, sentences), *_values(claim, text))))


def _bounds(claim: str, text: str) -> Iterator[str]:
    """ "More than" before a figure that the text only has behind "almost", and the reverse."""
    there = [
        (value, _bound(text[:start])[0], _content(text[end:], 1))
        for start, end, value in numbers(text)
    ]
    for start, end, value in numbers(claim):
        kind, words = _bound(claim[:start])
        if not kind:
            continue
        noun = _content(claim[end:], 1)
        same = [how for other, how, of in there if other == value and _may_agree(noun, of)]
        is_reached = any(
            value < other <= _TIMES * value if kind == "above" else value / _TIMES <= other < value
            for other, _, _ in there
        )
        if same and not is_reached and set(same) <= {"above", "below"} - {kind}:
            yield words


def _may_agree(one: Sequence[str], other: Sequence[str]) -> bool:
    return not (one and other) or one == other


def _bound(before: str) -> tuple[str, str]:
    for kind, pattern in (("above", _ABOVE), ("below", _BELOW)):
        if found := pattern.search(before[-40:]):
            return kind, found[0].strip(" $€£")
    return "", ""


def _ways(claim: str, text: str) -> Iterator[str]:
    """The two ends of a change in the other order."""
    there = [(_ends(found), _ahead(found, text)) for found in _FROM_TO.finditer(text)]
    for found in _FROM_TO.finditer(claim):
        first, last = _ends(found)
        ahead = set(_ahead(found, claim))
        of_same = [ends for ends, before in there if ahead & set(before)]
        if first != last and (last, first) in of_same and (first, last) not in of_same:
            yield found[0].strip(".,;:")


def _ends(found: re.Match[str]) -> tuple[float | None, float | None]:
    first, last = (next((n[2] for n in numbers(found[end])), None) for end in ("from", "to"))
    return first, last


def _orders(claim: str, text: str) -> Iterator[str]:
    """ "Before" what the text has behind "after", and the reverse, where the same is told of it."""
    there = [(_kind(one), _ahead(one, text), _behind(one, text)) for one in _ORDER.finditer(text)]
    for found in _ORDER.finditer(claim):
        ahead, behind = _ahead(found, claim), _behind(found, claim)
        if not ahead or not behind:
            continue
        kinds = {
            kind
            for kind, before, after in there
            if ahead[-1] in before[-_REACH:] and behind[0] in after
        }
        if kinds and _kind(found) not in kinds:
            yield found[0].strip()


def _kind(found: re.Match[str]) -> str:
    return "ahead" if found["ahead"] else "behind"


def _ahead(found: re.Match[str], text: str) -> list[str]:
    """What stands before it in its clause, as stems."""
    clause = re.split(r"[.!?,;:]\s", text[max(0, found.start() - 200) : found.start()])[-1]
    return _content(clause, 99)


def _behind(found: re.Match[str], text: str) -> list[str]:
    return _content(
        re.split(r"[,;:]", text[found.end() : found.end() + 200], maxsplit=1)[0], _REACH
    )


def _content(text: str, most: int) -> list[str]:
    """The stems of the first words of a text that say something, in its first sentence."""
    found: list[str] = []
    for word in _WORD.findall(_SENTENCE.split(text[:400])[0]):
        if word.lower() not in FUNCTION_WORDS and len(word) > 1:
            found += stems(word)[:1]
        if len(found) == most:
            break
    return found


def _roles(claim: str, sentences: Sequence[str]) -> Iterator[str]:
    """A verb whose subject and object stand in each other's place."""
    ours = list(_deeds(claim))
    if not ours:
        return
    there = [one for sentence in sentences for one in _deeds(sentence)]
    for verb, subject, objects in ours:
        same = [one for one in there if one[0] == verb]
        is_said = any(subject == own or objects & after for _, own, after in same)
        is_turned = any(subject in after and own in objects for _, own, after in same)
        if is_turned and not is_said:
            yield verb


def _deeds(sentence: str) -> Iterator[tuple[str, str, set[str]]]:
    """The verbs of a sentence with an object, each with the word before it and the words of its
    object, as stems."""
    words = list(_WORD.finditer(sentence))
    for place, word in enumerate(words[1:-1], start=1):
        verb, ahead = word[0], words[place - 1]
        is_told = base_form(verb) != verb or (verb.endswith("ed") and is_verb(verb))
        if not verb.islower() or not is_told or sentence[ahead.end() : word.start()] != " ":
            continue
        if base_form(verb) in _AUXILIARIES | _SAYING | _MUTUAL or _PASSIVE.fullmatch(ahead[0]):
            continue
        behind = [one[0] for one in words[place + 1 : place + 6]]
        if _NO_OBJECT.fullmatch(behind[0]) or "by" in behind:
            continue
        clause = _CLAUSE.split(sentence[word.end() : word.end() + 80])[0]
        subject, objects = _content(ahead[0], 1), set(_content(clause, 3))
        if subject and objects:
            yield (stems(base_form(verb)) or [verb])[0], subject[0], objects


def _values(claim: str, text: str) -> Iterator[str]:
    """A figure of one who is named that the text has of another, and the other's of this one."""
    ours, theirs = _holders(claim), _holders(text)
    shared = [one for one in ours if len(ours[one]) == 1 and len(theirs.get(one, ())) == 1]
    for one, other in combinations(shared, 2):
        if ours[one] != ours[other] and theirs[one] == ours[other] and theirs[other] == ours[one]:
            yield f"{one:g}"


def _holders(text: str) -> dict[float, set[str]]:
    """Of each figure the last words of the names that stand nearest to it in its clause."""
    held: dict[float, set[str]] = {}
    for sentence in _SENTENCE.split(text):
        for clause in _CLAUSE.split(sentence):
            names = [
                (one.start(), one.end(), one[0].split()[-1]) for one in _NAMES.finditer(clause)
            ]
            for start, end, value in numbers(clause) if names else ():
                near = min(names, key=lambda one: max(one[0] - end, start - one[1]))
                held.setdefault(value, set()).add(near[2])
    return held
