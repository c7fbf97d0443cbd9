"""Exports the trained network as an int8 ONNX graph, with its threshold and accuracy."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from eval.claims import Claim, benchmark_claims
from eval.entailment.examples import learned_claims, pairs_of
from eval.entailment.network import EntailmentNetwork
from eval.entailment.train import probabilities, tensors_of
from eval.fit_attribution import accuracy
from eval.graphs import AXES, copy_with_description, describe, quantise, write_graph
from eval.smoothing import smooth, with_smooth_layers
from qa.cross_encoder.layout import Window, whole_tokenizer
from qa.entailment.network import GRAPH, OnnxEntailmentModel

PACKAGE = Path("qa/entailment")
SEED = 5
SMOOTHED = 200
"""Inputs by which the network is smoothed."""
COMPARED = 300
"""Pairs on which int8 is compared with float32."""


def export(
    model: EntailmentNetwork, own: Path, dev: Sequence[Claim], data: Path, *, ship: bool
) -> None:
    """Writes graph and description to `own`; where `ship`, copies both into the package.

    The threshold is the one with the best balanced accuracy on `dev`. The accuracy on the
    benchmarks in `data` is measured at that threshold.
    """
    exact, path = own / "entailment-float32.onnx", own / GRAPH
    with_smooth_layers(model.body.body)
    smooth(model.eval(), map(tensors_of, _some_inputs(data)))
    write_graph(model, exact, {"ids": AXES}, {"stance": {0: "inputs"}})
    quantise(exact, path)
    quantised = OnnxEntailmentModel(path)
    scores = supported(quantised, dev)
    threshold = best_threshold(scores, dev)
    describe(
        path,
        {
            "mean_gap": _gap(model, scores, dev),
            "threshold": threshold,
            "accuracy": on_benchmarks(quantised, threshold, data),
            "held_out": by_source(scores, dev, threshold),
        },
    )
    if ship:
        copy_with_description(path, PACKAGE)


def supported(model: OnnxEntailmentModel, claims: Sequence[Claim]) -> NDArray[np.float64]:
    """Probability that each claim is supported by its text: shape (claims,)."""
    found = [
        model.predict(one.text, [one.heading], [one.evidence])[0].supported
        for one in track(claims, "Testing")
    ]
    return np.array(found)


def best_threshold(scores: NDArray[np.float64], claims: Sequence[Claim]) -> float:
    """The threshold with the best balanced accuracy, each kind and label of the same weight."""
    kinds = np.array([kind_of(one) for one in claims])
    labels = np.array([one.supported for one in claims])
    weights = np.zeros(len(claims))
    for kind in set(kinds):
        for label in (True, False):
            own = (kinds == kind) & (labels == label)
            if own.any():
                weights[own] = 1 / own.sum()
    tried = np.round(np.arange(0.2, 0.9, 0.01), 2)
    accuracies = [float((weights * ((scores >= one) == labels)).sum()) for one in tried]
    return float(tried[int(np.argmax(accuracies))])


def kind_of(claim: Claim) -> str:
    """The source of a claim without the way it was made: "written" for "written negation"."""
    return claim.source.split(" ")[0]


def by_source(
    scores: NDArray[np.float64], claims: Sequence[Claim], threshold: float
) -> dict[str, Any]:
    """Balanced accuracy of kinds that have both labels; plain accuracy of the other sources."""
    predicted, labels = scores >= threshold, np.array([one.supported for one in claims])
    kinds = np.array([kind_of(one) for one in claims])
    sources = np.array([one.source for one in claims])
    found: dict[str, Any] = {}
    for kind in sorted(set(kinds)):
        own = kinds == kind
        if len(set(labels[own])) == 2:
            found[kind] = accuracy(predicted[own], labels[own])
    for source in sorted(set(sources) - set(kinds)):
        own = sources == source
        found[source] = {
            "accuracy": round(float((predicted[own] == labels[own]).mean()), 3),
            "count": int(own.sum()),
        }
    return found


def on_benchmarks(model: OnnxEntailmentModel, threshold: float, data: Path) -> dict[str, Any]:
    """Balanced accuracy with its interval on the benchmarks, by which nothing was chosen."""
    return {
        name: accuracy(
            supported(model, claims) >= threshold, np.array([one.supported for one in claims])
        )
        for name, claims in benchmark_claims(data).items()
    }


def _some_inputs(data: Path) -> Iterator[list[Window]]:
    """A few of those that are learned from."""
    rng = random.Random(SEED)
    claims = rng.sample(learned_claims(data, 1, 1, SEED, rng), SMOOTHED)
    yield from ([one.window] for one in pairs_of(claims, whole_tokenizer()))


def _gap(model: EntailmentNetwork, scores: NDArray[np.float64], dev: Sequence[Claim]) -> float:
    """Mean difference between the probabilities of float32 and int8, on short texts."""
    short = [i for i, one in enumerate(dev) if len(one.evidence) < 800][:COMPARED]
    exact = probabilities(model, pairs_of([dev[i] for i in short], whole_tokenizer()))[:, 0]
    return round(float(np.abs(exact - scores[short]).mean()), 4)
