"""Groups as tensors: what the network reads, and what it should say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import torch
from tokenizers import Tokenizer
from torch import Tensor

from eval.training.groups import Group
from index.sentences import sentence_spans
from qa.cross_encoder.layout import Window, inputs_of, windows

BATCH_TOKENS = 9000
"""Padded tokens of one batch: large enough to be steady, small enough for two cores."""


@dataclass(frozen=True, slots=True)
class Target:
    """What should be said of one input."""

    relevant: bool
    spans: tuple[tuple[int, int], ...]
    """First and last token of each answer."""
    sentences: tuple[tuple[int, int], ...]
    """First token and the one after the last of each sentence of the passage …"""
    gold: tuple[bool, ...]
    """… and whether it is one that answers."""


@dataclass(frozen=True, slots=True)
class Example:
    """A group as inputs with their targets."""

    kind: str
    inputs: tuple[Window, ...]
    targets: tuple[Target, ...]

    @property
    def length(self) -> int:
        """Tokens of the longest input."""
        return max(len(one.ids) for one in self.inputs)


def example_of(group: Group, tokenizer: Tokenizer) -> Example:
    """The inputs of a group; of a passage of several windows, the first alone."""
    shown = group.passages
    made = windows(tokenizer, group.question, [p.heading for p in shown], [p.text for p in shown])
    first = {window.passage: window for window in reversed(made)}
    inputs, targets = [], []
    for number, passage in enumerate(shown):
        window = first[number]
        spans = tuple(
            (window.first + tokens[0], window.first + tokens[1] - 1)
            for span in passage.spans
            if (tokens := tokens_of(window, span))
        )
        sentences, gold = [], []
        for span in sentence_spans(passage.text):
            if tokens := tokens_of(window, span):
                sentences.append((window.first + tokens[0], window.first + tokens[1]))
                gold.append(span in passage.sentences)
        inputs.append(window)
        targets.append(Target(passage.relevant, spans, tuple(sentences), tuple(gold)))
    return Example(group.kind, tuple(inputs), tuple(targets))


def tokens_of(window: Window, span: tuple[int, int]) -> tuple[int, int] | None:
    """Which tokens of the passage lie in `span` of its characters: first, and after the last."""
    inside = [
        i for i, (start, end) in enumerate(window.places) if start < span[1] and span[0] < end
    ]
    return (inside[0], inside[-1] + 1) if inside else None


def batches(examples: Sequence[Example], chance: Random) -> Iterator[list[Example]]:
    """All examples once, those of like length together, in a new order each time."""
    order = sorted(examples, key=lambda one: one.length + chance.random() * 24)
    made: list[list[Example]] = [[]]
    for one in order:
        size = sum(len(e.inputs) for e in made[-1]) + len(one.inputs)
        if made[-1] and size * one.length > BATCH_TOKENS:
            made.append([])
        made[-1].append(one)
    chance.shuffle(made)
    yield from made


def tensors(inputs: Sequence[Window]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, segments and mask, padded to the longest: each (inputs, tokens)."""
    ids, segments, mask = (torch.from_numpy(fed) for fed in inputs_of(inputs).values())
    return ids, segments, mask
