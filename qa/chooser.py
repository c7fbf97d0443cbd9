"""Which sentences answer a question, and whether any does.

`Chooser` is the seam: the pipeline knows nothing else. The one here weighs the
features of `qa.features` linearly; its weights were fitted on SQuAD and Natural
Questions by `python -m eval.fit_chooser` and stand in `chooser.json`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index import Store
from qa.evidence import EvidenceSentence
from qa.features import NAMES, Asked, features

DOUBT_NAMES = ("bias", "best", "margin", *NAMES)
"""What confidence is computed from: the best sentence's score, its lead, and its features."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence, the probability that it is the one that answers, and what it takes up."""

    sentence: EvidenceSentence
    share: float
    held: frozenset[str]
    """The question's words, as stems, that stand in it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The sentences, best first, and whether any of them answers."""

    ranking: tuple[Judged, ...]
    confidence: float
    """Probability that the articles answer the question at all."""
    weights: dict[str, float]
    """The question's words, as stems, with their weight."""


class Chooser(Protocol):
    """Judges the sentences of the passages that were found."""

    def choose(self, query: str, sentences: Sequence[EvidenceSentence], store: Store) -> Choice:
        """Ranks `sentences`; an empty sequence gives an empty ranking and confidence 0."""
        ...


class FeatureChooser:
    """A linear model over `qa.features`, softmax over the sentences of one question."""

    def __init__(self, weights: Sequence[float], doubt: Sequence[float]) -> None:
        if len(weights) != len(NAMES) or len(doubt) != len(DOUBT_NAMES):
            raise ValueError(
                f"{len(weights)} and {len(doubt)} weights given; "
                f"{len(NAMES)} and {len(DOUBT_NAMES)} are needed"
            )
        self._weights = np.array(weights)
        self._doubt = np.array(doubt)

    def choose(self, query: str, sentences: Sequence[EvidenceSentence], store: Store) -> Choice:
        """See `Chooser`."""
        if not sentences:
            return Choice((), 0.0, {})
        asked = Asked.of(query, store)
        table = observe(asked, sentences, store)
        scores = table @ self._weights
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        order = np.argsort(-scores, kind="stable")
        confidence = 1 / (1 + np.exp(-float(doubt_row(table, scores) @ self._doubt)))
        words = frozenset(asked.weights)
        held = [words & store.terms(sentence.text) for sentence in sentences]
        ranking = tuple(Judged(sentences[i], float(shares[i]), held[i]) for i in order)
        return Choice(ranking, confidence, asked.weights)


def observe(
    asked: Asked, sentences: Sequence[EvidenceSentence], store: Store
) -> NDArray[np.float64]:
    """The features of all `sentences`: shape (sentences, len(NAMES))."""
    vectors = store.embedder().embed([asked.text, *(s.text for s in sentences)])
    return features(asked, sentences, vectors[1:] @ vectors[0], store)


def doubt_row(table: NDArray[np.float64], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The row that confidence is computed from: shape (len(DOUBT_NAMES),)."""
    order = np.argsort(-scores, kind="stable")
    best = scores[order[0]]
    margin = best - scores[order[1]] if len(order) > 1 else 0.0
    return np.concatenate([[1.0, best, margin], table[order[0]]])


@cache
def load_chooser() -> FeatureChooser:
    """The chooser with the weights that ship with the package."""
    content = json.loads(files("qa").joinpath("chooser.json").read_text(encoding="utf-8"))
    weights = [content["weights"][name] for name in NAMES]
    doubt = [content["doubt"][name] for name in DOUBT_NAMES]
    return FeatureChooser(weights, doubt)
