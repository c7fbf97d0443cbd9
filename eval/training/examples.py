"""Groups of passages as inputs and targets of the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from eval.training.groups import Group
from index.sentences import sentence_spans
from qa.cross_encoder.layout import Window, inputs_of, windows


@dataclass(frozen=True, slots=True)
class Target:
    """The target of one input; places are token positions in the input."""

    relevant: bool
    spans: tuple[tuple[int, int], ...]
    """First and last token, inclusive, of each short answer."""
    sentences: tuple[tuple[int, int], ...]
    """First token and the one after the last, of each sentence of the passage."""
    gold: tuple[bool, ...]
    """For each of `sentences`, whether it contains an answer."""


@dataclass(frozen=True, slots=True)
class Example:
    """A group as inputs, one for each passage, with their targets."""

    kind: str
    inputs: tuple[Window, ...]
    targets: tuple[Target, ...]


def example_of(group: Group, tokenizer: Tokenizer) -> Example:
    """The inputs of a group; of a passage that is longer than one window, only the first window."""
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
    """The tokens that overlap `span` of the passage's characters.

    Returns:
        First token and the one after the last, counted from the window's first passage token; None
        where the window has none of them.
    """
    inside = [
        i for i, (start, end) in enumerate(window.places) if start < span[1] and span[0] < end
    ]
    return (inside[0], inside[-1] + 1) if inside else None


def tensors(inputs: Sequence[Window]) -> tuple[Tensor, Tensor, Tensor]:
    """Token ids, segment ids and attention mask, padded: each of shape (inputs, tokens)."""
    ids, segments, mask = (torch.from_numpy(fed) for fed in inputs_of(inputs).values())
    return ids, segments, mask
