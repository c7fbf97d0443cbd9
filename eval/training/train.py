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
from eval.training.examples import example_of, tensors
from eval.training.groups import Group, shortened
from eval.training.loop import (
    CHECKPOINT,
    PROCESSOR,
    Hyperparameters,
    autocast,
    console,
    fastest_device,
    fit,
)
from eval.training.losses import loss_of
from eval.training.network import Output, Reader
from eval.training.unpack import unpacked
from index.sentences import sentence_spans
from qa.cross_encoder.layout import whole_tokenizer, windows
from qa.ranking.reader.decode import decode
from qa.types import PassageReading

BATCH_CHARACTERS = 30_000
"""Padded characters of one batch, at most: about 7,500 tokens."""
SORTED = 512
"""Groups that are sorted by length together, before they are cut into batches."""


@dataclass(frozen=True, slots=True)
class Recipe(Hyperparameters):
    """Hyperparameters of the reader."""

    averaging: float = 0.995
    checkpoint_steps: int = 50
    dev_steps: int = 100
    layers: int = 6
    start: str | None = None
    """The folder of an earlier run, or a graph that was exported, with the initial weights; None
    for those of the embedding model."""
    shortened: float = 0.85
    """Share of the groups whose passages are shortened."""
    dev_questions: int = 150
    """Held-out questions that are evaluated during training."""


def train(groups: Sequence[Group], dev: Sequence[Group], own: Path, recipe: Recipe) -> Reader:
    """Trains on groups.

    Args:
        dev: Held-out groups, of which the first are evaluated.
        own: The folder that gets log and checkpoint.

    Returns:
        The reader with the moving average of the weights.
    """
    tokenizer = whole_tokenizer()
    console.print(f"{len(groups)} groups, {sum(len(g.passages) for g in groups)} passages")
    device = fastest_device()
    model: Reader = fit(
        partial(_start, recipe, device),
        partial(_epoch, groups, recipe),
        partial(_losses, tokenizer),
        lambda model: evaluate(partial(read_group, model, tokenizer), dev[: recipe.dev_questions]),
        own,
        recipe,
        device,
    )
    return model


@torch.inference_mode()  # type: ignore[untyped-decorator]
def read_group(
    model: Reader, tokenizer: Tokenizer, group: Group, *, half: bool = True
) -> list[PassageReading]:
    """The readings of a group's passages, in order; with `half`, under `autocast`."""
    shown = group.passages
    made = windows(tokenizer, group.question, [p.heading for p in shown], [p.text for p in shown])
    device = next(model.parameters()).device
    with autocast(device) if half else nullcontext():
        output = _read(model, *tensors(made))
    sentences = [sentence_spans(p.text) for p in shown]
    return decode(made, output.relevance.tolist(), output.tokens.numpy(), sentences)


def _epoch(groups: Sequence[Group], recipe: Recipe, rng: random.Random) -> Iterator[list[Group]]:
    """One epoch of batches; which groups are shortened, and where, is drawn anew each time."""
    order = list(groups)
    rng.shuffle(order)
    for first in range(0, len(order), SORTED):
        shown = [
            shortened(group, rng) if rng.random() < recipe.shortened else group
            for group in order[first : first + SORTED]
        ]
        yield from batches(shown, rng)


def batches(groups: Sequence[Group], rng: random.Random) -> Iterator[list[Group]]:
    """All groups in batches of similar length, shuffled."""
    order = sorted(groups, key=lambda one: _length(one) + rng.random() * 80)
    made: list[list[Group]] = [[]]
    for one in order:
        size = sum(len(group.passages) for group in made[-1]) + len(one.passages)
        if made[-1] and size * _length(one) > BATCH_CHARACTERS:
            made.append([])
        made[-1].append(one)
    rng.shuffle(made)
    yield from made


def _length(group: Group) -> int:
    """Characters of the longest input."""
    return len(group.question) + max(len(one.heading) + len(one.text) for one in group.passages)


def _start(recipe: Recipe, device: torch.device) -> Reader:
    model = Reader.start(PUBLISHED.directory(), recipe.layers)
    if recipe.start:
        model.load_state_dict(_weights(Path(recipe.start)))
    if device == PROCESSOR:  # where its gradient takes half the time of that of the fused one
        model.body.set_attn_implementation("eager")
    return model


def _weights(path: Path) -> Mapping[str, Tensor]:
    weights: Mapping[str, Tensor] = (
        unpacked(path).state_dict()
        if path.suffix == ".onnx"
        else torch.load(path / CHECKPOINT, map_location=PROCESSOR, weights_only=True)["average"]
    )
    return weights


def _losses(tokenizer: Tokenizer, model: Reader, batch: Sequence[Group]) -> Mapping[str, Tensor]:
    examples = [example_of(group, tokenizer) for group in batch]
    ids, segments, mask = tensors([one for example in examples for one in example.inputs])
    with autocast(next(model.parameters()).device):
        output = _read(model, ids, segments, mask)
    return loss_of(output, examples, mask)


def _read(model: Reader, *fed: Tensor) -> Output:
    """The network's output on the processor, in float32, wherever the network is."""
    device = next(model.parameters()).device
    output = model(*(one.to(device) for one in fed))
    return Output(*(one.to(PROCESSOR, torch.float32) for one in output))
