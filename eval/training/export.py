"""Exports the trained network as an int8 ONNX graph, with its size, hash and quality."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np

from eval.graphs import AXES, copy_with_description, describe, quantise, write_cross_encoder
from eval.training.evaluate import evaluate
from eval.training.groups import Group, read_groups
from eval.training.network import Reader
from eval.training.train import read_group
from qa.cross_encoder.layout import whole_tokenizer
from qa.ranking.reader.network import GRAPH, OnnxReader
from qa.types import PassageReading

PACKAGE = Path("qa/ranking/reader")
COMPARED = 200
"""Held-out questions on which int8 is compared with float32."""


def write_float32(model: Reader, path: Path) -> None:
    """Writes the float32 graph."""
    write_cross_encoder(model, path, {"relevance": {0: "inputs"}, "tokens": AXES})


def export(model: Reader, run: Path, dev: Path, *, ship: bool) -> None:
    """Writes `reader.onnx` and `reader.json` to `run`; where `ship`, copies both into the package.

    Evaluates float32 and int8 on the held-out questions in the file `dev` for which the search
    found passages.
    """
    exact, path = run / "reader-float32.onnx", run / GRAPH
    write_float32(model, exact)
    quantise(exact, path)
    groups = [one for one in read_groups(dev) if one.passages][:COMPARED]

    exactly = partial(read_group, model.eval(), whole_tokenizer(), half=False)
    quantised = OnnxReader(path)

    def in_int8(group: Group) -> list[PassageReading]:
        shown = group.passages
        return quantised.read(group.question, [p.heading for p in shown], [p.text for p in shown])

    gaps = [
        abs(a.relevance - b.relevance)
        for group in groups[:100]
        for a, b in zip(exactly(group), in_int8(group), strict=True)
    ]
    describe(
        path,
        {
            "float32": evaluate(exactly, groups),
            "int8": evaluate(in_int8, groups),
            "mean_gap": round(float(np.mean(gaps)), 4),
        },
    )
    if ship:
        copy_with_description(path, PACKAGE)
