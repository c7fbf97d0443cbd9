"""Packs the fitted checker: an ONNX graph in int8, with its size, hash and threshold."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from eval.checking.learn import pairs_of, stances
from eval.checking.network import CheckerNetwork
from eval.claims import Claim, to_measure
from eval.fit_judge import accuracy
from index.models import sha256_of
from index.onnx_backend import quantise, write_graph
from qa.cross_encoder.layout import whole_tokenizer
from qa.entailment.network import ABOUT, GRAPH, OnnxEntailmentModel

PACKAGE = Path("qa/checker")
INPUTS = ("ids", "segments", "mask")
COMPARED = 300
"""Pairs that the cost of int8 is measured on."""


def pack(model: CheckerNetwork, own: Path, dev: Sequence[Claim], data: Path, *, ship: bool) -> None:
    """Writes `checker.onnx` and `checker.json` to `own`; where `ship`, to the package too.

    The threshold is the one with the best balanced accuracy on `dev`, every source weighing
    the same; the sets that only measure are measured at it.
    """
    exact, path = own / "checker-float32.onnx", own / GRAPH
    axes = {0: "inputs", 1: "tokens"}
    write_graph(model.eval(), exact, dict.fromkeys(INPUTS, axes), {"stance": {0: "inputs"}})
    quantise(exact, path)
    packed = OnnxEntailmentModel(path)
    scores = supported(packed, dev)
    threshold = threshold_of(scores, dev)
    about: dict[str, Any] = {
        "file": GRAPH,
        "size": path.stat().st_size,
        "sha256": sha256_of(path),
        "mean_gap": _gap(model, scores, dev),
        "threshold": threshold,
        "accuracy": measured(packed, threshold, data),
        "held_out": by_source(scores, dev, threshold),
    }
    (own / ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(about, indent=1) + "\n")
    if ship:
        for name in (GRAPH, ABOUT):
            shutil.copyfile(own / name, PACKAGE / name)


def supported(checker: OnnxEntailmentModel, claims: Sequence[Claim]) -> NDArray[np.float64]:
    """How likely each claim is supported by its text: shape (claims,)."""
    found = [
        checker.predict(one.text, [one.heading], [one.evidence])[0].supported
        for one in track(claims, "Checking")
    ]
    return np.array(found)


def threshold_of(scores: NDArray[np.float64], claims: Sequence[Claim]) -> float:
    """Where the balanced accuracy is best, all kinds of claims and both labels weighing alike."""
    kinds = np.array([kind_of(one) for one in claims])
    holds = np.array([one.supported for one in claims])
    weights = np.zeros(len(claims))
    for kind in set(kinds):
        for label in (True, False):
            own = (kinds == kind) & (holds == label)
            if own.any():
                weights[own] = 1 / own.sum()
    tried = np.round(np.arange(0.2, 0.9, 0.01), 2)
    right = [float((weights * ((scores >= one) == holds)).sum()) for one in tried]
    return float(tried[int(np.argmax(right))])


def kind_of(claim: Claim) -> str:
    """Where a claim comes from; those made of one collection's sentences are of one kind."""
    return claim.source.split(" ")[0]


def by_source(
    scores: NDArray[np.float64], claims: Sequence[Claim], threshold: float
) -> dict[str, Any]:
    """Balanced accuracy by kind where there are both labels; by source the share that is right."""
    says, holds = scores >= threshold, np.array([one.supported for one in claims])
    kinds = np.array([kind_of(one) for one in claims])
    sources = np.array([one.source for one in claims])
    found: dict[str, Any] = {}
    for kind in sorted(set(kinds)):
        own = kinds == kind
        if len(set(holds[own])) == 2:
            found[kind] = accuracy(says[own], holds[own])
    for source in sorted(set(sources) - set(kinds)):
        own = sources == source
        found[source] = {
            "right": round(float((says[own] == holds[own]).mean()), 3),
            "count": int(own.sum()),
        }
    return found


def measured(checker: OnnxEntailmentModel, threshold: float, data: Path) -> dict[str, Any]:
    """Balanced accuracy with its interval on the sets that nothing was chosen by."""
    return {
        name: accuracy(
            supported(checker, claims) >= threshold, np.array([one.supported for one in claims])
        )
        for name, claims in to_measure(data).items()
    }


def _gap(model: CheckerNetwork, scores: NDArray[np.float64], dev: Sequence[Claim]) -> float:
    short = [i for i, one in enumerate(dev) if len(one.evidence) < 800][:COMPARED]
    exact = stances(model, pairs_of([dev[i] for i in short], whole_tokenizer()))[:, 0]
    return round(float(np.abs(exact - scores[short]).mean()), 4)
