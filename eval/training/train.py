"""Trains the reader on groups of passages."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from eval.minilm import PUBLISHED
from eval.training.evaluate import evaluate
from eval.training.examples import Example, batches, example_of, tensors
from eval.training.groups import Group, read_groups, shortened
from eval.training.loop import CHECKPOINT, Hyperparameters, autocast, console, fit
from eval.training.losses import loss_of
from eval.training.network import Reader
from index.sentences import sentence_spans
from qa.cross_encoder.layout import whole_tokenizer, windows
from qa.ranking.reader.decode import decode
from qa.types import PassageReading


@dataclass(frozen=True, slots=True)
class Recipe(Hyperparameters):
    """Hyperparameters of the reader."""

    layers: int = 6
    start: str | None = None
    """Folder of an earlier run with the initial weights; None for those of the embedding model."""
    shortened: float = 0.85
    """Share of the groups whose passages are shortened."""
    unanswered: float = 0.6
    """Share of the unanswerable groups that an epoch contains."""
    dev_questions: int = 120
    """Held-out questions that are evaluated during training."""


def train(folder: Path, own: Path, recipe: Recipe) -> Reader:
    """Trains on `train.jsonl.gz` and evaluates on `dev.jsonl.gz` of `folder`.

    Args:
        own: The folder that gets log and checkpoint.

    Returns:
        The reader with the moving average of the weights.
    """
    tokenizer = whole_tokenizer()
    groups = read_groups(folder / "train.jsonl.gz")
    dev = read_groups(folder / "dev.jsonl.gz")[: recipe.dev_questions]
    console.print(f"{len(groups)} groups, {sum(len(g.passages) for g in groups)} passages")
    return fit(
        partial(_start, recipe),
        partial(_epoch, groups, tokenizer, recipe),
        _losses,
        lambda model: evaluate(partial(read_group, model, tokenizer), dev),
        own,
        recipe,
    )


@torch.inference_mode()  # type: ignore[untyped-decorator]
def read_group(
    model: Reader, tokenizer: Tokenizer, group: Group, *, half: bool = True
) -> list[PassageReading]:
    """The readings of a group's passages, in order; with `half`, under `autocast`."""
    shown = group.passages
    made = windows(tokenizer, group.question, [p.heading for p in shown], [p.text for p in shown])
    with autocast() if half else nullcontext():
        output = model(*tensors(made))
    sentences = [sentence_spans(p.text) for p in shown]
    return decode(made, output.relevance.float().numpy(), output.tokens.float().numpy(), sentences)


def _epoch(
    groups: Sequence[Group], tokenizer: Tokenizer, recipe: Recipe, rng: random.Random
) -> Iterator[list[Example]]:
    """One epoch of batches; which groups are shortened, and where, is drawn anew each time."""
    shown = [
        shortened(group, rng) if rng.random() < recipe.shortened else group
        for group in groups
        if group.is_answered or rng.random() < recipe.unanswered
    ]
    return batches([example_of(group, tokenizer) for group in shown], rng)


def _start(recipe: Recipe) -> Reader:
    model = Reader.start(PUBLISHED.directory(), recipe.layers)
    if recipe.start:
        kept = torch.load(Path(recipe.start) / CHECKPOINT, weights_only=True)
        model.load_state_dict(kept["average"])
    return model


def _losses(model: Reader, batch: Sequence[Example]) -> Mapping[str, Tensor]:
    ids, segments, mask = tensors([one for example in batch for one in example.inputs])
    with autocast():
        output = model(ids, segments, mask)
    return loss_of(output, batch, mask)
