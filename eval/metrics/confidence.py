"""How much a confidence is worth, over a whole set: curves, areas, calibration, a threshold.

The curves of risk are over the questions that were answered, the most confident first; those
refused count in the coverage, which therefore ends where the pipeline refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from eval.case import Case
from eval.metrics.abstention import is_right

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What is needed of a set, a row a question; each of shape (questions,)."""

    confidence: Numbers
    answerable: Flags
    answered: Flags
    right: Flags

    @classmethod
    def of(cls, cases: Sequence[Case]) -> Outcomes:
        """The outcomes of `cases` in their order."""
        return cls(
            np.array([float(case.answer["confidence"]) for case in cases]),
            np.array([case.question.answerable for case in cases], dtype=bool),
            np.array([case.is_answered for case in cases], dtype=bool),
            np.array([is_right(case) for case in cases], dtype=bool),
        )

    def take(self, rows: NDArray[np.intp]) -> Outcomes:
        """These rows, which may come more than once."""
        return Outcomes(*(getattr(self, field.name)[rows] for field in fields(self)))


def auroc(outcomes: Outcomes) -> float | None:
    """Area under the ROC curve of confidence for "answerable"; None if all are of one kind."""
    if outcomes.answerable.all() or not outcomes.answerable.any():
        return None
    return float(roc_auc_score(outcomes.answerable, outcomes.confidence))


def refused_at(outcomes: Outcomes, answered: float = 0.9) -> float | None:
    """Share of the unanswerable below the highest threshold that lets so many answerable through.

    None where either kind is missing.
    """
    if outcomes.answerable.all() or not outcomes.answerable.any():
        return None
    known = np.sort(outcomes.confidence[outcomes.answerable])
    threshold = known[int(np.floor((1 - answered) * len(known) + 1e-9))]
    return float((outcomes.confidence[~outcomes.answerable] < threshold).mean())


def risk_coverage(outcomes: Outcomes) -> list[tuple[float, float]]:
    """(coverage, risk) as ever less confident answers are let through.

    Coverage: share of all questions that is answered then. Risk: share of wrong ones among
    these (El-Yaniv & Wiener, 2010). Answers of the same confidence come in together.
    """
    right, last = _by_confidence(outcomes)
    taken = np.flatnonzero(last) + 1
    risks = 1 - np.cumsum(right)[last] / taken
    total = len(outcomes.confidence)
    return [(int(n) / total, float(risk)) for n, risk in zip(taken, risks, strict=True)]


def aurc(outcomes: Outcomes) -> float | None:
    """Mean risk over the answers, each at its own confidence (Geifman et al., 2019); or None."""
    right, last = _by_confidence(outcomes)
    if not len(right):
        return None
    taken = np.flatnonzero(last) + 1
    risks = 1 - np.cumsum(right)[last] / taken
    return float(np.average(risks, weights=np.diff(taken, prepend=0)))


def reliability(outcomes: Outcomes, bins: int = 10) -> list[tuple[float, float, int]]:
    """(mean confidence, share answerable, count) of each bin of equal width that has any."""
    place = np.minimum((outcomes.confidence * bins).astype(int), bins - 1)
    return [
        (
            float(outcomes.confidence[place == one].mean()),
            float(outcomes.answerable[place == one].mean()),
            int((place == one).sum()),
        )
        for one in np.unique(place)
    ]


def calibration_error(outcomes: Outcomes, bins: int = 10) -> float | None:
    """Expected calibration error of confidence as the probability that it is answerable.

    Mean distance of confidence and share over the bins, weighed by their counts (Guo et al.,
    2017), 0..1. None without questions.
    """
    rows = reliability(outcomes, bins)
    total = sum(count for *_, count in rows)
    return sum(count * abs(mean - share) for mean, share, count in rows) / total if rows else None


def threshold_for(outcomes: Outcomes, precision: float = 0.95) -> float | None:
    """The lowest confidence at which so many of the answers at or above it are right, or None.

    Found on the set itself: on others it holds only about as well. It may rest on few answers.
    """
    right, last = _by_confidence(outcomes)
    shares = np.cumsum(right)[last] / (np.flatnonzero(last) + 1)
    confidences = np.sort(outcomes.confidence[outcomes.answered])[::-1][last]
    enough = confidences[shares >= precision - 1e-12]
    return float(enough.min()) if len(enough) else None


def _by_confidence(outcomes: Outcomes) -> tuple[Flags, Flags]:
    """The answers, most confident first: which are right, and which end a run of equals."""
    confidence = outcomes.confidence[outcomes.answered]
    order = np.argsort(-confidence, kind="stable")
    falling = confidence[order]
    last = np.ones(len(falling), dtype=bool)
    last[:-1] = falling[1:] != falling[:-1]
    return outcomes.right[outcomes.answered][order], last
