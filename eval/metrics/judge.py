"""Says whether a text supports a claim: not the pipeline's own checker, which is what is judged.

A logistic regression over `eval.metrics.wording`, fitted by `python -m eval.fit_judge`, which
also measured on two other sets how often it is right. It sees words and meaning only from
afar: it tells a claim that the text is silent about, but hardly one that mixes up what stands
there (two names that changed places), and on summaries made of an article's own words it is
little better than chance. Read its scores with its accuracy beside them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, Protocol

import numpy as np

from eval.metrics.wording import NAMES, Embeds, Table, observe

FILE = "judge.json"


class Judge(Protocol):
    """Whatever can say whether a text supports a claim."""

    name: str
    accuracy: Mapping[str, Any]
    """By set: balanced accuracy `value`, its 95 % interval `low`, `high`, and `count`."""

    def supported(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """Whether each claim is supported by its evidence; pairs are (claim, evidence)."""
        ...


class WordingJudge:
    """Weighs the features of a pair linearly."""

    name = "wording"

    def __init__(self, content: Mapping[str, Any], embedder: Embeds) -> None:
        """A judge with the weights in `content`, as judge.json has them.

        Raises:
            ValueError: the features are not those of this version.
        """
        weights = content["weights"]
        if tuple(weights) != NAMES:
            raise ValueError(f"The judge was fitted on {tuple(weights)}, not on {NAMES}.")
        self.accuracy: Mapping[str, Any] = content["accuracy"]
        self._weights = np.array(list(weights.values()), dtype=np.float64)
        self._bias = float(content["bias"])
        self._threshold = float(content["threshold"])
        self._embedder = embedder

    def supported(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """See `Judge`."""
        return [bool(one >= self._threshold) for one in self.probabilities(pairs)]

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> Table:
        """Probability that each claim is supported: shape (len(pairs),)."""
        return np.asarray(probability(observe(pairs, self._embedder), self._weights, self._bias))


def probability(table: Table, weights: Table, bias: float) -> Table:
    """The logistic function of the weighed features: shape (rows,)."""
    return np.asarray(1 / (1 + np.exp(-(table @ weights + bias))))


def load_judge(embedder: Embeds) -> WordingJudge:
    """The judge that was fitted, with this embedder (the one it was fitted with is MiniLM)."""
    content = json.loads(files("eval.metrics").joinpath(FILE).read_text(encoding="utf-8"))
    return WordingJudge(content, embedder)
