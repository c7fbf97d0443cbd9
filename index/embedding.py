"""Texts to vectors: which model makes them, and in which order.

The packaged model gives a text the same vector in every batch and on every processor that
docs/lab/embedding.md names, so a vector of one machine may be compared with one of another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from index.extras import need
from index.models import MINILM
from index.settings import DEFAULT_MODEL, Settings
from index.vectors import Vectors

PACKAGED = f"{MINILM.name}@{MINILM.sha256[:16]}"
"""What a store remembers of the packaged model."""
BATCH = 32
"""Texts at once: enough for every core to have some."""


class Backend(Protocol):
    """One way of running a model."""

    name: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of one batch."""
        ...


@dataclass(frozen=True)
class Embedder:
    """An embedding model ready to use. `model` names it, with the hash of its weights."""

    model: str
    dimension: int
    backend: Backend

    @property
    def window(self) -> int:
        """Texts that are worth handing over together."""
        return 2048

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of `texts`, in their order: shape (len(texts), dimension)."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for positions, batch in self.embed_batches(texts):
            vectors[positions] = batch
        return vectors

    def embed_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Vectors]]:
        """The same as they are made, longest texts first: positions and their vectors."""
        order = longest_first(texts)
        for start in range(0, len(order), BATCH):
            positions = order[start : start + BATCH]
            yield positions, self.backend.encode([texts[position] for position in positions])


def longest_first(texts: Sequence[str]) -> list[int]:
    """The positions of texts by length, so that what takes longest is not begun last."""
    return sorted(range(len(texts)), key=lambda position: -len(texts[position]))


def load_embedder(settings: Settings, threads: int | None = None) -> Embedder:
    """The embedder that the settings name.

    Args:
        threads: Texts that the packaged model reads side by side; None: one for each core.

    Raises:
        ModelError: the model is missing, damaged or unknown.
        ExtraMissing: it needs packages that are not installed.
    """
    if settings.embedding_model != DEFAULT_MODEL:
        need("models")
        from index.torch_backend import load_other

        return Embedder(*load_other(settings.embedding_model))
    return load_packaged(threads)


def load_packaged(threads: int | None = None) -> Embedder:
    """The packaged model, whatever the settings name; `threads` as of `load_embedder`.

    Raises:
        ModelError: its files are missing or damaged.
    """
    from index.onnx_backend import OnnxBackend

    return Embedder(PACKAGED, 384, OnnxBackend(threads))


def model_name(settings: Settings) -> str:
    """What a store remembers of the model: its name and the hash of its weights.

    Raises:
        ModelError: a model folder is not one.
        ExtraMissing: the model needs packages that are not installed.
    """
    if settings.embedding_model == DEFAULT_MODEL:
        return PACKAGED
    need("models")
    from index.torch_backend import other_model_name

    return other_model_name(settings.embedding_model)
