"""Trains the tagger on follow-ups with what they mean."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from eval.followups.follow_up import FollowUp
from eval.followups.natural import NATURAL
from eval.followups.network import TaggerNetwork
from eval.training.loop import Hyperparameters, autocast, batches_by_length, console, fit
from eval.training.unpack import begun
from qa.cross_encoder.layout import inputs_of, whole_tokenizer
from qa.query.conversation.tagger.layout import TaggerInput, tagger_input
from qa.query.conversation.tagger.network import GRAPH

WEIGHTS = {"own": 2.0, NATURAL: 2.0}
"""Weights in the loss; other sources have 1."""


@dataclass(frozen=True, slots=True)
class Recipe(Hyperparameters):
    """Hyperparameters of the tagger."""

    epochs: int = 3
    averaging: float = 0.995
    learning_rate: float = 1.5e-4
    batch_tokens: int = 4000
    """Padded tokens of a batch, at most."""
    dev_steps: int = 200
    checkpoint_steps: int = 50


@dataclass(frozen=True, slots=True)
class Example:
    """A follow-up as input of the network, with the label of each word."""

    input: TaggerInput
    labels: tuple[bool, ...]
    source: str


def examples_of(follow_ups: Sequence[FollowUp], tokenizer: Tokenizer) -> list[Example]:
    """The follow-ups that anything was said before as inputs with labels."""
    made = []
    for one in follow_ups:
        fed, gold = tagger_input(tokenizer, one.question, one.exchanges), one.gold
        if fed.words:
            made.append(Example(fed, tuple(word in gold for word, _ in fed.words), one.source))
    return made


def train(follow_ups: Sequence[FollowUp], start: Path, own: Path, recipe: Recipe) -> TaggerNetwork:
    """Fine-tunes the network whose graph is at `start`, a reader's or a tagger's; `own` gets log
    and checkpoint."""
    tokenizer = whole_tokenizer()
    learned = examples_of([one for one in follow_ups if not one.is_held_out], tokenizer)
    held_out = examples_of([one for one in follow_ups if one.is_held_out], tokenizer)
    console.print(f"{len(learned)} follow-ups, {len(held_out)} held out")
    network: TaggerNetwork = fit(
        lambda: begun(start, GRAPH, TaggerNetwork),
        partial(_batches, learned, recipe),
        _losses,
        lambda model: evaluate(model, held_out),
        own,
        recipe,
    )
    return network


@torch.inference_mode()  # type: ignore[untyped-decorator]
def probabilities(model: TaggerNetwork, examples: Sequence[Example]) -> list[NDArray[np.float32]]:
    """For each example the probability of each word."""
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].input.ids))
    found: list[NDArray[np.float32]] = [np.empty(0, dtype=np.float32)] * len(examples)
    for first in range(0, len(order), 32):
        numbers = order[first : first + 32]
        with autocast():
            logits = model(*_tensors([examples[i] for i in numbers])).float()
        for row, number in enumerate(numbers):
            places = [place for _, place in examples[number].input.words]
            found[number] = torch.sigmoid(logits[row, places]).numpy()
    return found


def evaluate(model: TaggerNetwork, examples: Sequence[Example]) -> dict[str, float]:
    """Of each source: F1 of the words at a threshold of .5, the share of questions with exactly the
    right ones, and of those that lean on nothing the share that is told so."""
    predicted = probabilities(model, examples)
    found: dict[str, float] = {}
    for source in sorted({one.source for one in examples}):
        own = [
            _sets(one, p)
            for one, p in zip(examples, predicted, strict=True)
            if one.source == source
        ]
        right = sum(len(a & b) for a, b in own)
        total = sum(len(a) + len(b) for a, b in own)
        found[f"{source} f1"] = 2 * right / total if total else 1.0
        found[f"{source} exact"] = float(np.mean([a == b for a, b in own]))
        whole = [not a for a, b in own if not b]
        if whole:
            found[f"{source} whole"] = float(np.mean(whole))
    return {name: round(value, 3) for name, value in found.items()}


def _sets(one: Example, predicted: NDArray[np.float32]) -> tuple[set[str], set[str]]:
    words = [word for word, _ in one.input.words]
    told = {word for word, p in zip(words, predicted, strict=True) if p >= 0.5}
    return told, {word for word, label in zip(words, one.labels, strict=True) if label}


def _batches(
    examples: Sequence[Example], recipe: Recipe, rng: random.Random
) -> list[list[Example]]:
    """One epoch: all examples in batches of similar length, shuffled."""
    return batches_by_length(examples, lambda one: len(one.input.ids), recipe.batch_tokens, rng)


def _tensors(examples: Sequence[Example]) -> tuple[Tensor, ...]:
    return tuple(torch.from_numpy(fed) for fed in inputs_of([e.input for e in examples]).values())


def _losses(model: TaggerNetwork, batch: Sequence[Example]) -> Mapping[str, Tensor]:
    with autocast():
        logits = model(*_tensors(batch)).float()
    total, weight = torch.zeros(()), 0.0
    for row, one in enumerate(batch):
        own = WEIGHTS.get(one.source, 1.0)
        told = logits[row, [place for _, place in one.input.words]]
        labels = torch.tensor(one.labels, dtype=torch.float32)
        losses = torch.nn.functional.binary_cross_entropy_with_logits(told, labels, reduction="sum")
        total, weight = total + own * losses, weight + own
    return {"loss": total / (10 * weight)}
