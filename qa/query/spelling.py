"""Slips of the pen in a question, mended against the words of the articles.

A word that stands in no article in any form, and is no common word of English, gives way to the
likeliest word that is near it; one that a dictionary has does so only where the other fits the rest
of the question well ("prime minster"). Where no word is near, it stays: it may be the name of
something that the articles do not know. What Britain and America write differently is no slip.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from index import Store
from qa.text.common_words import common_words
from qa.text.lexicon import FUNCTION_WORDS
from qa.text.orthography import spellings

SHORTEST = 4
"""Letters of a word that is looked at; to a shorter one, too many others are near."""
SHORTEST_NAME = 6
"""Letters of a name that is; other people and things have names much like it."""
LONG = 10
"""Letters from which a word may have two slips; a shorter one, and a name, has one."""
SLIP = 5.0
"""What a slip costs, as a logarithm: a word that is one slip nearer may be in 150 times fewer
passages."""
ODD_LETTER = 2.0
"""What it costs besides that a letter is a wrong one or one too many, rather than missing, double,
or swapped with the next: there are many such letters."""
FITS = 5.0
"""BM25 score, of a passage with the near word and words of the rest of the question, from which a
word of the dictionary gives way. Of nine slips that it has as words, eight are above ("minster",
"wether"); of six words that were meant none is, the best of which has 4.7 ("nicer", for nice)."""
WEIGHED = 12
"""Words nearby of which the rest of the question chooses one."""
MOST = 6
"""Slips in one question; with more it is not English, or nothing that can be mended."""

_WORD = re.compile(r"(?<![\w@./’'&])[^\W\d_]+(?![\w@/&]|\.\w)")
"""A word, but none of an address, nor what stands behind an apostrophe."""
_PREFIX = re.compile(r"^(?:un|re|non|pre|mis|dis|over|under|out|anti|co|sub|super)(?=\w{4})")
_NAME_BEFORE = re.compile(r"\b[A-Z]\w+[\s-]+$")
_NAME_AFTER = re.compile(r"[\s-]+[A-Z]\w+")


@dataclass(frozen=True, slots=True)
class Slip:
    """A word of a question, and the word that was meant."""

    start: int
    """Where it stands."""
    word: str
    meant: str


def find_slips(text: str, store: Store) -> tuple[Slip, ...]:
    """The slips of the pen in `text`, in their order."""
    return tuple(islice(_slips(text, store), MOST))


def mended(text: str, slips: Sequence[Slip]) -> str:
    """The text with the words that were meant."""
    for slip in reversed(slips):
        text = text[: slip.start] + slip.meant + text[slip.start + len(slip.word) :]
    return text


def _slips(text: str, store: Store) -> Iterator[Slip]:
    tells_names = not text.isupper()
    for match in _WORD.finditer(text):
        word, before, after = match[0], text[: match.start()], text[match.end() :]
        is_name = tells_names and word[0].isupper() and bool(before.strip())
        is_abbreviation = tells_names and not word[1:].islower()  # "CNET", "macOS"
        least = SHORTEST_NAME if is_name else SHORTEST
        if is_abbreviation or len(word) < least or _is_known(word, store):
            continue
        near = _near(word.casefold(), store, 2 if len(word) >= LONG and not is_name else 1)
        if is_name and (beside := _names_beside(before, after)):
            near = {one: likely for one, likely in near.items() if store.fit(one, beside) > 0}
        rest = f"{before} {after}"
        if near and _is_in_dictionary(word.casefold()):
            near = {one: likely for one, likely in near.items() if store.fit(one, rest) >= FITS}
        if meant := _best(word.casefold(), near, rest, store):
            yield Slip(match.start(), word, _with_capitals_of(word, meant))


def _is_known(word: str, store: Store) -> bool:
    """Whether an article or the English language has it, in whatever form or spelling."""
    return any(
        _is_common(one) or _is_common(_PREFIX.sub("", one)) or store.has_word(one)
        for one in spellings(word.casefold())
        if not _is_bare_stem(one, store)
    )


def _is_bare_stem(word: str, store: Store) -> bool:
    """Whether it is only what other words have in common, and none itself: "hurrican"."""
    if _stems([word]) != {word} or word in common_words() or _is_in_dictionary(word):
        return False
    return not store.fit(word, word)


def _is_common(word: str) -> bool:
    return word in common_words() or _stems([word]) <= _common_stems()


def _is_in_dictionary(word: str) -> bool:
    """Whether it is one of 160,000 words, many of which an article seldom has ("imploded"), and
    some of which are common slips as well ("minster")."""
    return bool(_dictionary().known([word]))


@cache
def _dictionary() -> SpellChecker:
    return SpellChecker(language="en")


def _near(word: str, store: Store, slips: int) -> dict[str, float]:
    """Words that lead to `word` by so many slips, the first letter being right or swapped with
    the second; each with its likelihood, as a logarithm."""
    vocabulary = store.vocabulary()
    near: dict[str, float] = {}
    for words in (common_words(), vocabulary.keys()):
        found = process.extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=None)
        for other, distance, _ in found:
            if other[0] == word[0] or other[1::-1] == word[:2]:
                cost = SLIP * distance + ODD_LETTER * _has_odd_letter(word, other)
                near[other] = math.log1p(vocabulary.get(other, 0)) - cost
    return near


def _has_odd_letter(word: str, meant: str) -> bool:
    """Whether `word` has a letter that `meant` lacks."""
    return not set(word) <= set(meant)


def _best(word: str, near: dict[str, float], rest: str, store: Store) -> str | None:
    """The likeliest of the words near `word`, beside the rest of the question.

    None where each is doubtful: it stands with no word of the rest in one passage, and `word` is
    short or has a letter that the other lacks.
    """
    first = sorted(near, key=lambda one: -near[one])[:WEIGHED]
    likely = {one: near[one] + fit for one in first if (fit := _fit(word, one, rest, store))}
    return max(likely, key=lambda one: likely[one], default=None)


def _fit(word: str, meant: str, rest: str, store: Store) -> float:
    fit = store.fit(meant, rest)
    is_sure = len(word) >= SHORTEST_NAME and not _has_odd_letter(word, meant)
    return fit or (0.1 if is_sure or meant in FUNCTION_WORDS else 0.0)


def _names_beside(before: str, after: str) -> str:
    """The words with a capital on either side, which may be of one name."""
    found = (_NAME_BEFORE.search(before), _NAME_AFTER.match(after))
    return " ".join(match[0].strip(" -") for match in found if match)


def _with_capitals_of(word: str, meant: str) -> str:
    if word.isupper():
        return meant.upper()
    return meant.capitalize() if word[0].isupper() else meant


@cache
def _common_stems() -> frozenset[str]:
    return frozenset(_stems(common_words()))


def _stems(words: Iterable[str]) -> set[str]:
    from index.lexical import stems

    return set(stems(" ".join(words)))
