"""An exported network in onnxruntime: inputs in, logits out."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.onnx_backend import cores, open_session
from qa.cross_encoder.layout import NetworkInput, inputs_of

INPUTS = ("ids", "segments")
"""What a graph is fed: no mask, since no input is padded."""


class OnnxNetwork:
    """Runs a graph; safe to use from several threads.

    Each input is read by itself, so that what is said of it depends on no other, and several side
    by side, each on one core: what passes between the layers then stays in a core's memory.
    """

    def __init__(self, graph: Path, outputs: Sequence[str]) -> None:
        """Loads the graph; a fifth of a second.

        Args:
            outputs: The names of those that are wanted.

        Raises:
            ModelError: the file is damaged.
        """
        self._session = open_session(graph, one_core=True)
        self._outputs = list(outputs)
        self._threads = ThreadPoolExecutor(cores(), graph.stem)

    def logits(self, inputs: Sequence[NetworkInput]) -> list[list[NDArray[np.float32]]]:
        """For each input, in order, the outputs; their first axis, over inputs, is left out."""
        if len(inputs) < 2:
            return [self._run(one) for one in inputs]
        longest_first = sorted(range(len(inputs)), key=lambda i: -len(inputs[i].ids))
        found = self._threads.map(self._run, [inputs[i] for i in longest_first])
        in_order = dict(zip(longest_first, found, strict=True))
        return [in_order[number] for number in range(len(inputs))]

    def _run(self, one: NetworkInput) -> list[NDArray[np.float32]]:
        fed = inputs_of([one])
        found = self._session.run(self._outputs, {name: fed[name] for name in INPUTS})
        return [output[0] for output in found]
