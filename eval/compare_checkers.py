"""Compares ways to tell whether a text supports a claim, on sets that none of them learned from.

    python -m eval.compare_checkers DATA --pairs FOLDER [--model NAME]

DATA is the folder that the checker was trained on (`eval.checking`) with `attributionbench_dev`
and `qags_cnndm`. The checker is beside the cosine of embeddings, the share of words that the text
holds, and the judge of evaluations; the thresholds of the first two are the best on what the
checker's training kept aside. With `--model`, a local language model is asked "yes or no" too, on
a fixed sample. Prints balanced accuracy with 95 % intervals, and milliseconds a claim.
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

from eval.checking.export import threshold_of
from eval.checking.files import kept_pairs
from eval.claims import Claim, to_measure
from eval.compare_answerers import serving
from eval.fit_judge import accuracy
from eval.metrics.judge import load_judge
from eval.metrics.wording import NAMES, observe
from index import Settings
from index.embedding import load_embedder
from qa.entailment import load_entailment_model
from qa.entailment.network import threshold
from qa.llm.endpoint import Message
from qa.llm.models import LocalModel
from qa.ranking.reader import load_reader

SEED = 11
SAMPLE = 75
"""Claims of each set that a language model is asked about."""
CHOSEN_ON = 1500
"""Claims kept aside by training that thresholds are chosen on."""
SHOWN = 3000
"""Characters of a text that a language model reads; its context has an end."""

console = Console()
Scores = NDArray[np.float64]
Way = Callable[[Sequence[Claim]], Scores]
"""How likely each claim is supported, in any unit that grows with it."""


def main(
    data: Annotated[Path, typer.Argument(help="Folder with the sets.")],
    pairs: Annotated[Path, typer.Option(help="Folder of the checker's training, with its pairs.")],
    model: Annotated[str | None, typer.Option(help="A local model to ask, too.")] = None,
) -> None:
    """Prints the table."""
    sets = to_measure(data)
    sample = {name: _sample(claims) for name, claims in sets.items()}
    table = Table("way", *(f"{name}, {len(claims)}" for name, claims in sets.items()),
                  *(f"{name}, sample of {SAMPLE}" for name in sets), "ms a claim")  # fmt: skip
    _, aside = kept_pairs(data, pairs, load_reader())
    for name, (way, limit) in _ways(aside[:CHOSEN_ON]).items():
        cells, seconds, count = [], 0.0, 0
        for claims in (*sets.values(), *sample.values()):
            start = time.perf_counter()
            says = way(claims) >= limit
            seconds, count = seconds + time.perf_counter() - start, count + len(claims)
            cells.append(_told(says, claims))
        table.add_row(name, *cells, f"{1000 * seconds / count:.0f}")
    if model:
        table.add_row(*_asked(model, sample, len(sets)))
    console.print(table)


def _ways(aside: Sequence[Claim]) -> dict[str, tuple[Way, float]]:
    """By name, each with its threshold."""
    embedder = load_embedder(Settings.load())
    judge, checker = load_judge(embedder), load_entailment_model()

    seen: dict[tuple[tuple[str, str], ...], Scores] = {}  # to embed all texts takes minutes

    def feature(name: str) -> Way:
        def of(claims: Sequence[Claim]) -> Scores:
            pairs = tuple(_pairs(claims))
            if pairs not in seen:
                seen[pairs] = observe(pairs, embedder)
            return seen[pairs][:, NAMES.index(name)]

        return of

    def read(claims: Sequence[Claim]) -> Scores:
        return np.array(
            [
                checker.predict(one.text, [one.heading], [one.evidence])[0].supported
                for one in claims
            ]
        )

    plain = {
        "cosine to the best sentence": feature("cosine to best sentence"),
        "share of words": feature("words held"),
    }
    return {
        **{name: (way, threshold_of(way(aside), aside)) for name, way in plain.items()},
        "judge of evaluations": (
            lambda claims: np.array(judge.supported(_pairs(claims)), dtype=float),
            0.5,
        ),
        "checker": (read, threshold()),
    }


def _asked(name: str, sample: dict[str, list[Claim]], before: int) -> list[str]:
    """The row of a language model."""
    cells, seconds, count = ["" for _ in range(before)], 0.0, 0
    with serving(name, lookup=False) as model:
        for label, claims in sample.items():
            start = time.perf_counter()
            says = np.array([_says_yes(model, one) for one in track(claims, label)])
            seconds, count = seconds + time.perf_counter() - start, count + len(claims)
            cells.append(_told(says, claims))
    return [name, *cells, f"{1000 * seconds / count:.0f}"]


def _says_yes(model: LocalModel, claim: Claim) -> bool:
    asked = (
        f"Text:\n{claim.evidence[:SHOWN]}\n\nClaim: {claim.text}\n\n"
        "Does the text support the whole claim? Answer with yes or no."
    )
    said = "".join(
        piece for piece in model.stream([Message("user", asked)], 4) if isinstance(piece, str)
    )
    return said.strip().lower().startswith("yes")


def _sample(claims: Sequence[Claim]) -> list[Claim]:
    return random.Random(SEED).sample(list(claims), min(SAMPLE, len(claims)))


def _pairs(claims: Sequence[Claim]) -> list[tuple[str, str]]:
    return [(one.text, one.evidence) for one in claims]


def _told(says: NDArray[np.bool_], claims: Sequence[Claim]) -> str:
    found = accuracy(says, np.array([one.supported for one in claims]))
    return f"{found['value']:.3f} ({found['low']:.3f} to {found['high']:.3f})"


if __name__ == "__main__":
    typer.run(main)
