"""How sure a mean is, and whether one run is better than another on the same questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 10_000
FEWER_RESAMPLES = 1_000
"""For statistics that are not a mean, and so are slow."""
CHUNK = 4_000_000
"""Random numbers held at once."""
TAILS = (2.5, 97.5)

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A value over `count` questions and its 95 % interval."""

    value: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Paired:
    """Our scores against theirs on `count` common questions; `difference` is ours less theirs."""

    ours: float
    theirs: float
    difference: float
    low: float
    high: float
    p: float
    count: int
    better: tuple[str, ...]
    """Ids of the questions on which ours is better."""
    worse: tuple[str, ...]


def interval(values: Sequence[float], seed: int) -> Interval:
    """The mean with its percentile bootstrap interval (Efron & Tibshirani, 1993, chapter 13).

    Raises:
        ValueError: there are no values.
    """
    sample = np.asarray(values, dtype=np.float64)
    if not len(sample):
        raise ValueError("A mean needs at least one value.")
    low, high = _tails(sample, seed)
    return Interval(float(sample.mean()), low, high, len(sample))


def interval_of(
    statistic: Callable[[NDArray[np.intp]], float | None], count: int, seed: int
) -> Interval | None:
    """The same for any statistic of chosen rows out of `count`.

    None where the statistic of all rows is not defined; resamples on which it is not are left
    out.
    """
    value = statistic(np.arange(count)) if count else None
    if value is None:
        return None
    chance = np.random.default_rng(seed)
    drawn = (statistic(chance.integers(count, size=count)) for _ in range(FEWER_RESAMPLES))
    low, high = np.percentile([one for one in drawn if one is not None] or [value], TAILS)
    return Interval(value, float(low), float(high), count)


def paired(
    ours: Mapping[str, float], theirs: Mapping[str, float], seed: int, *, lower_wins: bool = False
) -> Paired:
    """Compares two runs on the questions both have, by id.

    The interval is the bootstrap's of the differences. `p` is two-sided, of the paired
    permutation test: as often as the mean of differences with random signs is as far from 0
    (Phipson & Smyth, 2010: the sample itself counts as one, so that p is never 0).

    Args:
        lower_wins: A lower score is the better one. It changes `better` and `worse` only.

    Raises:
        ValueError: they have no question in common.
    """
    ids = [one for one in ours if one in theirs]
    if not ids:
        raise ValueError("The two runs have no question in common.")
    differences = np.array([ours[one] - theirs[one] for one in ids])
    mean = float(differences.mean())
    low, high = _tails(differences, seed)
    chance = np.random.default_rng(seed)
    beyond = 0
    for rows in _chunks(len(ids)):
        signs = chance.integers(2, size=(rows, len(ids))) * 2 - 1
        beyond += int((np.abs(signs @ differences) >= len(ids) * abs(mean) - 1e-9).sum())
    gains = -differences if lower_wins else differences
    return Paired(
        float(np.mean([ours[one] for one in ids])),
        float(np.mean([theirs[one] for one in ids])),
        mean,
        low,
        high,
        (beyond + 1) / (RESAMPLES + 1),
        len(ids),
        tuple(one for one, gain in zip(ids, gains, strict=True) if gain > 0),
        tuple(one for one, gain in zip(ids, gains, strict=True) if gain < 0),
    )


def _tails(sample: Numbers, seed: int) -> tuple[float, float]:
    """Ends of the 95 % interval of the mean."""
    if (sample == sample[0]).all():
        return float(sample[0]), float(sample[0])
    chance = np.random.default_rng(seed)
    means = np.concatenate(
        [
            sample[chance.integers(len(sample), size=(rows, len(sample)))].mean(axis=1)
            for rows in _chunks(len(sample))
        ]
    )
    low, high = np.percentile(means, TAILS)
    return float(low), float(high)


def _chunks(width: int) -> Iterator[int]:
    """Numbers of resamples that together are all and of which each fits in memory."""
    left = RESAMPLES
    while left:
        rows = min(left, max(1, CHUNK // width))
        yield rows
        left -= rows
