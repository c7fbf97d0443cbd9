"""The probability that grounds support a sentence: a linear model over what is measured of both.

`python -m eval.fit_verification` fits its weights.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import Any

from qa.packaged import packaged_json
from qa.verification.measures import Measured

FILE = "support.json"


def support(measured: Measured) -> float:
    """The probability, 0 to 1, that what was measured is a sentence with its support."""
    weights: Mapping[str, float] = _about()["weights"]
    score = _about()["intercept"] + sum(
        weight * measured.values[name] for name, weight in weights.items()
    )
    return 1 / (1 + math.exp(-score))


def verified_from() -> float:
    """The probability from which a sentence is shown as verified."""
    return float(_about()["verified"])


def contradicted_from() -> float:
    """The network's probability of the contrary from which a sentence is left out."""
    return float(_about()["contradicted"])


@cache
def _about() -> dict[str, Any]:
    content: dict[str, Any] = packaged_json("qa.verification", FILE)
    return content
