"""The teacher in PyTorch: an encoder of sentences that judges a question beside a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer, PreTrainedModel

from eval.teacher.lists import Candidate
from eval.training.network import NO_DROPOUT

HEADING_CHARACTERS = 80
"""What it reads of a heading: the end, where the title stands."""
TOKENS = 96
"""Of question and sentence together, at most."""


class Teacher(nn.Module):  # type: ignore[misc]
    """A cross-encoder over question and sentence."""

    def __init__(self, body: PreTrainedModel) -> None:
        """`body` is all-mpnet-base-v2, or smaller; the lower half of its layers learns nothing."""
        super().__init__()
        self.body = body
        self.answers = nn.Linear(body.config.hidden_size, 1)
        nn.init.normal_(self.answers.weight, std=0.02)
        nn.init.zeros_(self.answers.bias)
        for layer in body.encoder.layer[: len(body.encoder.layer) // 2]:
            layer.requires_grad_(False)

    def forward(self, inputs: Mapping[str, Tensor]) -> Tensor:
        """Log-odds that each sentence answers, shape (sentences,)."""
        answers: Tensor = self.answers(self.body(**inputs).last_hidden_state[:, 0])
        return answers[:, 0]


def started(model: Path, layers: int | None = None) -> Teacher:
    """The teacher before it has learned, from the folder of a published encoder: of all its
    layers, or the lowest `layers`."""
    how = {"add_pooling_layer": False, "local_files_only": True, **NO_DROPOUT}
    body = AutoModel.from_pretrained(model, **how)
    body.encoder.layer = body.encoder.layer[:layers]
    return Teacher(body)


def tokenizer_of(model: Path) -> Any:
    """The tokenizer in the folder of a published encoder."""
    return AutoTokenizer.from_pretrained(model, local_files_only=True)


def inputs_of(tokenizer: Any, asked: Sequence[tuple[str, Candidate]]) -> Mapping[str, Tensor]:
    """Questions and sentences as the teacher reads them."""
    made: Mapping[str, Tensor] = tokenizer(
        [question for question, _ in asked],
        [f"{one.heading[-HEADING_CHARACTERS:]}. {one.text}" for _, one in asked],
        truncation="longest_first", max_length=TOKENS, padding=True, return_tensors="pt",
    )  # fmt: skip
    return made
