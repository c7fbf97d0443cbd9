"""Words of a question that stand for something said before: "she", "its", "that", "the old one".

A pronoun whose thing the question names itself ("Which party lost its majority?") is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.query.conversation.classes import Class, class_of
from qa.query.conversation.phrases import Phrase, Word, noun_phrases, words_of
from qa.text.lexicon import AUXILIARY, PREPOSITION, QUESTION_WORD
from qa.text.person_words import is_person_noun
from qa.text.word_classes import is_adjective, may_be_verb
from qa.text.wording import capitalised

_POSSESSIVE = frozenset(["his", "its", "their"])
_OWN = frozenset(["hers", "theirs"])
_IN_TIME = frozenset(["after", "before", "since", "until"])
"""Before "that" they tell when: "What was the record before that?"."""
_REFLEXIVE = re.compile(r"(?:him|her|it)self|themselves")
_SMALL = re.compile(
    rf"(?:{AUXILIARY}|{PREPOSITION}|{QUESTION_WORD}|and|or|as|if|that|than|now|then|ever|also|not|so"
    r"|again|before|too|instead|either|really|exactly|there|here)$",
    re.IGNORECASE,
)
_LATER_CLAUSE = re.compile(
    r"\b(?:after|although|as|because|before|if|once|since|that|though|unless|until|when|while)\s+\w",
    re.IGNORECASE,
)
"""Opens a clause behind the one that names somebody: "Did Ada leave before they dismissed her?"."""
_WEATHER = r"(?:hot|cold|warm|cool|windy|wet|dry|humid|dark)"
_EMPTY_IT = re.compile(
    rf"\bit\s+(?:{AUXILIARY}\s+)?(?:\w+ly\s+)?(?:(?:take|takes|took|taken|cost|costs)\b.*?\bto\b"
    r"|(?:true|possible|likely|legal|common|worth|normal|necessary|safe|hard|easy|important|known"
    r"|(?:snow|rain)(?:s|ed|ing)?)\b)"
    r"|\bthe case\b|\bwho(?:['’]s| is| was) it\b"
    rf"|\bhow\s+{_WEATHER}\s+{AUXILIARY}\s+it\s+(?:(?:ever\s+)?(?:be|been|get)"
    r"|outside|inside|there|today|now|in|at|on|near)\b"
    rf"|\b{QUESTION_WORD}\s+(?:is|was)\s+it\s+that\b"
    r"(?!\W*$|\s+(?:year|month|week|day|night|time|morning|afternoon|evening|season|summer|winter"
    r"|spring|autumn|fall)\b)",
    re.IGNORECASE,
)
"""An "it" that stands for nothing: "how long does it take to build one", "how hot did it get"."""
_DONE = re.compile(
    r"\b(?:do|done|doing)\s+(?:it|this|that)\b"
    r"|\b(?:who|that|he|she|they|we|you|i)\s+did\s+(?:it|this|that)\b"
    r"|(?<=\w )did\s+(?:it|this|that)(?=\W*$)"
    r"|\bmanage\s+(?:it|this|that)(?=\W*$)"
    r"|\b(?:sum|summari[sz]e|recap)\s+(?:it|this|that)\b",
    re.IGNORECASE,
)
"""What somebody did, or all that was told, which is no thing that has a name: "Why did he do it?",
"Sum it up"."""
_JOINS = re.compile(
    rf"(?<=[^\s.?!,]),?\s+and\s+(?:{PREPOSITION}\s+)?(?={QUESTION_WORD}\b)", re.IGNORECASE
)
"""Joins a question to the one before it, on which its pronouns lean: "Who found the wreck, and what
did they do with it?"."""
_ASKS = re.compile(rf"\b(?:{QUESTION_WORD}|{AUXILIARY})\b", re.IGNORECASE)
_ENDS = re.compile(r"[.?!]")


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A word that stands for something said before."""

    start: int
    end: int
    kind: Class | None
    """None for "that" and "this"."""
    is_possessive: bool = False


def anaphora(text: str, is_of: Callable[[Phrase, Class], bool]) -> list[Anaphor]:
    """The words of a question that stand for something said before, in order.

    Args:
        is_of: Whether something that the question itself names can be meant by a pronoun of this
            class.
    """
    words = words_of(text)
    phrases = noun_phrases(text)
    empty = [match.span() for kind in (_EMPTY_IT, _DONE) for match in kind.finditer(text)]
    first = _first_of_joined(text)
    found: list[Anaphor] = []
    for place, word in enumerate(words):
        lower = word.text.lower()
        if word.text == "IT" or any(a <= word.start < b for a, b in empty):
            continue
        kind = class_of(lower)
        if kind and not _REFLEXIVE.fullmatch(lower):
            is_possessive = lower in _POSSESSIVE | _OWN or (
                lower == "her" and _has_noun(words, place)
            )
            one = Anaphor(word.start, word.end, kind, is_possessive)
            may_bind = is_possessive or _is_subject(words, place)
            before = [phrase for phrase in phrases if phrase.end <= word.start]
            if not may_bind and kind in ("he", "she", "they"):
                before = [one for one in before if _LATER_CLAUSE.search(text, one.end, word.start)]
            elif not may_bind:
                before = []
            is_bound = any(is_of(phrase, kind) for phrase in before)
            if not is_bound and not _leans_on_first(text[:first], one, found, phrases):
                found.append(one)
        elif lower in ("that", "this") and _stands_alone(words, place):
            if place and words[place - 1].lower in _IN_TIME:
                continue
            found.append(Anaphor(word.start, word.end, None))
    return found


def _first_of_joined(text: str) -> int:
    """Where the first of two joined questions ends; the end of the text where there is only one."""
    start = 0
    for joins in _JOINS.finditer(text):
        start = max(
            (one.end() for one in _ENDS.finditer(text, start, joins.start())), default=start
        )
        if _ASKS.search(text, start, joins.start()):
            return joins.end()
    return len(text)


def _leans_on_first(
    first: str, one: Anaphor, found: Sequence[Anaphor], phrases: Sequence[Phrase]
) -> bool:
    """Whether a pronoun behind the first of two joined questions leans on that: where it has none
    of its kind itself, and for "he" and "she" where it speaks of a person."""
    if one.start < len(first) or any(each.kind == one.kind for each in found):
        return False
    if one.kind not in ("he", "she") or re.search(r"\bwho", first, re.IGNORECASE):
        return True
    named = (phrase for phrase in phrases if phrase.end <= len(first))
    return any(phrase.is_name or is_person_noun(phrase.head) for phrase in named)


def _has_noun(words: Sequence[Word], place: int) -> bool:
    """Whether a noun follows, so that "her" is a possessive."""
    if place + 1 >= len(words):
        return False
    behind = words[place + 1].text
    return behind[:1].isalpha() and not _SMALL.match(behind)


def _is_subject(words: Sequence[Word], place: int) -> bool:
    """Whether a verb follows a pronoun, and none of a question's auxiliaries stands before it."""
    if place + 1 >= len(words) or re.fullmatch(AUXILIARY, words[place - 1].lower):
        return False
    behind = words[place + 1].lower
    return bool(re.fullmatch(AUXILIARY, behind)) or may_be_verb(behind)


def _stands_alone(words: Sequence[Word], place: int) -> bool:
    """Whether "that" or "this" is a pronoun: neither "that trip" nor "said that he"."""
    behind = words[place + 1].lower if place + 1 < len(words) else "?"
    before = words[place - 1].lower if place else ""
    if not behind[:1].isalnum():
        return True
    if behind == "of":  # "that of Oppenheimer" stands for something of the question itself
        return False
    is_led = bool(re.fullmatch(rf"{AUXILIARY}|{PREPOSITION}|compare", before)) or (
        place == 0 and bool(re.fullmatch(AUXILIARY, behind))
    )
    return is_led and (bool(_SMALL.match(behind)) or is_adjective(behind) or may_be_verb(behind))


def replaced(text: str, one: Anaphor, by: str) -> str:
    """The question with a thing's name in the place of the pronoun."""
    if one.is_possessive:
        by += "’" if by.endswith("s") and not by.endswith("ss") else "’s"
    elif text[: one.start].lower().endswith("of ") and by[:1].islower():
        by = f"the {by.removeprefix('the ')}"  # "how many of them"
    if one.start == 0:
        by = capitalised(by)
    return f"{text[: one.start]}{by}{text[one.end :]}"
