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
_WORD = re.compile(r"\w+")


def likeness(one: Words, other: Words) -> float:
    """Share of the words of the shorter that stand in the other, 0..1."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


def says_again(one: EvidenceSentence, others: Iterable[EvidenceSentence], question: str) -> bool:
    """Whether a sentence says what one of the others says, and what the reader takes for the answer
    in it, or else all of it, stands there, too."""
    asked = content(question)
    own = content(one.text) - asked
    item = content(one.short) or own
    return any(
        item <= (words := content(other.text)) and likeness(own, words - asked) >= ALIKE
        for other in others
    )


def content(text: str) -> Words:
    """The words of a text, in small letters, without function words."""
    return set(_WORD.findall(text.casefold())) - FUNCTION_WORDS
