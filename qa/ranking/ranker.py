"""Which passages and sentences answer a question, and whether any does.

`Chooser` is the seam: the pipeline knows nothing else. The one here lets the reader read the
passages, and weighs what it says beside the words (`qa.ranking.features`) linearly. Its weights were
fitted by `python -m eval.fit_chooser`, on questions that the reader did not learn from, and
stand in `chooser.json`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index import Hit, Store
from qa.ranking import passages as ranking
from qa.ranking.sentences import EvidenceSentence, evidence_sentences
from qa.ranking.features import NAMES, Asked, features
from qa.ranking.reader import PACKAGED, Reader, load_reader
from qa.ranking.reader.decode import Reading
from qa.ranking.reader.layout import heading_of
from qa.ranking.spam import echoes, is_stuffed

PASSAGES = 10
"""Whose sentences may answer."""
DOUBT_NAMES = ("bias", "best", "margin", *NAMES)
"""What confidence is computed from: the best sentence's score, its lead, and its features."""
STUFFED = 20.0
"""What it costs to be written to be found rather than read: nothing else makes good for it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence, the probability that it is the one that answers, and what it takes up."""

    sentence: EvidenceSentence
    share: float
    held: frozenset[str]
    """The question's words, as stems, that stand in it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was found, best first, and whether any of it answers."""

    hits: list[Hit]
    """The passages, by what the reader says of them."""
    ranking: tuple[Judged, ...]
    confidence: float
    """Probability that the articles answer the question at all."""
    weights: dict[str, float]
    """The question's words, as stems, with their weight."""
    short: str = ""
    """The shortest answer, letter by letter; empty where the question asks for none."""
    is_decided: bool = False
    """`short` is what the evidence comes to, and need not stand in it."""


class Chooser(Protocol):
    """Judges what a search found."""

    def choose(
        self,
        query: str,
        hits: Sequence[Hit],
        store: Store,
        most: int = PASSAGES,
        *,
        is_follow_up: bool = False,
    ) -> Choice:
        """The passages and their sentences, those that answer first.

        Only the `most` best passages give sentences; without any, confidence is 0. What a
        follow-up asks is not all in `query`; the search knew what was said before.
        """
        ...


class LinearChooser:
    """Linear models over the reader's numbers: of passages, of sentences, of the best one."""

    def __init__(
        self,
        reader: Reader,
        passages: Sequence[float],
        sentences: Sequence[float],
        doubt: Sequence[float],
    ) -> None:
        for given, names in (
            (passages, ranking.NAMES),
            (sentences, NAMES),
            (doubt, DOUBT_NAMES),
        ):
            if len(given) != len(names):
                raise ValueError(f"{len(given)} weights given; {len(names)} are needed")
        self._reader = reader
        self._passages = np.array(passages)
        self._sentences = np.array(sentences)
        self._doubt = np.array(doubt)

    def choose(
        self,
        query: str,
        hits: Sequence[Hit],
        store: Store,
        most: int = PASSAGES,
        *,
        is_follow_up: bool = False,
    ) -> Choice:
        """See `Chooser`."""
        best, readings = self._ranked(query, hits, is_follow_up)
        sentences = evidence_sentences(best[:most], readings[:most])
        if not sentences:
            return Choice(best, (), 0.0, {})
        asked = Asked.of(query, store)
        table = features(asked, sentences, store)
        scores = table @ self._sentences - STUFFED * np.array(
            [is_stuffed(s.hit.text) or echoes(s.text, query) for s in sentences]
        )
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        order = np.argsort(-scores, kind="stable")
        confidence = 1 / (1 + np.exp(-float(doubt_row(table, scores) @ self._doubt)))
        words = frozenset(asked.weights)
        held = [words & store.terms(sentence.text) for sentence in sentences]
        judged = tuple(Judged(sentences[i], float(shares[i]), held[i]) for i in order)
        return Choice(best, judged, confidence, asked.weights, judged[0].sentence.short)

    def _ranked(
        self, query: str, hits: Sequence[Hit], is_follow_up: bool
    ) -> tuple[list[Hit], list[Reading]]:
        """The passages by what the reader says of them, with their score and their readings."""
        readings = read(self._reader, query, hits)
        table = ranking.passage_features(query, hits, readings, is_follow_up=is_follow_up)
        scores = table @ self._passages - STUFFED * np.array([is_stuffed(h.text) for h in hits])
        order = np.argsort(-scores, kind="stable")
        best = [replace(hits[i], score=round(float(scores[i]), 4)) for i in order]
        return best, [readings[i] for i in order]


def read(reader: Reader, query: str, hits: Sequence[Hit]) -> list[Reading]:
    """What the reader says of each passage, under its article's title, source and day."""
    headings = [heading_of(hit) for hit in hits]
    return reader.read(query, headings, [hit.text for hit in hits])


def doubt_row(table: NDArray[np.float64], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The row that confidence is computed from: shape (len(DOUBT_NAMES),)."""
    order = np.argsort(-scores, kind="stable")
    best = scores[order[0]]
    margin = best - scores[order[1]] if len(order) > 1 else 0.0
    return np.concatenate([[1.0, best, margin], table[order[0]]])


@cache
def load_chooser(reader: str = PACKAGED) -> LinearChooser:
    """The chooser with the weights that ship with the package.

    Raises:
        ModelError: the reader of that name cannot be loaded.
    """
    content = json.loads(files("qa.ranking").joinpath("ranker.json").read_text(encoding="utf-8"))
    return LinearChooser(
        load_reader(reader),
        [content["passages"][name] for name in ranking.NAMES],
        [content["sentences"][name] for name in NAMES],
        [content["doubt"][name] for name in DOUBT_NAMES],
    )
