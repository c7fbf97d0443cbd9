"""Compares methods that decide whether a text supports a claim, on benchmarks.

    python -m eval.compare_entailment DATA [--model NAME]

DATA is the folder that the entailment network was trained on (`eval.entailment`), with
`attributionbench_dev` and `qags_cnndm`, which no method was trained on. The methods are the
entailment model, the attribution classifier of evaluations, the cosine of embeddings, and the
share of the claim's words that the text contains. The thresholds of the last two are the best on
claims that the network did not learn from. With `--model`, a local language model is asked for "yes
or no", too, on a fixed sample. Prints balanced accuracy with 95 % intervals, and milliseconds for
each claim; none of the share of words, which is computed together with the cosine.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table

from eval.claims import Claim, benchmark_claims
from eval.compare_answerers import serving
from eval.entailment.examples import measured_claims
from eval.entailment.export import best_threshold
from eval.fit_attribution import accuracy
from eval.metrics.attribution import load_attribution
from eval.metrics.support_features import NAMES, support_features
from index import Settings
from index.embedding import load_embedder
from qa.entailment import load_entailment_model
from qa.entailment.network import threshold
from qa.llm.endpoint import Message
from qa.llm.models import LocalModel

SEED = 11
SAMPLE = 75
"""Claims of each benchmark that a language model is asked about."""
DEV_PAIRS = 1500
"""Development pairs on which thresholds are chosen."""
EVIDENCE = 3000
"""Characters of a text that a language model reads, which has a limited context."""
WORDS = "share of words"

console = Console()
Scores = NDArray[np.float64]
Method = Callable[[Sequence[Claim]], Scores]
"""Gives a score for each claim, shape (claims,): higher where support is more likely."""


def main(
    data: Annotated[Path, typer.Argument(help="Folder with the sets.")],
    model: Annotated[str | None, typer.Option(help="A local model to ask, too.")] = None,
) -> None:
    """Prints the table."""
    sets = benchmark_claims(data)
    sample = {name: _sample(claims) for name, claims in sets.items()}
    table = Table("method", *(f"{name}, {len(claims)}" for name, claims in sets.items()),
                  *(f"{name}, sample of {SAMPLE}" for name in sets), "ms per claim")  # fmt: skip
    dev = measured_claims(data, SEED)
    for name, (method, limit) in _methods(dev[:DEV_PAIRS]).items():
        cells, seconds, count = [], 0.0, 0
        for claims in (*sets.values(), *sample.values()):
            start = time.perf_counter()
            predicted = method(claims) >= limit
            seconds, count = seconds + time.perf_counter() - start, count + len(claims)
            cells.append(_accuracy(predicted, claims))
        table.add_row(name, *cells, "" if name == WORDS else f"{1000 * seconds / count:.0f}")
    if model:
        table.add_row(*_prompted(model, sample, len(sets)))
    console.print(table)


def _methods(dev: Sequence[Claim]) -> dict[str, tuple[Method, float]]:
    """The methods by name, each with its threshold."""
    embedder = load_embedder(Settings.load())
    classifier, model = load_attribution(embedder), load_entailment_model()

    known: dict[tuple[tuple[str, str], ...], Scores] = {}  # embedding all texts takes minutes

    def feature(name: str) -> Method:
        def of(claims: Sequence[Claim]) -> Scores:
            pairs = tuple(_pairs(claims))
            if pairs not in known:
                known[pairs] = support_features(pairs, embedder)
            return known[pairs][:, NAMES.index(name)]

        return of

    def entailment(claims: Sequence[Claim]) -> Scores:
        return np.array(
            [model.predict(one.text, [one.heading], [one.evidence])[0].supported for one in claims]
        )

    plain = {
        "cosine to the best sentence": feature("best sentence cosine"),
        WORDS: feature("unigram precision"),
    }
    return {
        **{name: (method, best_threshold(method(dev), dev)) for name, method in plain.items()},
        "attribution classifier": (
            lambda claims: np.array(classifier.supported(_pairs(claims)), dtype=float),
            0.5,
        ),
        "entailment model": (entailment, threshold()),
    }


def _prompted(name: str, sample: dict[str, list[Claim]], before: int) -> list[str]:
    """The row of a language model, whose first `before` cells are empty."""
    cells, seconds, count = ["" for _ in range(before)], 0.0, 0
    with serving(name) as model:
        for label, claims in sample.items():
            start = time.perf_counter()
            predicted = np.array([_says_yes(model, one) for one in track(claims, label)])
            seconds, count = seconds + time.perf_counter() - start, count + len(claims)
            cells.append(_accuracy(predicted, claims))
    return [name, *cells, f"{1000 * seconds / count:.0f}"]


def _says_yes(model: LocalModel, claim: Claim) -> bool:
    asked = (
        f"Text:\n{claim.evidence[:EVIDENCE]}\n\nClaim: {claim.text}\n\n"
        "Does the text support the whole claim? Answer with yes or no."
    )
    reply = "".join(
        piece for piece in model.stream([Message("user", asked)], 4) if isinstance(piece, str)
    )
    return reply.strip().lower().startswith("yes")


def _sample(claims: Sequence[Claim]) -> list[Claim]:
    return random.Random(SEED).sample(list(claims), min(SAMPLE, len(claims)))


def _pairs(claims: Sequence[Claim]) -> list[tuple[str, str]]:
    return [(one.text, one.evidence) for one in claims]


def _accuracy(predicted: NDArray[np.bool_], claims: Sequence[Claim]) -> str:
    found = accuracy(predicted, np.array([one.supported for one in claims]))
    return f"{found['value']:.3f} ({found['low']:.3f} to {found['high']:.3f})"


if __name__ == "__main__":
    typer.run(main)
