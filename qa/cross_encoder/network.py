"""An exported network in onnxruntime: inputs in, logits out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.onnx_backend import SideBySide, open_session
from qa.cross_encoder.layout import NetworkInput, inputs_of


class OnnxNetwork:
    """Runs a graph; safe to use from several threads."""

    def __init__(self, graph: Path, outputs: Sequence[str]) -> None:
        """Loads the graph; a fifth of a second.

        Args:
            outputs: The names of those that are wanted.

        Raises:
            ModelError: the file is damaged.
        """
        self._session = open_session(graph, one_core=True)
        self._inputs = [one.name for one in self._session.get_inputs()]
        self._outputs = list(outputs)
        self._read_all = SideBySide(self._read, lambda one: len(one.ids), graph.stem)

    def logits(self, inputs: Sequence[NetworkInput]) -> list[list[NDArray[np.float32]]]:
        """For each input, in order, the outputs; their first axis, over inputs, is left out."""
        return self._read_all(inputs)

    def _read(self, one: NetworkInput) -> list[NDArray[np.float32]]:
        fed = inputs_of([one])
        found = self._session.run(self._outputs, {name: fed[name] for name in self._inputs})
        return [output[0] for output in found]
