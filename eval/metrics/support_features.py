"""Features of a claim and a text for the attribution classifier, from words and embeddings."""

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
    "evidence cosine",
    "best sentence cosine",
    "unigram precision",
    "bigram precision",
    "trigram precision",
    "long word precision",
    "best sentence unigram precision",
    "lcs precision",
    "number precision",
    "name precision",
    "negation mismatch",
    "log length ratio",
)
"""Precisions are shares of the claim's items that the evidence has, 0..1; 1 without such items."""

Table = NDArray[np.float64]

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_NEGATIONS = frozenset(
    ["no", "not", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot"]
)
_LONG = 4
"""Words of fewer letters are mostly function words."""


class Embeds(Protocol):
    """The part of `index.embedding.Embedder` that is used here."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts: shape (len(texts), dimension)."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: as written, and in small letters."""

    written: tuple[str, ...]
    lower: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """The words and numbers of `text`; "1,200" is one, without its comma."""
        written = tuple(word.replace(",", "").replace("’", "'") for word in _WORD.findall(text))
        return cls(written, tuple(map(str.lower, written)))

    def numbers(self) -> set[str]:
        """Words that begin with a digit."""
        return {word for word in self.lower if word[0].isdigit()}

    def names(self) -> set[str]:
        """Capitalised words except for the first one, in small letters."""
        return {word.lower() for word in self.written[1:] if word[0].isupper()}

    def is_negated(self) -> bool:
        """Whether a word of negation is among them."""
        return any(word in _NEGATIONS or word.endswith("n't") for word in self.lower)


def support_features(pairs: Sequence[tuple[str, str]], embedder: Embeds) -> Table:
    """Features of pairs (claim, evidence): shape (len(pairs), len(NAMES)).

    The best sentence is the one of the evidence with the highest cosine to the claim.
    """
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
        rows.append([whole, float(cosines.max()), *_overlaps(claim, evidence, best)])
    return np.array(rows)


def common_subsequence(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """Length of the longest common subsequence, bit-parallel (Hyyrö, 2004)."""
    at: dict[str, int] = {}
    for place, word in enumerate(ours):
        at[word] = at.get(word, 0) | 1 << place
    every = (1 << len(ours)) - 1
    row = every
    for word in theirs:
        matched = row & at.get(word, 0)
        row = ((row + matched) | (row - matched)) & every
    return len(ours) - row.bit_count()


def _overlaps(claim: str, evidence: str, best: str) -> list[float]:
    """The features from the third on, in the order of `NAMES`."""
    ours, theirs, nearest = Words.of(claim), Words.of(evidence), Words.of(best)
    known = set(theirs.lower)
    long = [word for word in ours.lower if len(word) >= _LONG]
    ratio = (len(ours.lower) + 1) / (len(theirs.lower) + 1)
    return [
        *(_ngram_precision(ours.lower, theirs.lower, size) for size in (1, 2, 3)),
        _precision(long, known),
        _precision(ours.lower, set(nearest.lower)),
        common_subsequence(ours.lower, theirs.lower) / max(len(ours.lower), 1),
        _precision(ours.numbers(), known),
        _precision(ours.names(), known),
        float(ours.is_negated() != nearest.is_negated()),
        float(np.log(ratio)),
    ]


def _ngram_precision(ours: Sequence[str], theirs: Sequence[str], size: int) -> float:
    """Share of our n-grams that theirs have, counts clipped as in BLEU; 1 where we have none."""
    wanted, there = _ngrams(ours, size), _ngrams(theirs, size)
    total = sum(wanted.values())
    return sum((wanted & there).values()) / total if total else 1.0


def _ngrams(words: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(words[first:] for first in range(size)), strict=False))


def _precision(wanted: Sequence[str] | set[str], known: set[str]) -> float:
    return sum(word in known for word in wanted) / len(wanted) if wanted else 1.0
