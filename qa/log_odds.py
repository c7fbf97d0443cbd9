"""Probabilities as logits: what linear models and networks weigh."""

from __future__ import annotations

import math


def log_odds(probability: float, least: float, most: float | None = None) -> float:
    """The logit of a probability, which is taken for no less than `least` and no more than `most`,
    by default `1 - least`."""
    kept = min(max(probability, least), 1 - least if most is None else most)
    return math.log(kept / (1 - kept))
