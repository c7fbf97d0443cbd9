"""What can be seen of a claim and a text without understanding either: the judge's features."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.sentences import sentence_spans
from index.vectors import Vectors

NAMES = (
    "cosine to all",
    "cosine to best sentence",
    "words held",
    "pairs held",
    "triples held",
    "long words held",
    "words held by best sentence",
    "common subsequence",
    "numbers held",
    "names held",
    "negation differs",
    "log of length ratio",
)
"""Shares are of the claim's and lie in 0..1; with no number or name in a claim they are 1."""

Table = NDArray[np.float64]

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_NEGATIONS = frozenset(
    ["no", "not", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot"]
)
_LONG = 4
"""Letters from which a word is rarely one of grammar."""


class Embeds(Protocol):
    """What is needed of `index.embedding.Embedder`."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts: shape (len(texts), dimension)."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """A text as words: as they are written and in small letters."""

    written: tuple[str, ...]
    small: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """The words and numbers of `text`; "1,200" is one, without its commas."""
        written = tuple(word.replace(",", "").replace("’", "'") for word in _WORD.findall(text))
        return cls(written, tuple(map(str.lower, written)))

    def numbers(self) -> set[str]:
        """What begins with a digit."""
        return {word for word in self.small if word[0].isdigit()}

    def names(self) -> set[str]:
        """In small letters, what is written with a capital, but for the first word."""
        return {word.lower() for word in self.written[1:] if word[0].isupper()}

    def negates(self) -> bool:
        """Whether a word of negation is among them."""
        return any(word in _NEGATIONS or word.endswith("n't") for word in self.small)


def observe(pairs: Sequence[tuple[str, str]], embedder: Embeds) -> Table:
    """Features of pairs (claim, evidence): shape (len(pairs), len(NAMES))."""
    parts = [[text[a:b] for a, b in sentence_spans(text)] or [text] for _, text in pairs]
    texts = dict.fromkeys(text for pair in pairs for text in pair)
    texts |= dict.fromkeys(sentence for sentences in parts for sentence in sentences)
    if not texts:
        return np.empty((0, len(NAMES)))
    vectors = embedder.embed(list(texts))
    place = {text: at for at, text in enumerate(texts)}
    rows = []
    for (claim, evidence), sentences in zip(pairs, parts, strict=True):
        cosines = vectors[[place[one] for one in sentences]] @ vectors[place[claim]]
        best = sentences[int(np.argmax(cosines))]
        whole = float(vectors[place[evidence]] @ vectors[place[claim]])
        rows.append([whole, float(cosines.max()), *_wording(claim, evidence, best)])
    return np.array(rows)


def common_subsequence(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """Length of the longest common subsequence, with a bit a word (Hyyrö, 2004)."""
    at: dict[str, int] = {}
    for place, word in enumerate(ours):
        at[word] = at.get(word, 0) | 1 << place
    every = (1 << len(ours)) - 1
    row = every
    for word in theirs:
        matched = row & at.get(word, 0)
        row = ((row + matched) | (row - matched)) & every
    return len(ours) - row.bit_count()


def _wording(claim: str, evidence: str, best: str) -> list[float]:
    ours, theirs, nearest = Words.of(claim), Words.of(evidence), Words.of(best)
    known = set(theirs.small)
    long = [word for word in ours.small if len(word) >= _LONG]
    ratio = (len(ours.small) + 1) / (len(theirs.small) + 1)
    return [
        *(_grams_held(ours.small, theirs.small, size) for size in (1, 2, 3)),
        _share(long, known),
        _share(ours.small, set(nearest.small)),
        common_subsequence(ours.small, theirs.small) / max(len(ours.small), 1),
        _share(ours.numbers(), known),
        _share(ours.names(), known),
        float(ours.negates() != nearest.negates()),
        float(np.log(ratio)),
    ]


def _grams_held(ours: Sequence[str], theirs: Sequence[str], size: int) -> float:
    """Share of our n-grams that are among theirs, each as often as it is there (as BLEU does)."""
    wanted, there = _grams(ours, size), _grams(theirs, size)
    total = sum(wanted.values())
    return sum((wanted & there).values()) / total if total else 1.0


def _grams(words: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(words[first:] for first in range(size)), strict=False))


def _share(wanted: Sequence[str] | set[str], known: set[str]) -> float:
    return sum(word in known for word in wanted) / len(wanted) if wanted else 1.0
