"""Fits the reader on groups of passages, one pass after the other."""

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

from eval.training.examples import Example, batches, example_of, tensors
from eval.training.fitting import CHECKPOINT, Pace, console, fit, halved
from eval.training.groups import Group, read_groups, shortened
from eval.training.losses import loss_of
from eval.training.measure import measure
from eval.training.network import Reader
from index.models import MINILM
from index.sentences import sentence_spans
from qa.cross_encoder.layout import whole_tokenizer, windows
from qa.ranking.reader.decode import decode
from qa.types import PassageReading


@dataclass(frozen=True, slots=True)
class Recipe(Pace):
    """How the reader is fitted."""

    layers: int = 6
    start: str | None = None
    """Folder of an earlier run whose weights this one goes on from; else the embedding model's."""
    shortened: float = 0.85
    """Share of the groups that are shown parts of their passages."""
    unanswered: float = 0.6
    """Share of the groups without an answer that one pass shows."""
    dev_questions: int = 120


def learn(folder: Path, own: Path, recipe: Recipe) -> Reader:
    """Fits on `learn.jsonl.gz`, measures on `dev.jsonl.gz` of `folder`; log and checkpoint stand
    in `own`. Gives the average of the weights."""
    tokenizer = whole_tokenizer()
    groups = read_groups(folder / "learn.jsonl.gz")
    dev = read_groups(folder / "dev.jsonl.gz")[: recipe.dev_questions]
    console.print(f"{len(groups)} groups, {sum(len(g.passages) for g in groups)} passages")
    return fit(
        partial(_start, recipe),
        partial(_pass, groups, tokenizer, recipe),
        _losses,
        lambda model: measure(partial(read_group, model, tokenizer), dev),
        own,
        recipe,
    )


@torch.inference_mode()  # type: ignore[untyped-decorator]
def read_group(
    model: Reader, tokenizer: Tokenizer, group: Group, *, half: bool = True
) -> list[PassageReading]:
    """The readings of a group's passages, by the network as it stands: fast, or exactly."""
    shown = group.passages
    made = windows(tokenizer, group.question, [p.heading for p in shown], [p.text for p in shown])
    with halved() if half else nullcontext():
        output = model(*tensors(made))
    sentences = [sentence_spans(p.text) for p in shown]
    return decode(made, output.relevance.float().numpy(), output.tokens.float().numpy(), sentences)


def _pass(
    groups: Sequence[Group], tokenizer: Tokenizer, recipe: Recipe, chance: random.Random
) -> Iterator[list[Example]]:
    """The groups once, most of them shortened, each time differently."""
    shown = [
        shortened(group, chance) if chance.random() < recipe.shortened else group
        for group in groups
        if group.is_answered or chance.random() < recipe.unanswered
    ]
    return batches([example_of(group, tokenizer) for group in shown], chance)


def _start(recipe: Recipe) -> Reader:
    model = Reader.start(MINILM.directory(), recipe.layers)
    if recipe.start:
        kept = torch.load(Path(recipe.start) / CHECKPOINT, weights_only=True)
        model.load_state_dict(kept["average"])
    return model


def _losses(model: Reader, batch: Sequence[Example]) -> Mapping[str, Tensor]:
    ids, segments, mask = tensors([one for example in batch for one in example.inputs])
    with halved():
        output = model(ids, segments, mask)
    return loss_of(output, batch, mask)
