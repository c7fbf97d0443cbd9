"""Trains the teacher on lists of sentences, and lets it judge others."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from eval.teacher.lists import SentenceList
from eval.teacher.network import Teacher, inputs_of
from eval.training.loop import Hyperparameters, autocast, console, fit
from eval.training.losses import cross_entropy


@dataclass(frozen=True, slots=True)
class Recipe(Hyperparameters):
    """Hyperparameters of the teacher."""

    learning_rate: float = 4e-5
    head_learning_rate: float = 4e-4
    averaging: float = 0.98
    seed: int = 5
    checkpoint_steps: int = 50
    dev_steps: int = 100
    lists: int = 8
    """Lists of a step."""
    each: float = 0.5
    """What it counts whether each sentence answers, beside which of the list does."""


def train(
    start: Callable[[], Teacher],
    tokenizer: Any,
    lists: Sequence[SentenceList],
    dev: Sequence[SentenceList],
    own: Path,
    recipe: Recipe,
) -> Teacher:
    """Fine-tunes the teacher that `start` makes; `own` gets log and checkpoint."""

    def one_epoch(rng: random.Random) -> Iterator[Sequence[SentenceList]]:
        mixed = rng.sample(lists, len(lists))
        for first in range(0, len(mixed), recipe.lists):
            yield mixed[first : first + recipe.lists]

    def losses(teacher: Teacher, batch: Sequence[SentenceList]) -> Mapping[str, Tensor]:
        return loss_of(scores_of(teacher, tokenizer, batch), batch, recipe.each)

    def evaluate(teacher: Teacher) -> Mapping[str, float]:
        return {"first": share_first(list(scored(teacher, tokenizer, dev)))}

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


def scores_of(teacher: Teacher, tokenizer: Any, lists: Sequence[SentenceList]) -> Sequence[Tensor]:
    """The teacher's log-odds of the sentences of each list."""
    asked = [(one.question, candidate) for one in lists for candidate in one.candidates]
    with autocast():
        scores: Tensor = teacher(inputs_of(tokenizer, asked))
    found: Sequence[Tensor] = scores.float().split([len(one.candidates) for one in lists])
    return found


def scored(
    teacher: Teacher, tokenizer: Any, lists: Iterable[SentenceList]
) -> Iterator[SentenceList]:
    """The lists with the teacher's scores."""
    teacher.eval()
    for one in lists:
        with torch.inference_mode():
            (scores,) = scores_of(teacher, tokenizer, [one])
        yield replace(one, scores=tuple(round(score, 3) for score in scores.tolist()))


def share_first(lists: Sequence[SentenceList]) -> float:
    """Of the lists that hold an answer the share where it has the highest score."""
    answered = [one.scores for one in lists if one.is_answered]
    first = [right > max(others, default=-math.inf) for right, *others in answered]
    return round(sum(first) / max(1, len(first)), 3)
