"""The reader's network in PyTorch: a small BERT over question and passage, with four outputs."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from torch import Tensor, nn
from transformers import BertModel

HEADS = ("start", "end", "inside")
"""For each token: whether the answer starts there, ends there, whether its sentence is there."""


class Output(NamedTuple):
    """Of a batch of inputs; logits."""

    relevance: Tensor
    """(inputs,): whether the passage answers the question."""
    tokens: Tensor
    """(inputs, tokens, 3): see `HEADS`. The first token stands for no answer at all."""


class Reader(nn.Module):  # type: ignore[misc]
    """A cross-encoder with heads for relevance, answer and sentence."""

    def __init__(self, body: BertModel) -> None:
        """`body` is started from an embedding model's weights."""
        super().__init__()
        self.body = body
        width = body.config.hidden_size
        self.relevance = nn.Sequential(nn.Linear(width, width), nn.Tanh(), nn.Linear(width, 1))
        self.tokens = nn.Linear(width, len(HEADS))

    @classmethod
    def start(cls, folder: Path, layers: int) -> Reader:
        """From the weights in `folder`; with fewer layers, evenly chosen ones of them.

        Without dropout: hardly a question is seen twice, and it costs a third of the time.
        """
        undisturbed = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
        body = BertModel.from_pretrained(str(folder), add_pooling_layer=False, **undisturbed)
        count = body.config.num_hidden_layers
        if layers < count:
            kept = [round((i + 1) * count / layers) - 1 for i in range(layers)]
            body.encoder.layer = nn.ModuleList(body.encoder.layer[i] for i in kept)
            body.config.num_hidden_layers = layers
        return cls(body)

    def forward(self, ids: Tensor, segments: Tensor, mask: Tensor) -> Output:
        """All of shape (inputs, tokens)."""
        hidden = self.body(
            input_ids=ids, token_type_ids=segments, attention_mask=mask
        ).last_hidden_state
        return Output(self.relevance(hidden[:, 0]).squeeze(-1), self.tokens(hidden))
