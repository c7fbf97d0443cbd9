"""A published encoder as the body of a network of ours."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import MPNetConfig, MPNetModel
from transformers.modeling_outputs import BaseModelOutput

from eval.smoothing import with_smooth_layers
from eval.training.network import NO_DROPOUT
from qa.cross_encoder.layout import CLS, SEP

_PAD = 0
"""The number that stands for nothing in the packaged tokenizer."""
_OFFSET = 4
"""MPNet has the same words, so many numbers on; its marks for the beginning, for nothing and for an
end stand before them."""
_BEGINS, _NOTHING, _ENDS = 0, 1, 2


class PublishedEncoder(nn.Module):  # type: ignore[misc]
    """MPNet, fed the numbers that the packaged tokenizer gives words."""

    numbers: Tensor

    def __init__(self, body: MPNetModel) -> None:
        super().__init__()
        self.body, self.config = body, body.config
        numbers = torch.arange(body.config.vocab_size - _OFFSET - 1) + _OFFSET
        numbers[[CLS, _PAD, SEP]] = torch.tensor([_BEGINS, _NOTHING, _ENDS])
        self.register_buffer("numbers", numbers, persistent=False)

    def forward(
        self,
        input_ids: Tensor,
        token_type_ids: Tensor | None = None,
        attention_mask: Tensor | None = None,
    ) -> BaseModelOutput:
        """As BERT's, but that it knows no segments."""
        return self.body(input_ids=self.numbers[input_ids], attention_mask=attention_mask)


def unlearned(layers: int) -> PublishedEncoder:
    """An encoder shaped as all-mpnet-base-v2, of so many layers, as it was before it learned, to be
    filled from a graph."""
    shape = {"max_position_embeddings": 514, "layer_norm_eps": 1e-5, "num_hidden_layers": layers}
    config = MPNetConfig(**shape, **NO_DROPOUT)
    return PublishedEncoder(with_smooth_layers(MPNetModel(config, add_pooling_layer=False)))


def published(model: Path, layers: int) -> MPNetModel:
    """The lowest `layers` layers of the encoder in a folder, as all-mpnet-base-v2 is published."""
    how = {"add_pooling_layer": False, "local_files_only": True, **NO_DROPOUT}
    found: MPNetModel = MPNetModel.from_pretrained(str(model), num_hidden_layers=layers, **how)
    return found


def keep_lower_half(body: MPNetModel) -> None:
    """Has its word vectors, what it knows of distances, and the lower half of its layers learn
    nothing, so that no step goes back through them."""
    layers = body.encoder.layer
    for part in (
        body.embeddings,
        body.encoder.relative_attention_bias,
        *layers[: len(layers) // 2],
    ):
        part.requires_grad_(False)
