"""Models in PyTorch through sentence-transformers: the exact way, and any other model.

The only module that imports torch and sentence-transformers, and slow to import:
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
from transformers import AutoModel
from transformers.utils import logging as transformers_logging

from index.errors import ModelError
from index.vectors import unit_length

transformers_logging.disable_progress_bar()


class TorchBackend:
    """Runs a sentence-transformers model in `float32` or `bfloat16`."""

    def __init__(self, name_or_folder: str, name: str) -> None:
        self.name = name
        try:
            self.model: Any = SentenceTransformer(
                name_or_folder,
                device="cpu",
                model_kwargs={"dtype": getattr(torch, name)},
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
            list(texts), batch_size=len(texts), convert_to_tensor=True, show_progress_bar=False
        )
        return unit_length(tensor.float().numpy())


def load_other(name_or_folder: str, choice: str) -> tuple[str, int, TorchBackend]:
    """A model other than the packaged one: its name for the store, dimension and backend.

    Raises:
        ModelError: it cannot be loaded, or the backend is not one it can run on.
    """
    if choice.startswith("onnx-"):
        raise ModelError(
            f"embedding_backend {choice} runs the packaged model only; "
            "set it to auto, float32 or bfloat16."
        )
    backend = TorchBackend(name_or_folder, "float32" if choice == "auto" else choice)
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


class _Pooled(torch.nn.Module):  # type: ignore[misc]
    """Transformer, mean over the tokens, length 1: what all-MiniLM-L6-v2 consists of."""

    def __init__(self, directory: str) -> None:
        super().__init__()
        self.transformer = AutoModel.from_pretrained(
            directory, attn_implementation="eager", local_files_only=True
        )

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        output = self.transformer(input_ids=input_ids, attention_mask=attention_mask)
        mask = attention_mask.unsqueeze(-1).to(torch.float32)
        mean = (output.last_hidden_state * mask).sum(1) / mask.sum(1).clamp(min=1)
        return torch.nn.functional.normalize(mean, dim=-1)


def pooled_model(directory: str) -> torch.nn.Module:
    """The packaged model as one module that maps token ids to vectors, for export."""
    return _Pooled(directory).eval()
