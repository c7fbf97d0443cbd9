"""Antonyms: words of which a claim may not have one where the text has the other."""

from __future__ import annotations

from collections.abc import Callable, Set

from qa.text.lexicon import ANTONYMS

Terms = Callable[[str], Set[str]]
"""A text's words in the form in which they are compared."""


def antonyms_of(claim: str, text: str, terms: Terms) -> tuple[str, ...]:
    """Words of a claim of which a text has the opposite, and not the word itself."""
    claimed, there = terms(claim), terms(text)
    found = []
    for pair in ANTONYMS:
        one, other = ((word, terms(word)) for word in pair)
        for (word, here), (_, against) in ((one, other), (other, one)):
            if here <= claimed and against <= there and not (against <= claimed or here <= there):
                found.append(word)
    return tuple(dict.fromkeys(found))
