"""What a vector is here: float32, of length 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Shape (texts, dimension), each row of length 1."""

ROUNDUP = 0.3
"""Cohesion under which an article tells several stories, by the vectors of the packaged model, with
which it is .5 on average."""


def unit_length(rows: Vectors) -> Vectors:
    """The rows at length 1, so that their inner product is their cosine."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / lengths, dtype=np.float32)


def cohesion(rows: Vectors) -> float:
    """How much rows are about one thing: the mean cosine of two of them; 1 for fewer than three,
    of which there is little to say."""
    count = len(rows)
    if count < 3:
        return 1.0
    whole = rows.sum(axis=0)
    return float((whole @ whole - count) / (count * (count - 1)))


def is_roundup(passages: Vectors) -> bool:
    """Whether an article tells several stories, by the vectors of its passages."""
    return cohesion(passages) < ROUNDUP
