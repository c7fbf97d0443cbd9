"""Fits the weights of `eval.metrics.attribution`, and measures its accuracy.

    python -m eval.fit_attribution DATA

DATA is a folder with `wice_claim_dev`, `scifact_claims_train`, `scifact_corpus`, `begin_dev` and
`snli_dev` (`.jsonl.gz`), which it is fitted on, and `attributionbench_dev` and `qags_cnndm`, on
which it is only tested: nothing was chosen by them. Every source and label has the same total
weight in the fit. The threshold is the one with the best balanced accuracy on a quarter of the
texts, held out from the fit. Writes `eval/metrics/attribution.json`.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score

from eval.claims import Claim, benchmark_claims, training_claims
from eval.metrics.attribution import probability
from eval.metrics.support_features import NAMES, Embeds, Table, support_features
from eval.statistics import interval_of
from index import Settings
from index.embedding import load_embedder
from index.files import write_text

SEED = 7
HELD_OUT = 0.25
INVERSE_PENALTY = 1.0
WEIGHTS_FILE = Path("eval/metrics/attribution.json")

Flags = NDArray[np.bool_]


def main() -> None:
    """Fits, tests, prints what it measured and writes the weights."""
    data = Path(sys.argv[1])
    embedder = load_embedder(Settings.load())
    content, held_out = fitted(training_claims(data, SEED), embedder)
    weights = np.array(list(content["weights"].values()))
    content["accuracy"] = {}
    for name, claims in benchmark_claims(data).items():
        scores = probability(support_features(_pairs(claims), embedder), weights, content["bias"])
        found = accuracy(scores >= content["threshold"], _labels(claims))
        content["accuracy"][name] = found
    sys.stdout.write(json.dumps({"held out": held_out, **content["accuracy"]}, indent=1) + "\n")
    write_text(WEIGHTS_FILE, json.dumps(content, indent=1) + "\n")


def fitted(claims: Sequence[Claim], embedder: Embeds) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fits on three quarters of the texts.

    Returns:
        Weights, bias and threshold; and the accuracy on the held-out claims, of all and by source.
    """
    table, labels = support_features(_pairs(claims), embedder), _labels(claims)
    sample_weights = _sample_weights(claims)
    is_held_out = _held_out(claims)
    weights, bias = _fit(table[~is_held_out], labels[~is_held_out], sample_weights[~is_held_out])
    scores = probability(table, weights, bias)
    threshold = _threshold(scores[is_held_out], labels[is_held_out], sample_weights[is_held_out])
    predicted = scores >= threshold
    held_out = {"all": accuracy(predicted[is_held_out], labels[is_held_out])}
    for source in sorted({claim.source for claim in claims}):
        here = is_held_out & np.array([claim.source == source for claim in claims])
        held_out[source] = accuracy(predicted[here], labels[here])
    content = {
        "weights": dict(zip(NAMES, weights.tolist(), strict=True)),
        "bias": bias,
        "threshold": threshold,
    }
    return content, held_out


def accuracy(predicted: Flags, labels: Flags) -> dict[str, Any]:
    """Balanced accuracy (mean recall of both classes) with its 95 % interval, and counts.

    Args:
        predicted: Whether each claim is taken for supported: shape (claims,).
        labels: Whether it is.
    """
    found = interval_of(lambda rows: _balanced(predicted[rows], labels[rows]), len(labels), SEED)
    if found is None:
        raise ValueError("Balanced accuracy needs claims of both kinds.")
    return {
        "value": round(found.value, 4),
        "low": round(found.low, 4),
        "high": round(found.high, 4),
        "count": found.count,
        "supported": int(labels.sum()),
        "measure": "balanced accuracy",
    }


def _balanced(predicted: Flags, labels: Flags) -> float | None:
    if labels.all() or not labels.any():
        return None
    return float(balanced_accuracy_score(labels, predicted))


def _fit(table: Table, labels: Flags, sample_weights: Table) -> tuple[Table, float]:
    """Fits on standardised features; gives weights and bias for the features as they are."""
    mean, std = table.mean(axis=0), table.std(axis=0) + 1e-9
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=1000)
    model.fit((table - mean) / std, labels, sample_weight=sample_weights)
    weights = model.coef_[0] / std
    bias = float(model.intercept_[0] - weights @ mean)
    return np.round(weights, 4), round(bias, 4)


def _threshold(scores: Table, labels: Flags, sample_weights: Table) -> float:
    """The threshold with the best balanced accuracy, each source and label of the same weight."""
    tried = np.round(np.arange(0.2, 0.8, 0.01), 2)
    accuracies = [
        balanced_accuracy_score(labels, scores >= one, sample_weight=sample_weights)
        for one in tried
    ]
    return float(tried[int(np.argmax(accuracies))])


def _held_out(claims: Sequence[Claim]) -> Flags:
    """Which claims are held out: all those of randomly chosen groups."""
    groups = sorted({claim.group for claim in claims})
    chosen = set(random.Random(SEED).sample(groups, int(len(groups) * HELD_OUT)))
    return np.array([claim.group in chosen for claim in claims])


def _sample_weights(claims: Sequence[Claim]) -> Table:
    """Weights, with mean 1, by which each pair of source and label has the same total."""
    counts = Counter((claim.source, claim.supported) for claim in claims)
    weights = [1 / counts[claim.source, claim.supported] for claim in claims]
    return np.array(weights) * len(claims) / sum(weights)


def _pairs(claims: Sequence[Claim]) -> list[tuple[str, str]]:
    return [(claim.text, claim.evidence) for claim in claims]


def _labels(claims: Sequence[Claim]) -> Flags:
    return np.array([claim.supported for claim in claims])


if __name__ == "__main__":
    main()
