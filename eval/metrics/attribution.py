"""Decides whether a text supports a claim, for citation recall and precision.

A logistic regression over `eval.metrics.support_features`, fitted by
`python -m eval.fit_attribution`, which also measured its accuracy on two other sets. It is not
the entailment model of the pipeline, because that one is among the things that are evaluated.

It knows word overlap and embeddings only. It recognises a claim of which the text says nothing,
but hardly one that exchanges two names, and on summaries made of an article's own words it is
little better than chance. Reports therefore print its accuracy beside its measures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, Protocol

import numpy as np

from eval.metrics.support_features import NAMES, Embeds, Table, support_features

FILE = "attribution.json"


class AttributionClassifier(Protocol):
    """Whatever can decide whether a text supports a claim."""

    name: str
    accuracy: Mapping[str, Any]
    """By set: balanced accuracy `value`, its 95 % interval `low`, `high`, and `count`."""

    def supported(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """Whether each claim is supported by its evidence; pairs are (claim, evidence)."""
        ...


class LogisticAttribution:
    """Logistic regression over the features of a pair."""

    name = "logistic regression"

    def __init__(self, content: Mapping[str, Any], embedder: Embeds) -> None:
        """A classifier with the weights in `content`, as `attribution.json` has them.

        Raises:
            ValueError: the features are not those of this version.
        """
        weights = content["weights"]
        if tuple(weights) != NAMES:
            raise ValueError(f"The classifier was fitted on {tuple(weights)}, not on {NAMES}.")
        self.accuracy: Mapping[str, Any] = content["accuracy"]
        self._weights = np.array(list(weights.values()), dtype=np.float64)
        self._bias = float(content["bias"])
        self._threshold = float(content["threshold"])
        self._embedder = embedder

    def supported(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """See `AttributionClassifier`."""
        return [bool(one >= self._threshold) for one in self.probabilities(pairs)]

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> Table:
        """Probability that each claim is supported: shape (len(pairs),)."""
        table = support_features(pairs, self._embedder)
        return np.asarray(probability(table, self._weights, self._bias))


def probability(table: Table, weights: Table, bias: float) -> Table:
    """The logistic function of the weighted features.

    Args:
        table: Shape (rows, features).
        weights: Shape (features,).

    Returns:
        Shape (rows,).
    """
    return np.asarray(1 / (1 + np.exp(-(table @ weights + bias))))


def load_attribution(embedder: Embeds) -> LogisticAttribution:
    """The fitted classifier with this embedder; it was fitted with MiniLM."""
    content = json.loads(files("eval.metrics").joinpath(FILE).read_text(encoding="utf-8"))
    return LogisticAttribution(content, embedder)
