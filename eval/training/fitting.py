"""A network is fitted batch by batch; a run that was killed goes on from its last checkpoint."""

from __future__ import annotations

import itertools
import json
import os
import random
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from rich.console import Console
from rich.progress import track
from torch import Tensor, nn

console = Console(stderr=True)
CHECKPOINT, LOG = "checkpoint.pt", "log.jsonl"
LOG_STEPS = 20
_PARTS = ("model", "average", "optimiser", "schedule")

Network = TypeVar("Network", bound=nn.Module)
Batch = TypeVar("Batch")


@dataclass(frozen=True, slots=True)
class Pace:
    """How a network is fitted; kept beside its checkpoint."""

    passes: int = 1
    steps: int | None = None
    """The run ends after so many, in the middle of a pass."""
    rate: float = 1e-4
    head_rate: float = 5e-4
    warm_up: float = 0.05
    decay: float = 0.01
    averaging: float = 0.998
    """Share of the running average of all weights that each step keeps; the average is kept."""
    seed: int = 7
    checkpoint_steps: int = 200
    dev_steps: int = 250


def fit(
    start: Callable[[], Network],
    one_pass: Callable[[random.Random], Iterable[Batch]],
    losses: Callable[[Network, Batch], Mapping[str, Tensor]],
    measure: Callable[[Network], Mapping[str, float]],
    own: Path,
    pace: Pace,
) -> Network:
    """The average of the weights after all batches; log and checkpoint stand in `own`.

    Args:
        start: Makes the network; its word vectors, `body.embeddings`, stay as they are, and
            what does not belong to `body` is learned at the heads' rate.
        one_pass: All that is learned from, once, in batches, in an order by chance.
        losses: The parts of a batch's loss, which are added up.
        measure: What is logged of the average on the way.
    """
    own.mkdir(parents=True, exist_ok=True)
    passes = (one_pass(random.Random(f"{pace.seed} {number}")) for number in range(pace.passes))
    plan = list(itertools.chain.from_iterable(passes))[: pace.steps]
    state = _State(start, pace, len(plan))
    state.load(own)
    console.print(f"{len(plan)} steps, {state.step} done")
    begun = time.monotonic()
    for batch in track(plan[state.step :], "Learning", console=console):
        parts = state.advance(batch, losses)
        if state.step % LOG_STEPS == 0:
            seconds = round(time.monotonic() - begun, 1)
            _log(own, {"step": state.step, "seconds": seconds, **parts})
        if state.step % pace.checkpoint_steps == 0 or state.step == len(plan):
            state.save(own)
        if state.step % pace.dev_steps == 0 or state.step == len(plan):
            found = measure(state.average)
            _log(own, {"step": state.step, "dev": found})
            console.print(state.step, found)
    return state.average


def halved() -> torch.autocast:
    """A context that computes in bfloat16 where this machine is faster with it."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=_is_half_faster())


@cache
def _is_half_faster() -> bool:
    seconds = []
    for kind in (torch.float32, torch.bfloat16):
        one = torch.ones(1024, 1024, dtype=kind)
        one @ one
        begun = time.process_time()
        for _ in range(4):
            one @ one
        seconds.append(time.process_time() - begun)
    return seconds[1] < seconds[0]


class _State(Generic[Network]):
    """Network, running average, optimiser, and how many steps are done."""

    def __init__(self, start: Callable[[], Network], pace: Pace, steps: int) -> None:
        torch.manual_seed(pace.seed)
        self.pace = pace
        self.model = start()
        self.average = start()
        self.average.load_state_dict(self.model.state_dict())
        self.average.eval()
        named = dict(self.model.named_parameters())
        for name, weights in named.items():
            weights.requires_grad_(not name.startswith("body.embeddings."))
        body = [p for name, p in named.items() if name.startswith("body.") and p.requires_grad]
        heads = [p for name, p in named.items() if not name.startswith("body.")]
        self.optimiser = torch.optim.AdamW(
            [{"params": body, "lr": pace.rate}, {"params": heads, "lr": pace.head_rate}],
            weight_decay=pace.decay,
        )
        warm = max(1, int(steps * pace.warm_up))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser,
            lambda s: (s + 1) / warm if s < warm else max(0.02, (steps - s) / (steps - warm)),
        )
        self.step = 0

    def load(self, folder: Path) -> None:
        """Goes on from the checkpoint in `folder`, where there is one."""
        path = folder / CHECKPOINT
        if not path.exists():
            return
        kept = torch.load(path, weights_only=True)
        if kept["recipe"] != asdict(self.pace):
            raise SystemExit(f"{path} was made with another recipe; name another --out.")
        for part in _PARTS:
            getattr(self, part).load_state_dict(kept[part])
        self.step = kept["step"]

    def save(self, folder: Path) -> None:
        """Writes the checkpoint; a kill leaves the one before or this one."""
        content: dict[str, Any] = {"recipe": asdict(self.pace), "step": self.step}
        for part in _PARTS:
            content[part] = getattr(self, part).state_dict()
        beside = folder / f"{CHECKPOINT}.new"
        torch.save(content, beside)
        beside.replace(folder / CHECKPOINT)

    def advance(
        self, batch: Batch, losses: Callable[[Network, Batch], Mapping[str, Tensor]]
    ) -> dict[str, float]:
        """One step; gives the parts of the loss."""
        torch.manual_seed(self.pace.seed * 1_000_003 + self.step)  # the same after a restart
        self.model.train()
        parts = losses(self.model, batch)
        self.optimiser.zero_grad(set_to_none=True)
        torch.stack(list(parts.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self._follow()
        self.step += 1
        return {name: round(float(part.detach()), 4) for name, part in parts.items()}

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def _follow(self) -> None:
        keep = min(self.pace.averaging, (1 + self.step) / (10 + self.step))
        for kept, new in zip(self.average.parameters(), self.model.parameters(), strict=True):
            if new.requires_grad:
                kept.lerp_(new, 1 - keep)


def _log(folder: Path, entry: Mapping[str, Any]) -> None:
    with (folder / LOG).open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")
        file.flush()
        os.fsync(file.fileno())
