"""The training loop; an interrupted run is resumed from its last checkpoint."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from rich.console import Console
from rich.progress import track
from torch import Tensor, nn

from index.files import write_text

console = Console(stderr=True)
CHECKPOINT, LOG = "checkpoint.pt", "log.jsonl"
LOG_STEPS = 20
PROCESSOR = torch.device("cpu")
_PARTS = ("model", "average", "optimiser", "schedule")

Network = TypeVar("Network", bound=nn.Module)
Batch = TypeVar("Batch")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Hyperparameters:
    """Hyperparameters of a run; stored with its checkpoint."""

    epochs: int = 1
    steps: int | None = None
    """Maximum number of batches; None for all of the epochs."""
    learning_rate: float = 1e-4
    """Peak learning rate of the encoder; the rate rises linearly, then falls linearly."""
    head_learning_rate: float = 5e-4
    warmup: float = 0.05
    """Share of the steps in which the learning rate rises."""
    weight_decay: float = 0.01
    averaging: float = 0.998
    """Decay of the exponential moving average of the weights, which is the result."""
    seed: int = 7
    until: int | None = None
    """Batches after which it ends early; the learning rate is that of the whole run."""
    checkpoint_steps: int = 200
    dev_steps: int = 250


def fit(
    start: Callable[[], Network],
    one_epoch: Callable[[random.Random], Iterable[Batch]],
    losses: Callable[[Network, Batch], Mapping[str, Tensor]],
    evaluate: Callable[[Network], Mapping[str, float]],
    own: Path,
    hyperparameters: Hyperparameters,
    device: torch.device = PROCESSOR,
) -> Network:
    """Trains a network on `device` with AdamW; `own` gets checkpoint and log.

    Args:
        start: Makes the network. Its `body.embeddings` are frozen, and what it froze itself;
            parameters outside `body` are learned at the learning rate of the heads.
        one_epoch: The batches of an epoch, in random order.
        losses: The parts of a batch's loss, which are added up.
        evaluate: Measures of the averaged network, for the log.

    Returns:
        The network with the exponential moving average of the weights, on the processor.

    Raises:
        SystemExit: the checkpoint in `own` is of another run.
    """
    own.mkdir(parents=True, exist_ok=True)
    seed = hyperparameters.seed
    epochs = (
        one_epoch(random.Random(f"{seed} {number}")) for number in range(hyperparameters.epochs)
    )
    plan = list(itertools.islice(itertools.chain.from_iterable(epochs), hyperparameters.steps))
    state = _State(start, hyperparameters, plan, device)
    state.load(own)
    _cut_log(own, state.step)
    last = len(plan) if hyperparameters.until is None else min(hyperparameters.until, len(plan))
    console.print(f"{last} steps, {state.step} done")
    begun = time.monotonic()
    for batch in track(plan[state.step : last], "Training", console=console):
        parts = state.advance(batch, losses)
        if state.step % LOG_STEPS == 0:
            seconds = round(time.monotonic() - begun, 1)
            _log(own, {"step": state.step, "seconds": seconds, **parts})
        if state.step % hyperparameters.checkpoint_steps == 0 or state.step == last:
            state.save(own)
        if state.step % hyperparameters.dev_steps == 0 or state.step == last:
            found = evaluate(state.average)
            _log(own, {"step": state.step, "dev": found})
            console.print(state.step, found)
    average: Network = state.average.to(PROCESSOR)
    return average


def batches_by_length(
    items: Sequence[Item], tokens: Callable[[Item], int], most: int, rng: random.Random
) -> list[list[Item]]:
    """All items in batches of similar length, shuffled.

    Args:
        tokens: The length of an item.
        most: Padded tokens of a batch, at most.
    """
    order = sorted(items, key=lambda one: tokens(one) + 24 * rng.random())
    batches: list[list[Item]] = [[]]
    for one in order:
        if batches[-1] and (len(batches[-1]) + 1) * tokens(one) > most:
            batches.append([])
        batches[-1].append(one)
    rng.shuffle(batches)
    return batches


def fastest_device() -> torch.device:
    """An accelerator that CUDA knows, where there is one; else the processor."""
    return torch.device("cuda") if torch.cuda.is_available() else PROCESSOR


def autocast(device: torch.device = PROCESSOR) -> torch.autocast:
    """A context that computes in bfloat16 where that is faster than float32 on the device."""
    faster = device != PROCESSOR or _is_bfloat16_faster()
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=faster)


@cache
def _is_bfloat16_faster() -> bool:
    """Compares the processor time of a few matrix products."""
    seconds = []
    for kind in (torch.float32, torch.bfloat16):
        one = torch.ones(1024, 1024, dtype=kind)
        one @ one
        begun = time.process_time()
        for _ in range(4):
            one @ one
        seconds.append(time.process_time() - begun)
    return seconds[1] < seconds[0]


def averaged_weights(folder: Path) -> dict[str, Tensor]:
    """The averaged weights of a run, from its checkpoint in `folder`: what it would export, before
    it is made int8."""
    kept = torch.load(folder / CHECKPOINT, map_location=PROCESSOR, weights_only=True)
    weights: dict[str, Tensor] = kept["average"]
    return weights


def digest_of(weights: Mapping[str, Tensor], plan: Iterable[object] = ()) -> str:
    """A hash of a network's weights, and of the batches that it learns from."""
    digest = hashlib.sha256()
    for name, values in weights.items():
        digest.update(name.encode())
        digest.update(values.cpu().numpy().tobytes())
    for batch in plan:
        digest.update(repr(batch).encode())
    return digest.hexdigest()


