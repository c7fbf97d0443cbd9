"""Networks in onnxruntime, and the packaged embedding model as one of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.errors import ModelError
from index.models import MINILM, TOKENIZER

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # it reports home from its import on
import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidProtobuf

MAX_TOKENS = 256
"""What all-MiniLM-L6-v2 was trained to read."""

Read = TypeVar("Read")
Found = TypeVar("Found")


class SideBySide(Generic[Read, Found]):
    """Has each of several inputs read by itself, so that what is found depends on no other, and
    several at once, each on one core: what passes between a network's layers stays in its memory.
    Safe to use from several threads."""

    def __init__(
        self,
        read: Callable[[Read], Found],
        length: Callable[[Read], int],
        name: str,
        threads: int | None = None,
    ) -> None:
        """Starts no thread before there are two inputs.

        Args:
            length: Of an input: the longest is read first.
            name: Of the threads.
            threads: Inputs that are read side by side; None: one for each core.
        """
        self._read, self._length = read, length
        self._threads = ThreadPoolExecutor(threads or cores(), name)

    def __call__(self, inputs: Sequence[Read]) -> list[Found]:
        """What is found in each, in their order."""
        if len(inputs) < 2:
            return [self._read(one) for one in inputs]
        longest_first = sorted(range(len(inputs)), key=lambda number: -self._length(inputs[number]))
        found = self._threads.map(self._read, [inputs[number] for number in longest_first])
        in_order = dict(zip(longest_first, found, strict=True))
        return [in_order[number] for number in range(len(inputs))]


class OnnxBackend:
    """The packaged model. Each text is read by itself: its vector depends on nothing else."""

    name = "onnxruntime"

    def __init__(self, threads: int | None = None) -> None:
        """Loads the model; a tenth of a second.

        Args:
            threads: Texts that are read side by side; None: one for each core.

        Raises:
            ModelError: a file is missing or damaged.
        """
        self._session = open_session(MINILM.directory() / MINILM.file, reproducible=True)
        self._tokenizer = Tokenizer.from_file(str(TOKENIZER.directory() / TOKENIZER.file))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        self._vectors = SideBySide(self._vector, len, "embedding", threads)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of one batch: shape (texts, 384), each of length 1."""
        tokens = [one.ids for one in self._tokenizer.encode_batch(list(texts))]
        return np.stack(self._vectors(tokens))

    def _vector(self, tokens: list[int]) -> NDArray[np.float32]:
        vector: NDArray[np.float32]
        (vector,) = self._session.run(["vector"], {"ids": np.array(tokens, dtype=np.int64)})
        return vector


def open_session(
    graph: Path, *, one_core: bool = False, reproducible: bool = False
) -> onnxruntime.InferenceSession:
    """A graph, loaded to run on all cores that this process may use.

    Its threads sleep while they wait: to spin is a twentieth faster on an idle machine, and
    takes half as long again where a browser or another answer is at work beside it. What is added
    and then normalised stays two steps: as one, onnxruntime takes six times as long for them.

    Args:
        one_core: Run on the core of the caller, which can have several inputs run side by side.
        reproducible: Run all operators as the graph has them, on one core. By itself onnxruntime
            puts others in their place, and which ones depends on the processor.

    Raises:
        ModelError: the file is damaged.
    """
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1 if one_core or reproducible else cores()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if reproducible:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.add_session_config_entry("mlas.disable_kleidiai", "1")  # products of its own on ARM
    try:
        return onnxruntime.InferenceSession(
            str(graph),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],
        )
    except (Fail, InvalidProtobuf) as error:
        raise ModelError(f"{graph} is damaged.") from error


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
