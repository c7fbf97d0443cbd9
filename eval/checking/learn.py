"""Fits the checker: one pass over the pairs, with checkpoints that a killed run goes on from."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from sklearn.metrics import balanced_accuracy_score
from tokenizers import Tokenizer
from torch import Tensor

from eval.checking.network import CheckerNetwork
from eval.claims import Claim
from eval.training.unpack import unpacked
from qa.reader.layout import Window, whole_tokenizer, windows
from qa.reader.network import inputs_of

console = Console(stderr=True)
CHECKPOINT = "checkpoint.pt"
HEAVY = 4.0
"""How much more a claim of people counts than one made by rule, where there are few of them."""
OF_PEOPLE = ("wice", "scifact", "begin")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the checker is fitted; kept beside the checkpoint."""

    passes: int = 1
    steps: int | None = None
    rate: float = 8e-5
    head_rate: float = 5e-4
    warm_up: float = 0.06
    decay: float = 0.01
    averaging: float = 0.998
    batch_tokens: int = 6000
    seed: int = 11
    checkpoint_steps: int = 200
    dev_steps: int = 200
    dev_pairs: int = 1500


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim beside a text as the network reads it."""

    window: Window
    stance: int
    """A place in `STANCES`."""
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
    own.mkdir(parents=True, exist_ok=True)
    tokenizer = whole_tokenizer()
    made, kept = pairs_of(pairs, tokenizer), pairs_of(dev[: recipe.dev_pairs], tokenizer)
    console.print(f"{len(made)} pairs, {sum(len(one.window.ids) for one in made)} tokens")
    plan = [
        batch
        for number in range(recipe.passes)
        for batch in _batches(made, recipe, random.Random(f"{recipe.seed} {number}"))
    ][: recipe.steps]
    state = _State.load(own, start, recipe, len(plan))
    console.print(f"{len(plan)} steps, {state.step} done")
    begun = time.monotonic()
    for batch in track(plan[state.step :], "Learning", console=console):
        loss = state.advance(batch)
        if state.step % 20 == 0:
            _log(own, {"step": state.step, "seconds": round(time.monotonic() - begun), **loss})
        if state.step % recipe.checkpoint_steps == 0 or state.step == len(plan):
            state.save(own)
        if state.step % recipe.dev_steps == 0 or state.step == len(plan):
            found = measured(state.average, kept)
            _log(own, {"step": state.step, "dev": found})
            console.print(state.step, found)
    return state.average


@torch.inference_mode()  # type: ignore[untyped-decorator]
def stances(model: CheckerNetwork, pairs: Sequence[Pair]) -> NDArray[np.float32]:
    """Probabilities, shape (pairs, 3)."""
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].window.ids))
    found = np.zeros((len(pairs), 3), dtype=np.float32)
    for first in range(0, len(order), 32):
        batch = order[first : first + 32]
        with torch.autocast("cpu", dtype=torch.bfloat16):
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


class _State:
    """Network, running average, optimiser, and how many steps are done."""

    def __init__(self, start: Path, recipe: Recipe, steps: int) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        self.model = CheckerNetwork.of(unpacked(start))
        self.model.body.embeddings.requires_grad_(False)
        self.average = CheckerNetwork.of(unpacked(start))
        self.average.load_state_dict(self.model.state_dict())
        self.average.eval()
        body = [p for p in self.model.body.parameters() if p.requires_grad]
        self.optimiser = torch.optim.AdamW(
            [
                {"params": body, "lr": recipe.rate},
                {"params": [*self.model.stance.parameters()], "lr": recipe.head_rate},
            ],
            weight_decay=recipe.decay,
        )
        warm = max(1, int(steps * recipe.warm_up))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser,
            lambda s: (s + 1) / warm if s < warm else max(0.02, (steps - s) / (steps - warm)),
        )
        self.step = 0

    @classmethod
    def load(cls, folder: Path, start: Path, recipe: Recipe, steps: int) -> _State:
        state = cls(start, recipe, steps)
        path = folder / CHECKPOINT
        if path.exists():
            kept = torch.load(path, weights_only=True)
            if kept["recipe"] != asdict(recipe):
                raise SystemExit(f"{path} was made with another recipe; name another --out.")
            for part in ("model", "average", "optimiser", "schedule"):
                getattr(state, part).load_state_dict(kept[part])
            state.step = kept["step"]
        return state

    def save(self, folder: Path) -> None:
        content: dict[str, Any] = {"recipe": asdict(self.recipe), "step": self.step}
        for part in ("model", "average", "optimiser", "schedule"):
            content[part] = getattr(self, part).state_dict()
        beside = folder / f"{CHECKPOINT}.new"
        torch.save(content, beside)
        beside.replace(folder / CHECKPOINT)

    def advance(self, batch: Sequence[Pair]) -> dict[str, float]:
        torch.manual_seed(self.recipe.seed * 1_000_003 + self.step)  # the same after a restart
        self.model.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = self.model(*_tensors(batch))
        targets = torch.tensor([one.stance for one in batch])
        weights = torch.tensor([one.weight for one in batch])
        losses = torch.nn.functional.cross_entropy(logits.float(), targets, reduction="none")
        loss = (losses * weights).sum() / weights.sum()
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self._follow()
        self.step += 1
        return {"loss": round(float(loss.detach()), 4)}

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def _follow(self) -> None:
        keep = min(self.recipe.averaging, (1 + self.step) / (10 + self.step))
        for kept, new in zip(self.average.parameters(), self.model.parameters(), strict=True):
            if new.requires_grad:
                kept.lerp_(new, 1 - keep)


def _log(folder: Path, entry: dict[str, Any]) -> None:
    with (folder / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")
