"""The entailment network in PyTorch: a published encoder with a classification head."""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn
from transformers import MPNetModel

from eval.published import PublishedEncoder, keep_lower_half
from qa.entailment.network import LABELS


class EntailmentNetwork(nn.Module):  # type: ignore[misc]
    """A cross-encoder over claim and text."""

    def __init__(self, body: PublishedEncoder) -> None:
        """`body` says what it is fed as BERT does."""
        super().__init__()
        self.body = body
        width = body.config.hidden_size
        self.stance = nn.Sequential(
            nn.Linear(2 * width, width), nn.Tanh(), nn.Linear(width, len(LABELS))
        )

    def forward(
        self, ids: Tensor, segments: Tensor | None = None, mask: Tensor | None = None
    ) -> Tensor:
        """Logits, shape (inputs, 3), of `LABELS`; the arguments are of shape (inputs, tokens).
        Without a mask nothing is padding; the encoder knows no segments.

        The head reads the first token and the mean of all tokens, so that a change of one word
        in a long claim still counts.
        """
        hidden = self.body(
            input_ids=ids, token_type_ids=segments, attention_mask=mask
        ).last_hidden_state
        if mask is None:
            mean = hidden.mean(dim=1)
        else:
            there = mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * there).sum(dim=1) / there.sum(dim=1)
        stance: Tensor = self.stance(torch.cat([hidden[:, 0], mean], dim=-1))
        return stance


def started(body: MPNetModel) -> EntailmentNetwork:
    """The network before it has learned, on a copy of an encoder, whose lower half stays."""
    own = copy.deepcopy(body)
    keep_lower_half(own)
    return EntailmentNetwork(PublishedEncoder(own))
