"""Sentences that a rule makes more or less likely."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from qa.types import ScoredSentence


def reweighed(
    sentences: Sequence[ScoredSentence], logits: Sequence[float], whole: float
) -> list[ScoredSentence]:
    """The sentences with these logits added, in the order given.

    Args:
        logits: One for each sentence.
        whole: Their probabilities' sum then.
    """
    weights = [
        one.probability * math.exp(logit) for one, logit in zip(sentences, logits, strict=True)
    ]
    total = sum(weights)
    return [
        replace(one, probability=weight * whole / total)
        for one, weight in zip(sentences, weights, strict=True)
    ]
