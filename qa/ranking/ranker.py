"""Which passages and sentences answer a question, and whether any does.

The reader reads the passages, and linear models weigh what it says beside the words
(`qa.ranking.features`). Their weights stand in `ranker.json`, fitted by
`python -m eval.fit_ranker` on questions that the reader did not learn from.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index import Hit, Store
from qa.cross_encoder.layout import heading_of
from qa.packaged import packaged_json
from qa.question import GATHERED
from qa.ranking import passages
from qa.ranking.features import NAMES, Asked, features
from qa.ranking.portraits import describes, whom_is_asked
from qa.ranking.reader import PACKAGED, Reader, load_reader
from qa.ranking.sentences import evidence_sentences
from qa.ranking.spam import echoes, is_stuffed
from qa.settings import QASettings
from qa.types import (
    Evidence,
    EvidenceSentence,
    PassageReading,
    QueryPlan,
    Retrieved,
    ScoredSentence,
)

PASSAGES = 10
"""Passages whose sentences may answer."""
ANSWERABILITY_NAMES = ("bias", "best", "margin", *NAMES)
"""What answerability is computed from: the best sentence's score, its lead, and its features."""
SPAM = 20.0
"""Subtracted from the score of spam: more than any other feature can make good for."""
SPOKEN_OF = 2.0
"""Added to the scores of passages and sentences, which are logits, of the articles that the answer
before quotes: a follow-up is mostly answered where the question before it was."""
DESCRIBES = 3.0
"""Added to the score of a sentence that says what somebody is, where that is asked."""
ASKED = 5.0
"""Subtracted from the score of a sentence that asks."""
SURVEYED = 0.9
"""Confidence in a survey of the articles as such."""


class Ranker(Protocol):
    """Scores what a search found."""

    def rank(
        self,
        query: str,
        hits: Sequence[Hit],
        store: Store,
        most: int = PASSAGES,
        spoken_of: Collection[str] = (),
    ) -> Evidence:
        """The passages and their sentences, those that answer first.

        Args:
            most: So many of the best passages give sentences.
            spoken_of: Articles that the conversation is about.
        """
        ...


def rank(
    plan: QueryPlan, retrieved: Retrieved, settings: QASettings, ranker: Ranker | None = None
) -> Evidence:
    """The evidence in what was found, of the question and of each of its parts.

    Raises:
        ModelError: the reader that the settings name cannot be loaded.
    """
    return with_parts(
        plan, retrieved, rank_whole(plan, retrieved, settings, ranker), settings, ranker
    )


