"""The tagger in PyTorch: the reader's encoder, with one output a token."""

from __future__ import annotations

from torch import Tensor, nn
from transformers import BertModel


class TaggerNetwork(nn.Module):  # type: ignore[misc]
    """Tags each token of a conversation: the question means it, too."""

    def __init__(self, body: BertModel) -> None:
        """`body` comes from a trained reader, which has learned to compare two texts."""
        super().__init__()
        self.body = body
        width = body.config.hidden_size
        self.meant = nn.Sequential(nn.Linear(width, width), nn.Tanh(), nn.Linear(width, 1))

    def forward(self, ids: Tensor, segments: Tensor, mask: Tensor | None = None) -> Tensor:
        """Logits of shape (inputs, tokens), the shape of the arguments."""
        hidden = self.body(
            input_ids=ids, token_type_ids=segments, attention_mask=mask
        ).last_hidden_state
        meant: Tensor = self.meant(hidden).squeeze(-1)
        return meant
