"""Confidence intervals of measures, and the comparison of two runs on the same questions.

scipy resamples; this module says what is resampled, and keeps memory bounded.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import DegenerateDataWarning, bootstrap, permutation_test

RESAMPLES = 10_000
FEWER_RESAMPLES = 1_000
"""For statistics that are not a mean, and so are slow."""
CHUNK = 1_000_000
"""Most values that are drawn at once; permutations take about 64 bytes for each."""
TAILS = (2.5, 97.5)
"""Percentiles at the ends of a 95 % interval."""

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
    """The mean with its percentile bootstrap interval (Efron and Tibshirani, 1993, chapter 13).

    Raises:
        ValueError: there are no values.
    """
    sample = np.asarray(values, dtype=np.float64)
    if not len(sample):
        raise ValueError("A mean needs at least one value.")
    low, high = _interval_of_mean(sample, seed)
    return Interval(float(sample.mean()), low, high, len(sample))


def interval_of(
    statistic: Callable[[NDArray[np.intp]], float | None], count: int, seed: int
) -> Interval | None:
    """A statistic of `count` questions with its percentile bootstrap interval.

    Args:
        statistic: Takes numbers of questions, shape (count,), which may repeat. Gives None where
            it is not defined; such resamples are left out.

    Returns:
        None where the statistic of all questions is not defined.
    """
    value = statistic(np.arange(count)) if count else None
    if value is None:
        return None
    if count == 1:
        return Interval(value, value, value, 1)

    def defined(rows: NDArray[np.intp]) -> float:
        found = statistic(rows)
        return np.nan if found is None else found

    drawn = _resampled(np.arange(count), defined, FEWER_RESAMPLES, seed, vectorized=False)
    low, high = np.nanpercentile(drawn, TAILS) if np.isfinite(drawn).any() else (value, value)
    return Interval(value, float(low), float(high), count)


def paired(
    ours: Mapping[str, float], theirs: Mapping[str, float], seed: int, *, lower_wins: bool = False
) -> Paired:
    """Compares two runs on the questions both have, by id.

    The interval is the percentile bootstrap's, of the mean difference. `p` is two-sided, of the
    paired permutation test: how often the mean difference is as far from 0 when the signs of the
    differences are drawn at random. Up to 13 differences other than 0 all signs are tried, so
    that `p` is exact; with more, `RESAMPLES` are drawn and the sample itself counts as one, so
    that `p` is never 0 (Phipson and Smyth, 2010).

    Args:
        lower_wins: A lower score is the better one. It changes `better` and `worse` only.

    Raises:
        ValueError: they have no question in common.
    """
    ids = [one for one in ours if one in theirs]
    if not ids:
        raise ValueError("The two runs have no question in common.")
    differences = np.array([ours[one] - theirs[one] for one in ids])
    low, high = _interval_of_mean(differences, seed)
    gains = -differences if lower_wins else differences
    return Paired(
        float(np.mean([ours[one] for one in ids])),
        float(np.mean([theirs[one] for one in ids])),
        float(differences.mean()),
        low,
        high,
        _sign_flip_p(differences, seed),
        len(ids),
        tuple(one for one, gain in zip(ids, gains, strict=True) if gain > 0),
        tuple(one for one, gain in zip(ids, gains, strict=True) if gain < 0),
    )


def _interval_of_mean(sample: Numbers, seed: int) -> tuple[float, float]:
    if (sample == sample[0]).all():  # so that rounding gives it no width; scipy needs two values
        return float(sample[0]), float(sample[0])
    low, high = np.percentile(_resampled(sample, np.mean, RESAMPLES, seed, vectorized=True), TAILS)
    return float(low), float(high)


def _resampled(
    sample: NDArray[Any],
    statistic: Callable[..., Any],
    resamples: int,
    seed: int,
    *,
    vectorized: bool,
) -> Numbers:
    """The bootstrap distribution of a statistic: shape (resamples,)."""
    with warnings.catch_warnings():  # scipy's own interval, which is not used, may be undefined
        warnings.simplefilter("ignore", DegenerateDataWarning)
        found = bootstrap(
            (sample,),
            statistic,
            n_resamples=resamples,
            batch=_batch(len(sample)),
            vectorized=vectorized,
            method="percentile",
            rng=np.random.default_rng(seed),
        )
    return np.asarray(found.bootstrap_distribution)


def _sign_flip_p(differences: Numbers, seed: int) -> float:
    """`p` of the paired permutation test; see `paired`."""
    changed = differences[differences != 0]  # the sign of 0 makes no difference
    if len(changed) < 2:  # either sign is as far from 0; scipy needs two values
        return 1.0
    found = permutation_test(
        (changed,),
        lambda flipped, axis: np.abs(np.sum(flipped, axis=axis)),
        permutation_type="samples",
        alternative="greater",
        n_resamples=RESAMPLES,
        batch=_batch(len(changed)),
        rng=np.random.default_rng(seed),
    )
    return float(found.pvalue)


def _batch(width: int) -> int:
    """Resamples of `width` values that are drawn at once."""
    return max(1, CHUNK // width)
