"""What people tell of themselves around a question: "My aunt lives there, how bad is the snow?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.text.lexicon import AUXILIARY, FUNCTION_WORDS, PREPOSITION, QUESTION_WORD, TELLING

_OF_ONESELF = re.compile(
    r"\b(?:i|[i’']m|me|my|mine|myself|we|(?-i:us)|our|mum|mom|dad|gran(?:ny|d(?:ma|pa|ad))?)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?<=\w )[A-Z]\w+ I\b(?![’'])")
"""The first of something: "the Artemis I mission"."""
_ENDS = re.compile(r"[.!?:;…]\W*$")
_TELLS = re.compile(r"[.!…]\W*$")
_ASKS = re.compile(
    rf"^\W*(?:(?:and|but|so|ok|okay|anyway|now|please),?\s+)*"
    rf"(?:(?:{PREPOSITION}\s+)?{QUESTION_WORD}|{AUXILIARY}|{TELLING})\b",
    re.IGNORECASE,
)
_ASKS_WITHIN = re.compile(rf"\b{QUESTION_WORD}\b", re.IGNORECASE)
_WORD = re.compile(r"[\w’'-]+")
_LEAST_WORDS = 3
"""Words of what is told."""
_SUBJECTLESS = re.compile(
    r"^\W*(?:heard|saw|seen|read|watched|used to|born|grew up|been|got|never\s|not into|trying"
    r"|writing|working|flying|asking"
    r"|(?:quick|random|different|silly|dumb) (?:other )?(?:thing|one|question))\b",
    re.IGNORECASE,
)
"""Opens what one tells of oneself without "I"."""
_LEADS_ON = re.compile(
    r"^\W*(?:if|when|while|because|since|although|though|unless|whether|after|before|until)\b",
    re.IGNORECASE,
)
"""Opens a clause that belongs to the question behind it: "When I renew it, what do I pay?"."""
_CORRECTS = re.compile(r"\bi (?:mean|meant)\b", re.IGNORECASE)
_TAG = frozenset(
    ["is", "was", "isn't", "that", "it", "this", "still", "true", "right", "correct", "so", "not"]
)
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]?")
_BEARS_ON_IT = re.compile(
    r"\b(?:mean|meant|talking|referring|said|the one)\b"
    r"|\bi(?:['’]d| would)? (?:only |just )?(?:need|want|wanted|prefer|asked?|thought)\b",
    re.IGNORECASE,
)
"""What is told behind a question with such words says what is meant by it."""
_AFTERTHOUGHT = re.compile(
    r"^\W*(?:need|want|just|trying|asking|writing|it[’']?s for|for (?:an?|the|school|work)\b|sorry"
    r"|not (?:only|just)|more than|no idea|curious)",
    re.IGNORECASE,
)
"""Opens what one tells behind a question without "I"."""


def may_ask(clause: str) -> bool:
    """Whether a clause opens as a question does, or has its mark."""
    return bool(_ASKS.search(clause)) or "?" in clause


def is_tag(question: str) -> bool:
    """Whether it only asks if what was told is so: "I read that it moved, is that still true?"."""
    return set(_WORD.findall(question.lower())) <= _TAG


def first_asking(clauses: Sequence[str]) -> int:
    """The number of the clause from which on a question is asked; 0 where all of it may be.

    It opens as a question does. Where none does, it is the first behind what is told that has a
    question word, or is made of keywords: "my aunt lives there, winning ticket which shop".
    """
    asking = [number for number, clause in enumerate(clauses) if _ASKS.search(clause)]
    for number in asking:
        before = clauses[:number]
        if "?" in "".join(before):
            return 0
        if number != asking[-1] and _TELLS.search(clauses[number]):
            continue  # "which I had never heard of before."
        if not before or _ENDS.search(before[-1]) or is_told("".join(before)):
            return number
    for number, clause in enumerate(clauses[1:], 1):
        before = "".join(clauses[:number])
        asks = _ASKS_WITHIN.search(clause) or _is_of_keywords(clause)
        if asks and not _OF_ONESELF.search(clause) and "?" not in before and is_told(before):
            return number
    return 0


def last_asking(clauses: Sequence[str]) -> int:
    """The number of clauses up to what is only told behind the question."""
    asking = [number for number, one in enumerate(clauses, 1) if "?" in one or _ASKS.search(one)]
    last = asking[-1] if asking else len(clauses)
    while last < len(clauses) and not _is_afterthought("".join(clauses[last:])):
        last += 1
    return last


def _is_afterthought(text: str) -> bool:
    is_only_told = bool(_AFTERTHOUGHT.match(text)) or is_told(text)
    return is_only_told and not _BEARS_ON_IT.search(text)


def _is_of_keywords(clause: str) -> bool:
    words = _WORD.findall(clause.lower())
    return len(words) >= _LEAST_WORDS and not FUNCTION_WORDS.intersection(words)


def is_told(text: str) -> bool:
    """Whether it says something of whoever writes, and asks nothing."""
    is_of_oneself = _OF_ONESELF.search(
        _NUMBERED.sub("", _QUOTED.sub("", text))
    ) or _SUBJECTLESS.match(text)
    is_long = len(text.split()) >= _LEAST_WORDS
    return is_long and bool(is_of_oneself) and not (_LEADS_ON.match(text) or _CORRECTS.search(text))
