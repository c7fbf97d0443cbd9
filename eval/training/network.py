"""The reader's network in PyTorch: a small BERT over question and passage, with four outputs."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from torch import Tensor, nn
from transformers import BertModel

NO_DROPOUT = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
"""Dropout would cost a third of the time, and few questions are seen twice."""
HEADS = ("start", "end", "inside")
"""For each token: the answer starts there, it ends there, the token is in its sentence."""


class Output(NamedTuple):
    """Logits of a batch of inputs."""

    relevance: Tensor
    """Shape (inputs,): the passage answers the question."""
    tokens: Tensor
    """Shape (inputs, tokens, 3): see `HEADS`. The first token stands for no answer."""


class Reader(nn.Module):  # type: ignore[misc]
    """A cross-encoder with heads for relevance, answer and sentence."""

    def __init__(self, body: BertModel) -> None:
        """`body` has the weights of an embedding model."""
        super().__init__()
        self.body = body
        width = body.config.hidden_size
        self.relevance = nn.Sequential(nn.Linear(width, width), nn.Tanh(), nn.Linear(width, 1))
        self.tokens = nn.Linear(width, len(HEADS))

    @classmethod
    def start(cls, folder: Path, layers: int) -> Reader:
        """A reader whose body has the weights in `folder`; fewer layers are chosen at even
        steps."""
        body = BertModel.from_pretrained(str(folder), add_pooling_layer=False, **NO_DROPOUT)
        count = body.config.num_hidden_layers
        if layers < count:
            kept = [round((i + 1) * count / layers) - 1 for i in range(layers)]
            body.encoder.layer = nn.ModuleList(body.encoder.layer[i] for i in kept)
            body.config.num_hidden_layers = layers
        return cls(body)

    def forward(self, ids: Tensor, segments: Tensor, mask: Tensor | None = None) -> Output:
        """Logits; arguments are of shape (inputs, tokens). Without a mask nothing is padding."""
        hidden = self.body(
            input_ids=ids, token_type_ids=segments, attention_mask=mask
        ).last_hidden_state
        return Output(self.relevance(hidden[:, 0]).squeeze(-1), self.tokens(hidden))
