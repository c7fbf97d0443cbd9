"""Fits the reader: one pass after the other, with checkpoints that a killed run goes on from."""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.progress import track
from tokenizers import Tokenizer

from eval.training.examples import Example, batches, example_of, tensors
from eval.training.groups import Group, read_groups, shortened
from eval.training.losses import loss_of
from eval.training.measure import measure
from eval.training.network import Output, Reader
from index.models import MINILM
from index.sentences import sentence_spans
from qa.reader.decode import Reading, decode
from qa.reader.layout import whole_tokenizer, windows

console = Console(stderr=True)
CHECKPOINT = "checkpoint.pt"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the reader is fitted; kept beside the checkpoint."""

    layers: int = 6
    start: str | None = None
    """Folder of an earlier run whose weights this one goes on from; else the embedding model's."""
    passes: int = 1
    steps: int | None = None
    """The run ends after so many, in the middle of a pass."""
    rate: float = 1e-4
    head_rate: float = 5e-4
    shortened: float = 0.85
    """Share of the groups that are shown parts of their passages."""
    unanswered: float = 0.6
    """Share of the groups without an answer that one pass shows."""
    warm_up: float = 0.05
    decay: float = 0.01
    averaging: float = 0.998
    """Share of the running average of all weights that each step keeps; the average is kept."""
    seed: int = 7
    checkpoint_steps: int = 200
    dev_steps: int = 250
    dev_questions: int = 120


def learn(folder: Path, own: Path, recipe: Recipe) -> Reader:
    """Fits on `learn.jsonl.gz`, measures on `dev.jsonl.gz` of `folder`; log and checkpoint stand
    in `own`. Gives the average of the weights."""
    own.mkdir(parents=True, exist_ok=True)
    tokenizer = whole_tokenizer()
    groups = read_groups(folder / "learn.jsonl.gz")
    dev = read_groups(folder / "dev.jsonl.gz")[: recipe.dev_questions]
    console.print(f"{len(groups)} groups, {sum(len(g.passages) for g in groups)} passages")
    plan = [
        batch
        for number in range(recipe.passes)
        for batch in _pass(groups, tokenizer, recipe, random.Random(f"{recipe.seed} {number}"))
    ][: recipe.steps]
    state = _State.load(own, recipe, len(plan))
    console.print(f"{len(plan)} steps, {state.step} done")
    start = time.monotonic()
    for batch in track(plan[state.step :], "Learning", console=console):
        parts = state.advance(batch)
        if state.step % 20 == 0:
            seconds = round(time.monotonic() - start, 1)
            _log(own, {"step": state.step, "seconds": seconds, **parts})
        if state.step % recipe.checkpoint_steps == 0 or state.step == len(plan):
            state.save(own)
        if state.step % recipe.dev_steps == 0 or state.step == len(plan):
            found = measure(partial(read_group, state.average, tokenizer), dev)
            _log(own, {"step": state.step, "dev": found})
            console.print(state.step, found)
    return state.average


@torch.inference_mode()  # type: ignore[untyped-decorator]
def read_group(
    model: Reader, tokenizer: Tokenizer, group: Group, *, half: bool = True
) -> list[Reading]:
    """The readings of a group's passages, by the network as it stands: in bfloat16, or exactly."""
    shown = group.passages
    made = windows(tokenizer, group.question, [p.heading for p in shown], [p.text for p in shown])
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
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


class _State:
    """Network, running average, optimiser, and how many steps are done."""

    def __init__(self, recipe: Recipe, steps: int) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        self.model = Reader.start(MINILM.directory(), recipe.layers)
        if recipe.start:
            kept = torch.load(Path(recipe.start) / CHECKPOINT, weights_only=True)
            self.model.load_state_dict(kept["average"])
        self.model.body.embeddings.requires_grad_(False)
        self.average = Reader.start(MINILM.directory(), recipe.layers)
        self.average.load_state_dict(self.model.state_dict())
        self.average.eval()
        body = [p for p in self.model.body.parameters() if p.requires_grad]
        heads = [*self.model.relevance.parameters(), *self.model.tokens.parameters()]
        self.optimiser = torch.optim.AdamW(
            [{"params": body, "lr": recipe.rate}, {"params": heads, "lr": recipe.head_rate}],
            weight_decay=recipe.decay,
        )
        warm = max(1, int(steps * recipe.warm_up))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser,
            lambda s: (s + 1) / warm if s < warm else max(0.02, (steps - s) / (steps - warm)),
        )
        self.step = 0

    @classmethod
    def load(cls, folder: Path, recipe: Recipe, steps: int) -> _State:
        state = cls(recipe, steps)
        path = folder / CHECKPOINT
        if path.exists():
            kept = torch.load(path, weights_only=True)
            if kept["recipe"] != asdict(recipe):
                raise SystemExit(f"{path} was made with another recipe; name another --out.")
            state.model.load_state_dict(kept["model"])
            state.average.load_state_dict(kept["average"])
            state.optimiser.load_state_dict(kept["optimiser"])
            state.schedule.load_state_dict(kept["schedule"])
            state.step = kept["step"]
        return state

    def save(self, folder: Path) -> None:
        content: dict[str, Any] = {
            "recipe": asdict(self.recipe),
            "step": self.step,
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
        }
        beside = folder / f"{CHECKPOINT}.new"
        torch.save(content, beside)
        beside.replace(folder / CHECKPOINT)

    def advance(self, batch: Sequence[Example]) -> dict[str, float]:
        torch.manual_seed(self.recipe.seed * 1_000_003 + self.step)  # the same after a restart
        self.model.train()
        ids, segments, mask = tensors([one for example in batch for one in example.inputs])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            output: Output = self.model(ids, segments, mask)
        parts = loss_of(output, batch, mask)
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
        keep = min(self.recipe.averaging, (1 + self.step) / (10 + self.step))
        pairs = zip(self.average.parameters(), self.model.parameters(), strict=True)
        for kept, new in pairs:
            if new.requires_grad:
                kept.lerp_(new, 1 - keep)


def _log(folder: Path, entry: dict[str, Any]) -> None:
    with (folder / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")
        file.flush()
        os.fsync(file.fileno())
