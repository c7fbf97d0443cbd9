"""Confidence over a whole set: AUROC, AURC, calibration error, thresholds and curves.

Risk is the share of wrong answers among those given, coverage the share of all questions that
are answered (El-Yaniv and Wiener, JMLR 2010). Unanswered questions count in the coverage alone,
so the risk-coverage curve ends at the coverage of the pipeline, not at 1.
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
    """A set as arrays with one entry for each question: all of shape (questions,)."""

    confidence: Numbers
    """Probability, as the pipeline gives it, that its answer is right."""
    answerable: Flags
    answered: Flags
    right: Flags
    known: Flags
    """Whether it is known if the articles answer the question; see `EvalQuestion.answerable`."""

    @classmethod
    def of(cls, cases: Sequence[Case]) -> Outcomes:
        """The outcomes of `cases` in their order."""
        return cls(
            np.array([float(case.answer["confidence"]) for case in cases]),
            np.array([case.question.answerable for case in cases], dtype=bool),
            np.array([case.is_answered for case in cases], dtype=bool),
            np.array([is_right(case) for case in cases], dtype=bool),
            np.array([case.question.answerable is not None for case in cases], dtype=bool),
        )

    def take(self, rows: NDArray[np.intp]) -> Outcomes:
        """The questions with these numbers, which may repeat."""
        return Outcomes(*(getattr(self, field.name)[rows] for field in fields(self)))

    def where_known(self) -> Outcomes:
        """Those of which it is known whether the articles answer them."""
        return self.take(np.flatnonzero(self.known))


def auroc(outcomes: Outcomes) -> float | None:
    """Area under the ROC curve of confidence as a score for "answerable", 0..1.

    The probability that an answerable question has a higher confidence than an unanswerable
    one; ties count half (Fawcett, 2006). None unless there are questions of both kinds.
    """
    outcomes = outcomes.where_known()
    if outcomes.answerable.all() or not outcomes.answerable.any():
        return None
    return float(roc_auc_score(outcomes.answerable, outcomes.confidence))


def auroc_right(outcomes: Outcomes) -> float | None:
    """The same of confidence as a score for "right", over the answers given, 0..1.

    None unless there are right and wrong answers.
    """
    right = outcomes.right[outcomes.answered]
    if right.all() or not right.any():
        return None
    return float(roc_auc_score(right, outcomes.confidence[outcomes.answered]))


def tnr_at_tpr(outcomes: Outcomes, tpr: float = 0.9) -> float | None:
    """True negative rate at a true positive rate, 0..1 (Lee et al., NeurIPS 2018).

    Positives are the answerable questions. The threshold is the highest at which at least `tpr`
    of them have as much confidence; the value is the share of the unanswerable ones below it.
    None unless there are questions of both kinds.
    """
    outcomes = outcomes.where_known()
    if outcomes.answerable.all() or not outcomes.answerable.any():
        return None
    positives = np.sort(outcomes.confidence[outcomes.answerable])
    threshold = positives[int(np.floor((1 - tpr) * len(positives) + 1e-9))]
    return float((outcomes.confidence[~outcomes.answerable] < threshold).mean())


def risk_coverage(outcomes: Outcomes) -> list[tuple[float, float]]:
    """The risk-coverage curve: (coverage, risk) at each threshold, from the highest down.

    Answers with the same confidence enter together.
    """
    right, last = _by_confidence(outcomes)
    taken = np.flatnonzero(last) + 1
    risks = 1 - np.cumsum(right)[last] / taken
    total = len(outcomes.confidence)
    return [(int(n) / total, float(risk)) for n, risk in zip(taken, risks, strict=True)]


def aurc(outcomes: Outcomes) -> float | None:
    """Area under the risk-coverage curve, 0..1 (Geifman, Uziel and El-Yaniv, ICLR 2019).

    AURC = 1/n * sum over the n answers of the risk at a threshold equal to their confidence. The
    coverage is thus taken relative to the n answers given. None without an answer.
    """
    right, last = _by_confidence(outcomes)
    if not len(right):
        return None
    taken = np.flatnonzero(last) + 1
    risks = 1 - np.cumsum(right)[last] / taken
    return float(np.average(risks, weights=np.diff(taken, prepend=0)))


def reliability(outcomes: Outcomes, bins: int = 10) -> list[tuple[float, float, int]]:
    """The reliability diagram of the answers given: (mean confidence, share right, count) of each
    bin.

    Bins are of equal width; empty ones are left out.
    """
    given = outcomes.take(np.flatnonzero(outcomes.answered))
    return _bins(given.confidence, given.right, bins)


def calibration_error(outcomes: Outcomes, bins: int = 10) -> float | None:
    """ECE of confidence as the probability that an answer given is right, 0..1.

    None without an answer.
    """
    given = outcomes.take(np.flatnonzero(outcomes.answered))
    if not len(given.confidence):
        return None
    return expected_calibration_error(given.confidence, given.right, bins)


def expected_calibration_error(confidence: Numbers, labels: Flags, bins: int = 10) -> float:
    """Expected calibration error (ECE) of probabilities, 0..1 (Guo et al., ICML 2017).

    ECE = sum over bins of equal width of count / n * |mean confidence - share of true labels|.

    Args:
        confidence: Shape (n,), n > 0; so are `labels`.
    """
    rows = _bins(confidence, labels, bins)
    return sum(count * abs(mean - share) for mean, share, count in rows) / len(confidence)


def _bins(confidence: Numbers, labels: Flags, bins: int) -> list[tuple[float, float, int]]:
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return [
        (
            float(confidence[place == one].mean()),
            float(labels[place == one].mean()),
            int((place == one).sum()),
        )
        for one in np.unique(place)
    ]


def threshold_for(outcomes: Outcomes, accuracy: float = 0.95) -> float | None:
    """The lowest threshold of confidence with this selective accuracy, or None.

    It is chosen on the set itself, and may rest on few answers: expect less on other questions.
    """
    right, last = _by_confidence(outcomes)
    shares = np.cumsum(right)[last] / (np.flatnonzero(last) + 1)
    confidences = np.sort(outcomes.confidence[outcomes.answered])[::-1][last]
    enough = confidences[shares >= accuracy - 1e-12]
    return float(enough.min()) if len(enough) else None


def _by_confidence(outcomes: Outcomes) -> tuple[Flags, Flags]:
    """The answers, highest confidence first: which are right, and which are the last of a tie.

    Both of shape (answers,).
    """
    confidence = outcomes.confidence[outcomes.answered]
    order = np.argsort(-confidence, kind="stable")
    falling = confidence[order]
    last = np.ones(len(falling), dtype=bool)
    last[:-1] = falling[1:] != falling[:-1]
    return outcomes.right[outcomes.answered][order], last
