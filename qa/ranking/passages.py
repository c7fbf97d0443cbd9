"""Which passages come first: what the search found, in the order that the reader gives it.

The weights stand in `ranker.json`, fitted by `python -m eval.fit_ranker`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index import Hit
from qa.types import PassageReading

NAMES = (
    "relevance",  # the reader's logit that the passage answers
    "answer",  # its logit of the best short answer
    "score",  # of the search, 0..1
    "score_long",  # the same for a question of many words
    "relevance_long",
)
MANY_WORDS = 24
"""A question of so many words names several things; a passage seldom answers it alone."""

Table = NDArray[np.float64]


def passage_features(query: str, hits: Sequence[Hit], readings: Sequence[PassageReading]) -> Table:
    """One row a passage, one column a name of `NAMES`."""
    long = min(1.0, len(query.split()) / MANY_WORDS)
    rows = [
        (
            reading.relevance,
            max(reading.best.answer, -20.0),
            hit.score,
            hit.score * long,
            reading.relevance * long,
        )
        for hit, reading in zip(hits, readings, strict=True)
    ]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(NAMES))
