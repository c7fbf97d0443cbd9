"""The entailment network in onnxruntime: claims and texts in, probabilities out.

A claim and a text are laid out as the reader lays out a question and a passage
(`qa.cross_encoder.layout`): a text longer than one window is read in several, and the one that
supports the claim most decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.models import ModelFile
from qa.cross_encoder.layout import whole_tokenizer, windows
from qa.cross_encoder.network import OnnxNetwork
from qa.cross_encoder.weights import packaged_weights
from qa.packaged import packaged_json

GRAPH, ABOUT = "entailment.onnx", "entailment.json"


@dataclass(frozen=True, slots=True)
class Entailment:
    """What a text says of a claim: probabilities that sum to 1."""

    supported: float
    contradicted: float
    unstated: float


LABELS = ("supported", "contradicted", "unstated")
"""The order of the network's outputs."""


class OnnxEntailmentModel:
    """Predicts with an exported network; safe to use from several threads."""

    def __init__(self, graph: Path) -> None:
        """Loads the graph; a fifth of a second.

        Raises:
            ModelError: the file is damaged.
        """
        self._network = OnnxNetwork(graph, ("stance",))
        self._tokenizer = whole_tokenizer()

    def predict(
        self, claim: str, headings: Sequence[str], texts: Sequence[str]
    ) -> list[Entailment]:
        """What each text, under its heading, says of the claim; in order."""
        if not texts:
            return []
        made = windows(self._tokenizer, claim, headings, texts)
        logits = np.stack([stance for (stance,) in self._network.logits(made)])
        entailments = [_entailment(row) for row in softmax(logits)]
        best: dict[int, Entailment] = {}
        for window, stance in zip(made, entailments, strict=True):
            known = best.setdefault(window.passage, stance)
            if stance.supported > known.supported:
                best[window.passage] = stance
        return [best[number] for number in range(len(texts))]


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows as probabilities: the shape of `logits`."""
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float32)


def _entailment(row: NDArray[np.float32]) -> Entailment:
    return Entailment(*(float(one) for one in row))


@cache
def _about() -> dict[str, Any]:
    content: dict[str, Any] = packaged_json("qa.entailment", ABOUT)
    return content


def threshold() -> float:
    """The probability of "supported" that tells best, on claims that were not learned from."""
    return float(_about()["threshold"])


@cache
def packaged_file() -> ModelFile:
    """The file that ships with the package, as it was packed."""
    return packaged_weights("article-qa-entailment", "entailment", "qa.entailment", _about())


def packaged() -> OnnxEntailmentModel:
    """The network that ships with the package; `qa.entailment.load_entailment_model` keeps it.

    Raises:
        ModelError: its file is missing or not the right one.
    """
    return OnnxEntailmentModel(packaged_file().directory() / GRAPH)
