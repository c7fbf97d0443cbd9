"""A logistic regression whose weights ship with the package, as a JSON file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from qa.packaged import packaged_json

LEAST = -12.0
"""Of a logit that is a feature; below this it says no more."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """Makes a probability of a row of features."""

    bias: float
    weights: tuple[float, ...]
    """One for each feature."""

    def probability(self, row: Iterable[float]) -> float:
        """Of a row with a value for each feature."""
        logit = self.bias + sum(
            weight * value for weight, value in zip(self.weights, row, strict=True)
        )
        return 1 / (1 + math.exp(-logit))


@cache
def load_logistic(name: str, features: Sequence[str]) -> Logistic:
    """The regression in the file `name` of this folder, over these features.

    Raises:
        ValueError: its weights are of other features.
    """
    weights: dict[str, float] = packaged_json("qa.resolution", name)
    if weights.keys() != {"bias", *features}:
        raise ValueError(f"{name} is of other features; fit it anew")
    return Logistic(weights["bias"], tuple(weights[feature] for feature in features))
