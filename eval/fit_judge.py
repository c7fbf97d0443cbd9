"""Fits the weights of `eval.metrics.judge`, and measures how often it is right.

    python -m eval.fit_judge DATA

DATA is a folder with `wice_claim_dev`, `scifact_claims_train`, `scifact_corpus`, `begin_dev` and
`snli_dev` (`.jsonl.gz`), which may train, and `attributionbench_dev` and `qags_cnndm`, on which
it is only measured: nothing here was chosen by them. Every source and label has the same weight
in the fit. The threshold is the one with the best balanced accuracy on a quarter of the texts
that the fit did not see. Writes `eval/metrics/judge.json`.
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

from eval.claims import Claim, to_fit, to_measure
from eval.metrics.judge import probability
from eval.metrics.wording import NAMES, Embeds, Table, observe
from eval.statistics import interval_of
from index import Settings
from index.embedding import load_embedder

SEED = 7
HELD_OUT = 0.25
INVERSE_PENALTY = 1.0
WEIGHTS_FILE = Path("eval/metrics/judge.json")

Flags = NDArray[np.bool_]


def main() -> None:
    """See the module."""
    data = Path(sys.argv[1])
    embedder = load_embedder(Settings.load())
    content, held_out = fitted(to_fit(data, SEED), embedder)
    weights = np.array(list(content["weights"].values()))
    content["accuracy"] = {}
    for name, claims in to_measure(data).items():
        scores = probability(observe(_pairs(claims), embedder), weights, content["bias"])
        found = accuracy(scores >= content["threshold"], _labels(claims))
        content["accuracy"][name] = found
    sys.stdout.write(json.dumps({"held out": held_out, **content["accuracy"]}, indent=1) + "\n")
    WEIGHTS_FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def fitted(claims: Sequence[Claim], embedder: Embeds) -> tuple[dict[str, Any], dict[str, Any]]:
    """Weights, bias and threshold; and the accuracy on the part held out, all and by source."""
    table, labels = observe(_pairs(claims), embedder), _labels(claims)
    shares = _shares(claims)
    unseen = _held_out(claims)
    weights, bias = _fit(table[~unseen], labels[~unseen], shares[~unseen])
    scores = probability(table, weights, bias)
    threshold = _threshold(scores[unseen], labels[unseen], shares[unseen])
    says = scores >= threshold
    held_out = {"all": accuracy(says[unseen], labels[unseen])}
    for source in sorted({claim.source for claim in claims}):
        here = unseen & np.array([claim.source == source for claim in claims])
        held_out[source] = accuracy(says[here], labels[here])
    content = {
        "weights": dict(zip(NAMES, weights.tolist(), strict=True)),
        "bias": bias,
        "threshold": threshold,
    }
    return content, held_out


def accuracy(says: Flags, labels: Flags) -> dict[str, Any]:
    """Balanced accuracy (mean of both classes' recalls) with its interval, and the sizes."""
    found = interval_of(lambda rows: _balanced(says[rows], labels[rows]), len(labels), SEED)
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


def _balanced(says: Flags, labels: Flags) -> float | None:
    if labels.all() or not labels.any():
        return None
    return float(balanced_accuracy_score(labels, says))


def _fit(table: Table, labels: Flags, shares: Table) -> tuple[Table, float]:
    """Weights and bias for the features as they are, fitted on features of like spread."""
    middle, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=1000)
    model.fit((table - middle) / spread, labels, sample_weight=shares)
    weights = model.coef_[0] / spread
    bias = float(model.intercept_[0] - weights @ middle)
    return np.round(weights, 4), round(bias, 4)


def _threshold(scores: Table, labels: Flags, shares: Table) -> float:
    """Where the balanced accuracy is best, every source and label weighing the same."""
    tried = np.round(np.arange(0.2, 0.8, 0.01), 2)
    reached = [
        balanced_accuracy_score(labels, scores >= one, sample_weight=shares) for one in tried
    ]
    return float(tried[int(np.argmax(reached))])


def _held_out(claims: Sequence[Claim]) -> Flags:
    """Which claims are not fitted on: those of a random choice of groups."""
    groups = sorted({claim.group for claim in claims})
    chosen = set(random.Random(SEED).sample(groups, int(len(groups) * HELD_OUT)))
    return np.array([claim.group in chosen for claim in claims])


def _shares(claims: Sequence[Claim]) -> Table:
    """Weights by which each source and label counts the same, of mean 1."""
    counts = Counter((claim.source, claim.supported) for claim in claims)
    shares = [1 / counts[claim.source, claim.supported] for claim in claims]
    return np.array(shares) * len(claims) / sum(shares)


def _pairs(claims: Sequence[Claim]) -> list[tuple[str, str]]:
    return [(claim.text, claim.evidence) for claim in claims]


def _labels(claims: Sequence[Claim]) -> Flags:
    return np.array([claim.supported for claim in claims])


if __name__ == "__main__":
    main()
