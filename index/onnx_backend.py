"""The packaged model in onnxruntime: starts in a fraction of PyTorch's time, and runs faster.

The graph is exported by PyTorch once for each machine, pooling and length
normalisation included, and quantised to int8 from there.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.errors import ModelError
from index.models import ModelFile
from index.vectors import unit_length

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # it reports home from its import on
import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidProtobuf

RUNTIME = f"onnxruntime {onnxruntime.__version__}"
MAX_TOKENS = 256
"""What all-MiniLM-L6-v2 was trained to read."""


class OnnxBackend:
    """Runs an exported graph; `name` is `float32`, `onnx-int8` or `onnx-uint8`."""

    def __init__(self, name: str, graph: Path, directory: Path) -> None:
        self.name = name
        try:
            self._session = open_session(graph)
        except ModelError as error:
            graph.unlink(missing_ok=True)
            raise ModelError(
                f"{graph} was damaged and has been removed; run the same command again, "
                "which makes it anew."
            ) from error
        self._tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of one batch: shape (texts, 384), each of length 1."""
        encoded = self._tokenizer.encode_batch(list(texts))
        inputs = {
            "input_ids": np.array([one.ids for one in encoded], dtype=np.int64),
            "attention_mask": np.array([one.attention_mask for one in encoded], dtype=np.int64),
        }
        return unit_length(self._session.run(["vector"], inputs)[0])


def open_session(graph: Path) -> onnxruntime.InferenceSession:
    """A graph, loaded to run on all cores that this process may use.

    Its threads sleep while they wait: to spin is a twentieth faster on an idle machine, and
    takes half as long again where a browser or another answer is at work beside it.

    Raises:
        ModelError: the file is damaged.
    """
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = _threads()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    except (Fail, InvalidProtobuf) as error:
        raise ModelError(f"{graph} is damaged.") from error


def exported(model: ModelFile, folder: Path, name: str) -> Path:
    """The graph called `name` in `folder`, made from the model's weights where it is missing."""
    path = folder / f"{name}.onnx"
    if path.is_file():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    exact = None if name == "float32" else exported(model, folder, "float32")
    with FileLock(folder / "export.lock"):
        if path.is_file():  # another process made it while this one waited
            return path
        partial = folder / f"{name}.{os.getpid()}.part"
        try:
            if exact is None:
                _export(model.verify(), partial)
            else:
                quantise(exact, partial, signed=name == "onnx-int8")
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    return path


def _export(directory: Path, path: Path) -> None:
    from index.torch_backend import pooled_model

    axes = {0: "texts", 1: "tokens"}
    inputs = {"input_ids": axes, "attention_mask": axes}
    write_graph(pooled_model(str(directory)), path, inputs, {"vector": {0: "texts"}})


Axes = dict[str, dict[int, str]]


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


def quantise(graph: Path, path: Path, *, signed: bool = True) -> None:
    """Writes a float32 graph in eight bits: weights by column, activations as they come.

    Signed weights are for processors with VNNI; others add products of pairs in sixteen bits,
    where signed ones run over.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.disable(logging.WARNING)  # it advises a preparation that changes nothing here
    try:
        kind = QuantType.QInt8 if signed else QuantType.QUInt8
        quantize_dynamic(str(graph), str(path), weight_type=kind, per_channel=True)
    finally:
        logging.disable(logging.NOTSET)


def _threads() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