def rank_whole(
    plan: QueryPlan,
    retrieved: Retrieved,
    settings: QASettings,
    ranker: Ranker | None = None,
    share: int = 1,
) -> Evidence:
    """The evidence in what was found for the question as a whole.

    With the passages of its parts so many are read as `settings.candidates` says; of the whole, a
    third of that at least.

    Args:
        share: Of so many readings of one question this is one, which divide these passages.

    Raises:
        ModelError: the reader that the settings name cannot be loaded.
    """
    if plan.is_survey:
        return _unread(retrieved)
    ranker = ranker or load_ranker(settings.reader)
    count = settings.candidates - sum(len(found.hits) for found in retrieved.parts)
    count = max(1, max(count, settings.candidates // 3) // share)
    read, unread = retrieved.hits[:count], retrieved.hits[count:]
    most = settings.candidates if plan.kind in GATHERED else settings.passages
    evidence = ranker.rank(plan.read_as, read, plan.store, most, retrieved.spoken_of)
    evidence = replace(evidence, sides=retrieved.sides, unread=unread)
    return evidence.noting(*retrieved.notices)


def with_parts(
    plan: QueryPlan,
    retrieved: Retrieved,
    evidence: Evidence,
    settings: QASettings,
    ranker: Ranker | None = None,
) -> Evidence:
    """The evidence with that of each part that is a question of its own, for the one reading of a
    question that is meant.

    Raises:
        ModelError: the reader that the settings name cannot be loaded.
    """
    pairs = zip(plan.parts, retrieved.parts, strict=True)
    parts = tuple(rank(part, found, settings, ranker) for part, found in pairs)
    return replace(evidence, parts=parts)


def with_further(evidence: Evidence) -> Evidence:
    """The evidence with the sentences of all its other passages, too, for whoever is shown them."""
    scored = {one.sentence.hit.passage for one in evidence.sentences}
    rest = [hit for hit in (*evidence.hits, *evidence.unread) if hit.passage not in scored]
    parts = tuple(map(with_further, evidence.parts))
    return replace(evidence, parts=parts, further=tuple(evidence_sentences(rest)))


def _unread(retrieved: Retrieved) -> Evidence:
    """The evidence of a survey: there is nothing by which one sentence answers rather than
    another."""
    sentences = evidence_sentences(retrieved.hits)
    scored = (ScoredSentence(one, 1 / len(sentences), frozenset()) for one in sentences)
    sure = SURVEYED if sentences else 0.0
    evidence = Evidence(retrieved.hits, tuple(scored), sure, sure)
    return evidence.noting(*retrieved.notices)


class LinearRanker:
    """Linear models over the reader's numbers: of passages, of sentences, of answerability."""

    def __init__(
        self,
        reader: Reader,
        passage_weights: Sequence[float],
        sentence_weights: Sequence[float],
        answerability_weights: Sequence[float],
    ) -> None:
        """A ranker.

        Raises:
            ValueError: the number of weights is not that of the features.
        """
        for given, names in (
            (passage_weights, passages.NAMES),
            (sentence_weights, NAMES),
            (answerability_weights, ANSWERABILITY_NAMES),
        ):
            if len(given) != len(names):
                raise ValueError(f"{len(given)} weights given; {len(names)} are needed")
        self._reader = reader
        self._passages = np.array(passage_weights)
        self._sentences = np.array(sentence_weights)
        self._answerability = np.array(answerability_weights)

    def rank(
        self,
        query: str,
        hits: Sequence[Hit],
        store: Store,
        most: int = PASSAGES,
        spoken_of: Collection[str] = (),
    ) -> Evidence:
        """See `Ranker`."""
        best, readings = self._ranked(query, hits, spoken_of)
        sentences = evidence_sentences(best[:most], readings[:most])
        if not sentences:
            return Evidence(tuple(best))
        asked = Asked.of(query, store)
        table = features(asked, sentences, store)
        scores = table @ self._sentences - SPAM * np.array(
            [is_stuffed(s.hit.text) or echoes(s.text, query) for s in sentences]
        )
        scores += SPOKEN_OF * np.array([s.hit.article_id in spoken_of for s in sentences])
        if asked_of := whom_is_asked(query):
            scores += DESCRIBES * np.array([describes(asked_of, s.text) for s in sentences])
        scores = _answered(scores, sentences)
        probabilities = np.exp(scores - scores.max())
        probabilities /= probabilities.sum()
        order = np.argsort(-scores, kind="stable")
        row = answerability_row(table, scores)
        answerability = 1 / (1 + np.exp(-float(row @ self._answerability)))
        terms = frozenset(asked.weights)
        matched = [terms & store.terms(sentence.text) for sentence in sentences]
        scored = tuple(
            ScoredSentence(sentences[i], float(probabilities[i]), matched[i]) for i in order
        )
        short = scored[0].sentence.short
        return Evidence(tuple(best), scored, answerability, answerability, asked.weights, short)

    def _ranked(
        self, query: str, hits: Sequence[Hit], spoken_of: Collection[str]
    ) -> tuple[list[Hit], list[PassageReading]]:
        """The passages by what the reader says of them, with their score and their readings."""
        readings = read(self._reader, query, hits)
        table = passages.passage_features(query, hits, readings)
        scores = table @ self._passages - SPAM * np.array([is_stuffed(h.text) for h in hits])
        scores += SPOKEN_OF * np.array([hit.article_id in spoken_of for hit in hits])
        order = np.argsort(-scores, kind="stable")
        best = [replace(hits[i], score=round(float(scores[i]), 4)) for i in order]
        return best, [readings[i] for i in order]


def _answered(
    scores: NDArray[np.float64], sentences: Sequence[EvidenceSentence]
) -> NDArray[np.float64]:
    """The scores, where a question that an article asks hands its own to what follows: "Who
    voted for it?" is a heading, and answers nothing."""
    places = {one.place: number for number, one in enumerate(sentences)}
    scores = scores.copy()
    for number, one in enumerate(sentences):
        asked = places.get(one.before.place) if one.before else None
        if asked is not None and sentences[asked].text.endswith("?"):
            scores[number] = max(scores[number], scores[asked])
    return scores - ASKED * np.array([one.text.endswith("?") for one in sentences])


def read(reader: Reader, query: str, hits: Sequence[Hit]) -> list[PassageReading]:
    """What the reader says of each passage, under its article's title, source and day."""
    headings = [heading_of(hit) for hit in hits]
    return reader.read(query, headings, [hit.text for hit in hits])


def answerability_row(
    table: NDArray[np.float64], scores: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The row that answerability is computed from: shape (len(ANSWERABILITY_NAMES),)."""
    order = np.argsort(-scores, kind="stable")
    best = scores[order[0]]
    margin = best - scores[order[1]] if len(order) > 1 else 0.0
    return np.concatenate([[1.0, best, margin], table[order[0]]])


@cache
def load_ranker(reader: str = PACKAGED) -> LinearRanker:
    """The ranker with the weights that ship with the package.

    Raises:
        ModelError: the reader of that name cannot be loaded.
    """
    content = packaged_json("qa.ranking", "ranker.json")
    return LinearRanker(
        load_reader(reader),
        [content["passages"][name] for name in passages.NAMES],
        [content["sentences"][name] for name in NAMES],
        [content["answerability"][name] for name in ANSWERABILITY_NAMES],
    )