class _State(Generic[Network]):
    """Network, averaged network, optimiser, schedule, and the number of steps done."""

    def __init__(
        self,
        start: Callable[[], Network],
        hyperparameters: Hyperparameters,
        plan: Sequence[object],
        device: torch.device,
    ) -> None:
        torch.manual_seed(hyperparameters.seed)
        steps = len(plan)
        self.hyperparameters = hyperparameters
        self.device = device
        self.model = start().to(device)
        weights = self.model.state_dict()  # without the heads, which each machine draws in its way
        begun = {name: weights[name] for name in weights if name.startswith("body.")}
        self.begun_with = digest_of(begun, plan)
        self.average = start().to(device)
        self.average.load_state_dict(self.model.state_dict())
        self.average.eval()
        named = dict(self.model.named_parameters())
        for name, parameter in named.items():
            if name.startswith("body.embeddings."):
                parameter.requires_grad_(False)
        body = [p for name, p in named.items() if name.startswith("body.") and p.requires_grad]
        heads = [p for name, p in named.items() if not name.startswith("body.")]
        self.optimiser = torch.optim.AdamW(
            [
                {"params": body, "lr": hyperparameters.learning_rate},
                {"params": heads, "lr": hyperparameters.head_learning_rate},
            ],
            weight_decay=hyperparameters.weight_decay,
        )
        warm = max(1, int(steps * hyperparameters.warmup))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser,
            lambda s: (s + 1) / warm if s < warm else max(0.02, (steps - s) / max(1, steps - warm)),
        )
        self.step = 0

    def load(self, folder: Path) -> None:
        """Loads the checkpoint in `folder`, if there is one.

        Raises:
            SystemExit: it was made with other hyperparameters, or begun with another network or
                other data, which one of an earlier version does not say.
        """
        path = folder / CHECKPOINT
        if not path.exists():
            return
        kept = torch.load(path, map_location=self.device, weights_only=True)
        known = {"until": None, **kept["hyperparameters"]}  # an earlier version ended none early
        if known != asdict(self.hyperparameters):
            raise SystemExit(f"{path} was made with other hyperparameters; name another --out.")
        if kept.get("begun_with", self.begun_with) != self.begun_with:
            raise SystemExit(
                f"{path} was begun with another network or other data; name another --out, or "
                "another --name where there is one."
            )
        for part in _PARTS:
            getattr(self, part).load_state_dict(kept[part])
        self.step = kept["step"]

    def save(self, folder: Path) -> None:
        """Writes the checkpoint; an interruption leaves the previous one."""
        content: dict[str, Any] = {
            "hyperparameters": asdict(self.hyperparameters),
            "begun_with": self.begun_with,
            "step": self.step,
        }
        for part in _PARTS:
            content[part] = getattr(self, part).state_dict()
        beside = folder / f"{CHECKPOINT}.new"
        torch.save(content, beside)
        beside.replace(folder / CHECKPOINT)

    def advance(
        self, batch: Batch, losses: Callable[[Network, Batch], Mapping[str, Tensor]]
    ) -> dict[str, float]:
        """Does one step; gives the parts of the loss."""
        # So that a resumed run draws the same random numbers.
        torch.manual_seed(self.hyperparameters.seed * 1_000_003 + self.step)
        self.model.train()
        parts = losses(self.model, batch)
        self.optimiser.zero_grad(set_to_none=True)
        torch.stack(list(parts.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self._average()
        self.step += 1
        return {name: round(float(part.detach()), 4) for name, part in parts.items()}

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def _average(self) -> None:
        """Updates the moving average, with a smaller decay in the first steps."""
        keep = min(self.hyperparameters.averaging, (1 + self.step) / (10 + self.step))
        for kept, new in zip(self.average.parameters(), self.model.parameters(), strict=True):
            if new.requires_grad:
                kept.lerp_(new, 1 - keep)


def _cut_log(folder: Path, step: int) -> None:
    """Takes out of the log what was done after `step`, and is done again."""
    path = folder / LOG
    if path.exists():
        *lines, _ = path.read_text(encoding="utf-8").split("\n")  # the last one may be cut off
        kept = [line for line in lines if json.loads(line)["step"] <= step]
        write_text(path, "".join(f"{line}\n" for line in kept))


def _log(folder: Path, entry: Mapping[str, Any]) -> None:
    with (folder / LOG).open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")
        file.flush()
        os.fsync(file.fileno())
