"""How far one sentence says what another says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from qa.text.lexicon import FUNCTION_WORDS
from qa.types import EvidenceSentence

Words = Set[str]
ALIKE = 0.5
"""Share of the shorter sentence's words, beside those of the question or the topic, from which two
say the same."""
_DENIES = re.compile(r"\b(?:no|not|never|none|nobody|nothing|without|cannot)\b|n['’]t\b", re.I)
_WORD = re.compile(r"\w+")


def likeness(one: Words, other: Words) -> float:
    """Share of the words of the shorter that stand in the other, 0..1."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


def says_again(one: EvidenceSentence, others: Iterable[EvidenceSentence], question: str) -> bool:
    """Whether a sentence has the words of one of the others, or says what it says: both deny, or
    neither does, and what the reader takes for the answer in it is the answer there, too."""
    asked = compared_words(question)
    return any(one.text == other.text or _is_said_by(one, other, asked) for other in others)


def _is_said_by(one: EvidenceSentence, other: EvidenceSentence, asked: Words) -> bool:
    if bool(_DENIES.search(one.text)) != bool(_DENIES.search(other.text)):
        return False
    own, words = compared_words(one.text) - asked, compared_words(other.text)
    item = compared_words(one.short) or own
    known = compared_words(other.short) if one.short and other.short else words
    return item <= known and likeness(own, words - asked) >= ALIKE


def compared_words(text: str) -> Words:
    """The words by which texts are compared: in small letters, without function words."""
    return set(_WORD.findall(text.casefold())) - FUNCTION_WORDS
