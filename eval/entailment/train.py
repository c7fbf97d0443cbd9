"""Trains the entailment network on claims and lists of sentences, side by side."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import balanced_accuracy_score
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from eval.claims import Claim
from eval.entailment.examples import (
    LONGEST,
    Lesson,
    Pair,
    buried,
    learned_claims,
    lessons_of,
    pairs_of,
)
from eval.entailment.network import EntailmentNetwork
from eval.training.loop import Hyperparameters, autocast, console, fit
from qa.cross_encoder.layout import Window, inputs_of

EACH = 0.3
"""What it counts how likely each sentence answers, beside which of the list does."""
LEAST_TESTED = 15
"""Pairs of a source on which it is evaluated."""


@dataclass(frozen=True, slots=True)
class Recipe(Hyperparameters):
    """Hyperparameters of the entailment network."""

    learning_rate: float = 5e-5
    head_learning_rate: float = 4e-4
    warmup: float = 0.06
    averaging: float = 0.99
    steps: int | None = 1000
    seed: int = 5
    checkpoint_steps: int = 100
    dev_pairs: int = 1200
    """Held-out pairs that are evaluated during training."""
    lists: int = 9
    """Of a step."""
    claims: int = 24
    """Of a step, beside its lists."""
    written: int = 1
    denied: int = 6
    """How often each written sentence and each denial stands among the claims."""
    buried: bool = False
    """Whether what bears a claim out stands before other sentences, too."""


SECOND = Recipe(
    learning_rate=4e-5, head_learning_rate=2e-4, steps=700, seed=6, lists=4, claims=40, written=2,
    denied=2,
)  # fmt: skip
THIRD = Recipe(
    learning_rate=4e-5, head_learning_rate=1.5e-4, steps=440, seed=7, lists=3, claims=44, denied=2,
    buried=True,
)  # fmt: skip
"""After the runs before it looked for what is claimed in the last sentence of a text, which is
where lists have the answer to a question."""
FOURTH = replace(THIRD, steps=360, seed=8, written=2)
"""When short sentences on what is told in passing had been written, too."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is learned in one step."""

    lessons: tuple[Lesson, ...]
    pairs: tuple[Pair, ...]


def train(
    start: EntailmentNetwork,
    data: Path,
    groups: Path,
    tokenizer: Tokenizer,
    dev: Sequence[Claim],
    own: Path,
    recipe: Recipe,
) -> EntailmentNetwork:
    """Trains a copy of the network `start`; `own` gets log and checkpoint.

    Args:
        data: The folder with the openly licensed sets.
        groups: What the reader learns from.
        dev: Claims that are not learned from, of which the first are evaluated.
    """
    rng = random.Random(recipe.seed)
    lessons = lessons_of(data, groups, tokenizer, rng)
    claims = learned_claims(data, recipe.written, recipe.denied, recipe.seed, rng)
    if recipe.buried:
        claims = buried(data, claims, rng)
    pairs = [one for one in pairs_of(claims, tokenizer) if len(one.window.ids) <= LONGEST]
    dev_pairs = pairs_of(dev[: recipe.dev_pairs], tokenizer)
    console.print(f"{len(lessons)} lists, {len(pairs)} pairs")
    return fit(
        lambda: copy.deepcopy(start),
        lambda rng: steps_of(lessons, pairs, recipe, rng),
        losses_of,
        lambda model: evaluate(model, dev_pairs),
        own,
        recipe,
    )


def steps_of(
    lessons: Sequence[Lesson], pairs: Sequence[Pair], recipe: Recipe, rng: random.Random
) -> Iterator[Step]:
    """One epoch: all lists, with as many of the pairs as go beside them."""
    mixed = rng.sample(lessons, len(lessons))
    others = rng.sample(pairs, len(pairs))
    for number, first in enumerate(range(0, len(mixed), recipe.lists)):
        beside = others[recipe.claims * number : recipe.claims * (number + 1)]
        yield Step(tuple(mixed[first : first + recipe.lists]), tuple(beside))


def losses_of(model: EntailmentNetwork, step: Step) -> Mapping[str, Tensor]:
    """How far the network's log-odds of "supported" are from the scores, of each sentence, and
    within each list in which one is likely to answer; and the loss of the pairs."""
    with autocast():
        logits = model(*tensors_of([window for one in step.lessons for window in one.windows]))
    support = log_odds_of_support(logits.float()).split([len(one.windows) for one in step.lessons])
    which, each = [], []
    for own, lesson in zip(support, step.lessons, strict=True):
        said = torch.tensor(lesson.scores)
        divergence = functional.kl_div(own.log_softmax(0), said.softmax(0), reduction="sum")
        which.append(divergence * bool((said > 0).any()))
        each.append(functional.binary_cross_entropy_with_logits(own, said.sigmoid()))
    parts = {"which": torch.stack(which).mean(), "each": EACH * torch.stack(each).mean()}
    return {**parts, "claims": loss_of_pairs(model, step.pairs)} if step.pairs else parts


def loss_of_pairs(model: EntailmentNetwork, pairs: Sequence[Pair]) -> Tensor:
    """Cross-entropy of the labels, weighted by source."""
    with autocast():
        logits = model(*tensors_of([one.window for one in pairs]))
    targets = torch.tensor([one.label for one in pairs])
    weights = torch.tensor([one.weight for one in pairs])
    losses = functional.cross_entropy(logits.float(), targets, reduction="none")
    loss: Tensor = (losses * weights).sum() / weights.sum()
    return loss


def log_odds_of_support(logits: Tensor) -> Tensor:
    """Of logits of shape (inputs, 3) the log-odds of "supported", shape (inputs,)."""
    return logits[:, 0] - logits[:, 1:].logsumexp(1)


@torch.inference_mode()  # type: ignore[untyped-decorator]
def probabilities(model: EntailmentNetwork, pairs: Sequence[Pair]) -> NDArray[np.float32]:
    """Probabilities of `LABELS`: shape (pairs, 3)."""
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].window.ids))
    found = np.zeros((len(pairs), 3), dtype=np.float32)
    for first in range(0, len(order), 32):
        batch = order[first : first + 32]
        with autocast():
            logits = model(*tensors_of([pairs[i].window for i in batch]))
        found[batch] = torch.softmax(logits.float(), dim=-1).numpy()
    return found


def evaluate(model: EntailmentNetwork, pairs: Sequence[Pair]) -> dict[str, float]:
    """Balanced accuracy of "supported" at a threshold of .5, of all pairs and by source.

    Sources with pairs of one label only get plain accuracy, those of fewer than `LEAST_TESTED`
    pairs nothing.
    """
    predicted = probabilities(model, pairs)[:, 0] >= 0.5
    labels = np.array([one.label == 0 for one in pairs])
    found = {"all": float(balanced_accuracy_score(labels, predicted))}
    sources = np.array([one.source for one in pairs])
    for source in sorted(set(sources)):
        own = sources == source
        if own.sum() < LEAST_TESTED:
            continue
        if len(set(labels[own])) == 2:
            found[source] = float(balanced_accuracy_score(labels[own], predicted[own]))
        else:
            found[source] = float((predicted[own] == labels[own]).mean())
    return {name: round(value, 3) for name, value in found.items()}


def tensors_of(made: Sequence[Window]) -> tuple[Tensor, ...]:
    """Inputs as the network is fed them."""
    return tuple(torch.from_numpy(fed) for fed in inputs_of(made).values())
