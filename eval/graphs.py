"""PyTorch networks as ONNX graphs, in float32 and in eight bits."""

from __future__ import annotations

import json
import logging
import shutil
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.models import sha256_of

INPUTS = ("ids", "segments")
"""What a network of two texts is fed: no mask, since no input is padded."""
Axes = dict[str, dict[int, str]]
AXES = {0: "inputs", 1: "tokens"}
"""Of what a network of two texts is fed: both may be of any length."""


def write_cross_encoder(model: Any, path: Path, outputs: Axes) -> None:
    """Writes a network of two texts as a float32 graph without a mask.

    With the attention in steps: as a graph, the fused one guards against rows that are masked as a
    whole, which takes a third of the time.
    """
    model.body.set_attn_implementation("eager")
    write_graph(model.eval(), path, dict.fromkeys(INPUTS, AXES), outputs)


def write_graph(model: Any, path: Path, inputs: Axes, outputs: Axes) -> None:
    """Writes a PyTorch network as a float32 graph.

    Args:
        inputs, outputs: Their names, in order, with the axes that may be of any length; each
            input is a table of token numbers.
    """
    import torch

    ids = torch.ones(2, 16, dtype=torch.long)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (ids,) * len(inputs),
            str(path),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={**inputs, **outputs},
            opset_version=17,
            dynamo=False,
        )


def quantise(graph: Path, path: Path) -> None:
    """Writes a float32 graph in eight bits: weights by column, activations as they come."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with _without_advice():
        quantize_dynamic(str(graph), str(path), weight_type=QuantType.QInt8, per_channel=True)


def describe(graph: Path, measured: Mapping[str, Any]) -> None:
    """Writes and prints what is known of a graph, into a JSON file beside it of the same name: its
    size and hash, by which it is recognised, and what was measured of it."""
    about = {
        **measured,
        "file": graph.name,
        "size": graph.stat().st_size,
        "sha256": sha256_of(graph),
    }
    text = json.dumps(about, indent=1) + "\n"
    graph.with_suffix(".json").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def copy_with_description(graph: Path, package: Path) -> None:
    """Copies a graph and its description into a folder of the package."""
    for path in (graph, graph.with_suffix(".json")):
        shutil.copyfile(path, package / path.name)


class _NoAdvice(logging.Filter):
    """Drops what onnxruntime's quantisation logs, errors excepted: it advises a preparation that
    changes nothing here."""

    def filter(self, record: logging.LogRecord) -> bool:
        own = Path(record.pathname).parts[-3:-1] == ("onnxruntime", "quantization")
        return record.levelno > logging.WARNING or not own


@contextmanager
def _without_advice() -> Iterator[None]:
    """The advice goes to the root logger; what others log there meanwhile is not touched."""
    dropped = _NoAdvice()
    root = logging.getLogger()
    root.addFilter(dropped)
    try:
        yield
    finally:
        root.removeFilter(dropped)
