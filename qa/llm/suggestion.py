"""Which language model of the catalogue this machine is large enough for, in words."""

from __future__ import annotations

import os
from dataclasses import dataclass

from qa.llm.catalog import GENERAL_MODELS, GgufModel
from qa.llm.memory import machine_bytes
from qa.llm.profile import profile_of

FEW_CORES = 4
"""With fewer than these the smallest model that fits is suggested: a larger one is slow."""
_CONTEXT_SHARE, _PROGRAM = 1.25, 0.8e9
"""Of a model's file, what it takes with its context; and bytes of our own program and the rest."""
_OTHERS = 2e9
"""Bytes that the system and other programs keep."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What a machine has: memory in bytes, and cores that this process may use."""

    memory: int
    cores: int

    @classmethod
    def this(cls) -> Machine:
        """The one we run on."""
        try:
            cores = len(os.sched_getaffinity(0))
        except AttributeError:  # not on every system
            cores = os.cpu_count() or 1
        return cls(machine_bytes(), cores)

    def __str__(self) -> str:
        cores = "1 core" if self.cores == 1 else f"{self.cores} cores"
        return f"{self.memory / 2**30:.0f} GB and {cores}"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A model for a machine, or None where quotations are the better choice; and why, in words."""

    model: GgufModel | None
    why: str


def needed_bytes(model: GgufModel) -> float:
    """Memory that a model takes together with our program, estimated by the size of its file."""
    return (model.size or 0) * _CONTEXT_SHARE + _PROGRAM


def suggestion(machine: Machine, named: GgufModel) -> Suggestion | None:
    """What to say to a person whose settings name a local model; None where it is good as it is.

    It is where its file is there and it is not a small one.
    """
    if named.is_there():
        size = named.path().stat().st_size
        if profile_of(named.name, size=size).name != "small":
            return None
    fitting = [one for one in GENERAL_MODELS if needed_bytes(one) + _OTHERS <= machine.memory]
    if not fitting:
        least = min(GENERAL_MODELS, key=needed_bytes)
        return Suggestion(
            None,
            f"This machine has {machine}: quotations answer best on it, since the smallest general "
            f"model, {least.name}, needs about {_gb(least)} beside all else.",
        )
    is_slow = machine.cores < FEW_CORES and len(fitting) > 1
    model = min(fitting, key=needed_bytes) if is_slow else fitting[0]
    but = ", and a larger one would be slow on so few cores" if is_slow else ""
    return Suggestion(
        model,
        f"This machine has {machine}: {model.name} fits; it needs about {_gb(model)}{but}. "
        f"{_next_step(model, named)}",
    )


def _next_step(model: GgufModel, named: GgufModel) -> str:
    setting = f'local_model = "{model.name}"'
    if model.is_there():
        return f"It is there; the setting {setting} takes it."
    pull = f"Run: article-qa models pull {model.name}"
    return pull if model == named else f"{pull}, and set {setting}"


def _gb(model: GgufModel) -> str:
    return f"{needed_bytes(model) / 1e9:.1f} GB"
