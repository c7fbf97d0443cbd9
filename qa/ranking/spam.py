"""What is written to be found rather than to be read: words over and over, the question itself.

News repeats itself little: in a passage of some length about two words in three are new. And
a sentence that asks the very question does not answer it.
"""

from __future__ import annotations

import re

REPEATS = 0.4
"""Share of different words below which a passage only repeats itself …"""
ENOUGH = 40
"""… if it has as many as that."""
ECHO = 0.8
"""Share of the question's words that make a sentence with its opening the question again."""
_OPENING = 3
"""Words that open a question: "how many turbines"."""

_WORD = re.compile(r"\w+")
_ASKING = {"who", "whom", "whose", "what", "when", "where", "which", "why", "how"}


def is_stuffed(passage: str) -> bool:
    """Whether a passage says the same few words again and again."""
    words = passage.casefold().split()
    return len(words) >= ENOUGH and len(set(words)) < REPEATS * len(words)


def echoes(sentence: str, question: str) -> bool:
    """Whether a sentence is the question again, with or without something behind it."""
    asked = _words(question)
    first = next((place for place, word in enumerate(asked) if word in _ASKING), len(asked))
    opening = asked[first : first + _OPENING]
    said = _words(sentence)
    if len(opening) < _OPENING or not _holds(said, opening):
        return False
    return sum(word in said for word in set(asked)) >= ECHO * len(set(asked))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _holds(words: list[str], row: list[str]) -> bool:
    """Whether the words of `row` stand one after the other."""
    size = len(row)
    return any(words[place : place + size] == row for place in range(len(words) - size + 1))
