"""Trains the entailment model on pairs of claim and text."""

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

from eval.claims import Claim
from eval.entailment.network import EntailmentNetwork
from eval.training.loop import Hyperparameters, autocast, batches_by_length, console, fit
from eval.training.unpack import begun
from qa.cross_encoder.layout import Window, inputs_of, whole_tokenizer, windows
from qa.entailment.network import GRAPH

WEIGHTS = {"wice": 4.0, "scifact": 4.0, "begin": 4.0, "fm2": 2.0, "fever": 2.0}
"""Weights in the loss of the sources whose claims people wrote and labelled, and of which there are
few; others have 1."""


@dataclass(frozen=True, slots=True)
class Recipe(Hyperparameters):
    """Hyperparameters of the entailment model."""

    learning_rate: float = 8e-5
    warmup: float = 0.06
    batch_tokens: int = 6000
    """Padded tokens of a batch, at most."""
    seed: int = 11
    dev_steps: int = 200
    dev_pairs: int = 1500
    """Development pairs that are evaluated during training."""


SECOND_RUN = Recipe(learning_rate=1.5e-4, head_learning_rate=7.5e-4, averaging=0.99)
"""With which the written sentences are learned."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and a text as input of the network, with the label."""

    window: Window
    label: int
    """Index into `LABELS`."""
    source: str

    @property
    def weight(self) -> float:
        """Its weight in the loss."""
        return WEIGHTS.get(self.source, 1.0)


def pairs_of(claims: Sequence[Claim], tokenizer: Tokenizer) -> list[Pair]:
    """The claims as inputs; of a text that is longer than one window, only the first window."""
    made = []
    for claim in claims:
        window = windows(tokenizer, claim.text, [claim.heading], [claim.evidence])[0]
        label = 0 if claim.supported else 1 if claim.contradicted else 2
        made.append(Pair(window, label, claim.source))
    return made


def train(
    pairs: Sequence[Claim], dev: Sequence[Claim], start: Path, own: Path, recipe: Recipe
) -> EntailmentNetwork:
    """Fine-tunes the network whose graph is at `start`, a reader's or an entailment model's; `own`
    gets log and checkpoint."""
    tokenizer = whole_tokenizer()
    inputs, dev_inputs = pairs_of(pairs, tokenizer), pairs_of(dev[: recipe.dev_pairs], tokenizer)
    console.print(f"{len(inputs)} pairs, {sum(len(one.window.ids) for one in inputs)} tokens")
    return fit(
        lambda: begun(start, GRAPH, EntailmentNetwork),
        partial(_batches, inputs, recipe),
        loss_of_pairs,
        lambda model: evaluate(model, dev_inputs),
        own,
        recipe,
    )


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

    Sources with pairs of one label only get plain accuracy, those of fewer than 15 pairs nothing.
    """
    predicted = probabilities(model, pairs)[:, 0] >= 0.5
    labels = np.array([one.label == 0 for one in pairs])
    found = {"all": float(balanced_accuracy_score(labels, predicted))}
    sources = np.array([one.source for one in pairs])
    for source in sorted(set(sources)):
        own = sources == source
        if own.sum() < 15:
            continue
        if len(set(labels[own])) == 2:
            found[source] = float(balanced_accuracy_score(labels[own], predicted[own]))
        else:
            found[source] = float((predicted[own] == labels[own]).mean())
    return {name: round(value, 3) for name, value in found.items()}


def _batches(pairs: Sequence[Pair], recipe: Recipe, rng: random.Random) -> list[list[Pair]]:
    """One epoch: all pairs in batches of similar length, shuffled."""
    return batches_by_length(pairs, lambda one: len(one.window.ids), recipe.batch_tokens, rng)


def tensors_of(made: Sequence[Window]) -> tuple[Tensor, ...]:
    """Inputs as the network is fed them."""
    return tuple(torch.from_numpy(fed) for fed in inputs_of(made).values())


def loss_of_pairs(model: EntailmentNetwork, batch: Sequence[Pair]) -> Mapping[str, Tensor]:
    """Cross-entropy of the labels, weighted by source."""
    with autocast():
        logits = model(*tensors_of([one.window for one in batch]))
    targets = torch.tensor([one.label for one in batch])
    weights = torch.tensor([one.weight for one in batch])
    losses = torch.nn.functional.cross_entropy(logits.float(), targets, reduction="none")
    return {"loss": (losses * weights).sum() / weights.sum()}
