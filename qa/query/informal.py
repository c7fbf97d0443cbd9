"""What people type in a hurry, written out: "whats the fine", "wen didnt they pay"."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from qa.text.common_words import common_words

_SHORT = {
    "u": "you", "ur": "your", "r": "are", "im": "I'm", "ive": "I've", "gonna": "going to",
    "wanna": "want to", "gotta": "got to", "bc": "because", "cuz": "because", "coz": "because",
    "cant": "can't", "wont": "won't", "dont": "don't", "wat": "what", "wut": "what", "wen": "when",
    "abt": "about", "ppl": "people", "tho": "though", "thru": "through",
}  # fmt: skip
"""What has no apostrophe, or fewer letters."""
_DENIED = re.compile(
    r"\b((?:did|does|is|are|was|were|has|have|had|could|would|should|must)n)t\b", re.IGNORECASE
)
_IS = re.compile(r"\b(what|who|where|when|how|why|that|there|here|he|she)s\b", re.IGNORECASE)
_THEY_ARE = re.compile(r"\b(they|you)(re|ve|ll)\b", re.IGNORECASE)
_LAUGHED = re.compile(
    r"(?:(?<=\s)|^)(?:(?:lo+l|lmao|rofl|omg|(?:ha){2,}h?|btw|tbh|fyi|smh|ngl)\b[\s,.!…]*)+",
    re.IGNORECASE,
)
"""What says nothing of the question."""
_WORD = re.compile(r"(?<![\w@./’'&-])[^\W\d_]+(?![\w@/&’'-]|\.\w)")
_OPENS = re.compile(r"([^\W\d_]{2,6})\s+(?P<next>\w+)")
_MUCH = frozenset(["many", "much", "long", "often", "far", "old", "big"])
_ASKING = ("who", "what", "when", "where", "which", "why", "how")


def written_out(text: str) -> str:
    """The text with apostrophes where they were left out, whole words for short ones, a question
    word for an opening that is one slip from it, and without what only laughs."""
    said = _LAUGHED.sub("", text).strip()
    if not re.search(r"\w", said):
        return text
    said = _WORD.sub(lambda word: _SHORT.get(word[0], word[0]), said)
    said = _THEY_ARE.sub(r"\1'\2", _IS.sub(r"\1's", _DENIED.sub(r"\1't", said)))
    opening = _OPENS.match(said)
    return f"{_asking(opening)}{said[opening.end(1) :]}" if opening else said


def _asking(opening: re.Match[str]) -> str:
    """The word a question opens with, or the question word that was meant."""
    word = opening[1]
    if word in common_words() or not word.islower():
        return word
    meant = ("how",) if opening["next"] in _MUCH else _ASKING
    near = [one for one in meant if OSA.distance(one, word) == 1]
    return near[0] if len(near) == 1 else word
