"""The checker's network in PyTorch: the reader's body with one head of three outputs."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from transformers import BertModel

from eval.training.network import Reader
from qa.entailment.network import LABELS


class CheckerNetwork(nn.Module):  # type: ignore[misc]
    """A cross-encoder over claim and text."""

    def __init__(self, body: BertModel) -> None:
        """`body` is started from a trained reader's, which has learned to compare two texts."""
        super().__init__()
        self.body = body
        width = body.config.hidden_size
        self.stance = nn.Sequential(
            nn.Linear(2 * width, width), nn.Tanh(), nn.Linear(width, len(LABELS))
        )

    @classmethod
    def of(cls, reader: Reader) -> CheckerNetwork:
        """From a reader's body."""
        return cls(reader.body)

    def forward(self, ids: Tensor, segments: Tensor, mask: Tensor) -> Tensor:
        """Logits, shape (inputs, 3), of `LABELS`; the arguments are of shape (inputs, tokens).

        The first token and the mean of all: one change in a long claim is not lost.
        """
        hidden = self.body(
            input_ids=ids, token_type_ids=segments, attention_mask=mask
        ).last_hidden_state
        there = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * there).sum(dim=1) / there.sum(dim=1)
        stance: Tensor = self.stance(torch.cat([hidden[:, 0], mean], dim=-1))
        return stance
