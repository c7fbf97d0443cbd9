"""What the body learns first: which sentence of a list answers the question.

For this alone the encoder is read as it was published, with its own tokenizer, under a head of one
number; the network goes on from its body.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoTokenizer, MPNetModel

from eval.entailment.lists import Candidate, SentenceList
from eval.published import keep_lower_half, published
from eval.training.loop import Hyperparameters, autocast, console, fit
from eval.training.losses import cross_entropy

HEADING_CHARACTERS = 80
"""What it reads of a heading: the end, where the title stands."""
TOKENS = 96
"""Of question and sentence together, at most."""


@dataclass(frozen=True, slots=True)
class JudgeRecipe(Hyperparameters):
    """Hyperparameters of the judge."""

    learning_rate: float = 4e-5
    head_learning_rate: float = 4e-4
    averaging: float = 0.98
    seed: int = 5
    until: int | None = 200
    """Of 600: enough for the network to begin with."""
    checkpoint_steps: int = 50
    dev_steps: int = 100
    lists: int = 8
    """Lists of a step."""
    each: float = 0.5
    """What it counts whether each sentence answers, beside which of the list does."""


class Judge(nn.Module):  # type: ignore[misc]
    """A cross-encoder over question and sentence."""

    def __init__(self, body: MPNetModel) -> None:
        """Of `body` the lower half learns nothing."""
        super().__init__()
        self.body = body
        self.answers = nn.Linear(body.config.hidden_size, 1)
        nn.init.normal_(self.answers.weight, std=0.02)
        nn.init.zeros_(self.answers.bias)
        keep_lower_half(body)

    def forward(self, inputs: Mapping[str, Tensor]) -> Tensor:
        """Log-odds that each sentence answers, shape (sentences,)."""
        answers: Tensor = self.answers(self.body(**inputs).last_hidden_state[:, 0])
        return answers[:, 0]


def judging_body(
    model: Path,
    layers: int,
    lists: Sequence[SentenceList],
    dev: Sequence[SentenceList],
    own: Path,
    recipe: JudgeRecipe,
) -> MPNetModel:
    """The lowest `layers` layers of the encoder in the folder `model` after this first lesson;
    `own` gets log and checkpoint."""
    tokenizer = AutoTokenizer.from_pretrained(model, local_files_only=True)
    return train(lambda: Judge(published(model, layers)), tokenizer, lists, dev, own, recipe).body


def train(
    start: Callable[[], Judge],
    tokenizer: Any,
    lists: Sequence[SentenceList],
    dev: Sequence[SentenceList],
    own: Path,
    recipe: JudgeRecipe,
) -> Judge:
    """Trains the judge that `start` makes, so that its scores tell which sentence answers."""

    def one_epoch(rng: random.Random) -> Iterator[Sequence[SentenceList]]:
        mixed = rng.sample(lists, len(lists))
        for first in range(0, len(mixed), recipe.lists):
            yield mixed[first : first + recipe.lists]

    def losses(judge: Judge, batch: Sequence[SentenceList]) -> Mapping[str, Tensor]:
        return loss_of(scores_of(judge, tokenizer, batch), batch, recipe.each)

    def evaluate(judge: Judge) -> Mapping[str, float]:
        with torch.inference_mode():
            scores = [scores_of(judge, tokenizer, [one])[0].tolist() for one in dev]
        return {"first": share_first(scores, dev)}

    console.print(f"{len(lists)} lists")
    return fit(start, one_epoch, losses, evaluate, own, recipe)


def loss_of(
    scores: Sequence[Tensor], lists: Sequence[SentenceList], each: float
) -> Mapping[str, Tensor]:
    """Cross-entropy of which sentence answers, where one does, and of whether each of them does.

    Args:
        scores: For each list the log-odds of its sentences.
        each: What the second part counts.
    """
    which, single = [torch.zeros(())], []
    for own, one in zip(scores, lists, strict=True):
        answers = torch.zeros(len(own), dtype=torch.bool)
        answers[0] = one.is_answered
        if one.is_answered:
            which.append(cross_entropy(own, answers))
        single.append(functional.binary_cross_entropy_with_logits(own, answers.float()))
    return {
        "which": torch.stack(which).sum() / len(lists),
        "each": each * torch.stack(single).mean(),
    }


def scores_of(judge: Judge, tokenizer: Any, lists: Sequence[SentenceList]) -> Sequence[Tensor]:
    """The log-odds of the sentences of each list."""
    asked = [(one.question, candidate) for one in lists for candidate in one.candidates]
    with autocast():
        scores: Tensor = judge(_inputs(tokenizer, asked))
    found: Sequence[Tensor] = scores.float().split([len(one.candidates) for one in lists])
    return found


def share_first(scores: Sequence[Sequence[float]], lists: Sequence[SentenceList]) -> float:
    """Of the lists that hold an answer the share where it has the highest score."""
    answered = [own for own, one in zip(scores, lists, strict=True) if one.is_answered]
    first = [right > max(others, default=-math.inf) for right, *others in answered]
    return round(sum(first) / max(1, len(first)), 3)


def _inputs(tokenizer: Any, asked: Sequence[tuple[str, Candidate]]) -> Mapping[str, Tensor]:
    made: Mapping[str, Tensor] = tokenizer(
        [question for question, _ in asked],
        [f"{one.heading[-HEADING_CHARACTERS:]}. {one.text}" for _, one in asked],
        truncation="longest_first", max_length=TOKENS, padding=True, return_tensors="pt",
    )  # fmt: skip
    return made
