"""Embedding models other than the packaged one, in PyTorch through sentence-transformers.

The only module of the package that imports torch and sentence-transformers, and slow to import:
others import it when they need it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from transformers.utils import logging as transformers_logging

from index.errors import ModelError
from index.vectors import unit_length

BATCH = 8
"""Texts at once; sorted by length, small batches waste least on padding."""

transformers_logging.disable_progress_bar()


class TorchBackend:
    """Runs a sentence-transformers model in float32."""

    name = "sentence-transformers"

    def __init__(self, name_or_folder: str) -> None:
        """Loads the model.

        Raises:
            ModelError: it cannot be loaded.
        """
        try:
            self.model: Any = SentenceTransformer(
                name_or_folder,
                device="cpu",
                model_kwargs={"dtype": torch.float32},
                local_files_only=Path(name_or_folder).is_dir(),
            )
        except (OSError, ValueError) as error:
            raise ModelError(
                f"The embedding model {name_or_folder!r} could not be loaded: {error}. Set "
                "embedding_model to a sentence-transformers folder, or to a name of its hub."
            ) from error

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of one batch: shape (texts, dimension), each of length 1."""
        tensor = self.model.encode(
            list(texts), batch_size=BATCH, convert_to_tensor=True, show_progress_bar=False
        )
        return unit_length(tensor.float().numpy())


def load_other(name_or_folder: str) -> tuple[str, int, TorchBackend]:
    """A model other than the packaged one: its name for the store, dimension and backend.

    Raises:
        ModelError: it cannot be loaded.
    """
    backend = TorchBackend(name_or_folder)
    dimension = int(backend.model.get_embedding_dimension())
    return other_model_name(name_or_folder), dimension, backend


def other_model_name(name_or_folder: str) -> str:
    """Name for the store: a folder by the hash of its weights, a hub's model by its name."""
    folder = Path(name_or_folder)
    if not folder.is_dir():
        return name_or_folder
    weights = sorted([*folder.glob("*.safetensors"), *folder.glob("*.bin")])
    if not weights:
        raise ModelError(f"{folder} holds no model weights (*.safetensors).")
    with weights[0].open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return f"{folder.resolve().name}@{digest[:16]}"
