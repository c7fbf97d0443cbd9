"""Learning curves of a run: loss and measures on held-out questions over the steps."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot

MEASURED = ("hit@1", "sentence@1", "sentence_accuracy", "f1", "auroc")


def draw(run: Path) -> None:
    """Draws the log in the folder `run` as `curves.svg`."""
    entries = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    losses = [entry for entry in entries if "ranking" in entry]
    measured = [entry for entry in entries if "dev" in entry]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4))
    for name in ("answers", "ranking", "span", "sentence"):
        values = [entry.get(name) for entry in losses]
        left.plot([entry["step"] for entry in losses], _smooth(values), label=name)
    for name in MEASURED:
        having = [entry for entry in measured if name in entry["dev"]]
        right.plot(
            [entry["step"] for entry in having],
            [entry["dev"][name] for entry in having],
            marker="o",
            label=name,
        )
    left.set(xlabel="step", title="training loss, smoothed")
    right.set(xlabel="step", title="held-out questions")
    left.legend()
    right.legend()
    figure.tight_layout()
    figure.savefig(run / "curves.svg")
    pyplot.close(figure)


def _smooth(values: list[float | None]) -> list[float]:
    """Exponential moving average; a missing value repeats the last average."""
    smooth: list[float] = []
    for value in values:
        last = smooth[-1] if smooth else (value or 0.0)
        smooth.append(last if value is None else 0.95 * last + 0.05 * value)
    return smooth
