"""Fits the checker on claims beside texts, one pass after the other."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import balanced_accuracy_score
from tokenizers import Tokenizer
from torch import Tensor

from eval.checking.network import CheckerNetwork
from eval.claims import Claim
from eval.training.fitting import Pace, console, fit, halved
from eval.training.unpack import unpacked
from qa.cross_encoder.layout import Window, inputs_of, whole_tokenizer, windows

HEAVY = 4.0
"""How much more a claim of people counts than one made by rule, where there are few of them."""
OF_PEOPLE = ("wice", "scifact", "begin")


@dataclass(frozen=True, slots=True)
class Recipe(Pace):
    """How the checker is fitted."""

    rate: float = 8e-5
    warm_up: float = 0.06
    batch_tokens: int = 6000
    seed: int = 11
    dev_steps: int = 200
    dev_pairs: int = 1500


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim beside a text as the network reads it."""

    window: Window
    stance: int
    """A place in `LABELS`."""
    source: str

    @property
    def weight(self) -> float:
        """How much it counts."""
        return HEAVY if self.source in OF_PEOPLE else 1.0


def pairs_of(claims: Sequence[Claim], tokenizer: Tokenizer) -> list[Pair]:
    """The claims as inputs; of a text of several windows, the first alone."""
    made = []
    for claim in claims:
        window = windows(tokenizer, claim.text, [claim.heading], [claim.evidence])[0]
        stance = 0 if claim.supported else 1 if claim.contradicted else 2
        made.append(Pair(window, stance, claim.source))
    return made


def learn(
    pairs: Sequence[Claim], dev: Sequence[Claim], start: Path, own: Path, recipe: Recipe
) -> CheckerNetwork:
    """Fits from the reader's graph at `start`; log and checkpoint stand in `own`."""
    tokenizer = whole_tokenizer()
    made, kept = pairs_of(pairs, tokenizer), pairs_of(dev[: recipe.dev_pairs], tokenizer)
    console.print(f"{len(made)} pairs, {sum(len(one.window.ids) for one in made)} tokens")
    return fit(
        lambda: CheckerNetwork.of(unpacked(start)),
        partial(_batches, made, recipe),
        _losses,
        lambda model: measured(model, kept),
        own,
        recipe,
    )


@torch.inference_mode()  # type: ignore[untyped-decorator]
def stances(model: CheckerNetwork, pairs: Sequence[Pair]) -> NDArray[np.float32]:
    """Probabilities, shape (pairs, 3)."""
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].window.ids))
    found = np.zeros((len(pairs), 3), dtype=np.float32)
    for first in range(0, len(order), 32):
        batch = order[first : first + 32]
        with halved():
            logits = model(*_tensors([pairs[i] for i in batch]))
        found[batch] = torch.softmax(logits.float(), dim=-1).numpy()
    return found


def measured(model: CheckerNetwork, pairs: Sequence[Pair]) -> dict[str, float]:
    """Balanced accuracy of "supported" at one half: over all, and by source where there are
    both; for a kind of false change, the share that is found out."""
    says = stances(model, pairs)[:, 0] >= 0.5
    holds = np.array([one.stance == 0 for one in pairs])
    found = {"all": float(balanced_accuracy_score(holds, says))}
    sources = np.array([one.source for one in pairs])
    for source in sorted(set(sources)):
        own = sources == source
        if own.sum() < 15:
            continue
        if len(set(holds[own])) == 2:
            found[source] = float(balanced_accuracy_score(holds[own], says[own]))
        else:
            found[source] = float((says[own] == holds[own]).mean())
    return {name: round(value, 3) for name, value in found.items()}


def _batches(made: Sequence[Pair], recipe: Recipe, chance: random.Random) -> list[list[Pair]]:
    """All pairs once, those of like length together, in an order by chance."""
    order = sorted(made, key=lambda one: len(one.window.ids) + 24 * chance.random())
    batches: list[list[Pair]] = [[]]
    for one in order:
        if batches[-1] and (len(batches[-1]) + 1) * len(one.window.ids) > recipe.batch_tokens:
            batches.append([])
        batches[-1].append(one)
    chance.shuffle(batches)
    return batches


def _tensors(pairs: Sequence[Pair]) -> tuple[Tensor, ...]:
    return tuple(torch.from_numpy(fed) for fed in inputs_of([p.window for p in pairs]).values())


def _losses(model: CheckerNetwork, batch: Sequence[Pair]) -> Mapping[str, Tensor]:
    with halved():
        logits = model(*_tensors(batch))
    targets = torch.tensor([one.stance for one in batch])
    weights = torch.tensor([one.weight for one in batch])
    losses = torch.nn.functional.cross_entropy(logits.float(), targets, reduction="none")
    return {"loss": (losses * weights).sum() / weights.sum()}
