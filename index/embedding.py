"""Texts to vectors: which model, which way of running it, and in which order.

A vector does not depend, beyond rounding, on the backend that made it; so a
store remembers the model and each machine chooses its own fastest backend.
"""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from platformdirs import user_cache_path

from index.errors import ModelError
from index.models import MINILM
from index.settings import DEFAULT_MODEL, Settings
from index.vectors import Vectors

LEAST_FIDELITY = 0.99
"""Mean cosine to float32 below which a faster backend is refused. On NewsQA's
articles int8 has .993 and finds, within a point, what float32 finds. Processors
without VNNI lose more of it with signed weights (.988), and less with unsigned ones (.991)."""

BATCH = 8
"""Texts at once; sorted by length, small batches waste least on padding."""


class Backend(Protocol):
    """One way of running a model."""

    name: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of one batch."""
        ...


@dataclass(frozen=True)
class Embedder:
    """An embedding model ready to use. `model` names it, with the hash of its weights."""

    model: str
    dimension: int
    backend: Backend

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of `texts`, in their order: shape (len(texts), dimension)."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for positions, batch in self.embed_batches(texts):
            vectors[positions] = batch
        return vectors

    def embed_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Vectors]]:
        """The same as they are made, longest texts first: positions and their vectors."""
        order = sorted(range(len(texts)), key=lambda position: -len(texts[position]))
        for start in range(0, len(order), BATCH):
            positions = order[start : start + BATCH]
            yield positions, self.backend.encode([texts[position] for position in positions])


def load_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name, on the backend that is fastest here.

    Raises:
        ModelError: the model is missing, damaged or unknown.
    """
    if settings.embedding_model != DEFAULT_MODEL:
        from index.torch_backend import load_other

        return Embedder(*load_other(settings.embedding_model, settings.embedding_backend))
    choice = settings.embedding_backend
    try:
        backend = _load(_fastest_backend() if choice == "auto" else choice)
    except OSError as error:
        raise ModelError(
            f"What is made of the model cannot be kept in {cache_folder()}: "
            f"{error.strerror or error}. Give yourself rights to it, or set XDG_CACHE_HOME."
        ) from error
    return Embedder(model_name(settings), 384, backend)


def model_name(settings: Settings) -> str:
    """What a store remembers of the model: its name and the hash of its weights.

    Raises:
        ModelError: a model folder is not one.
    """
    if settings.embedding_model == DEFAULT_MODEL:
        return f"{MINILM.name}@{MINILM.sha256[:16]}"
    from index.torch_backend import other_model_name

    return other_model_name(settings.embedding_model)


def cache_folder() -> Path:
    """Where this machine keeps what it made of the model, in the user's cache."""
    folder = user_cache_path("article-qa", appauthor=False)
    return folder / f"{MINILM.name}-{MINILM.sha256[:12]}"


def _load(choice: str) -> Backend:
    directory = MINILM.directory()
    if choice == "bfloat16":
        from index.torch_backend import TorchBackend

        return TorchBackend(str(directory), "bfloat16")
    from index.onnx_backend import OnnxBackend, exported

    return OnnxBackend(choice, exported(MINILM, cache_folder(), choice), directory)


def _fastest_backend() -> str:
    """Measured once for this machine and these versions, then read from the cache."""
    from index.onnx_backend import RUNTIME

    machine = f"{platform.machine()} {_processor()} {RUNTIME}"
    record = cache_folder() / "backend.json"
    try:
        known = json.loads(record.read_text())
        if known["machine"] == machine:
            return str(known["backend"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not measured yet, or a file of another version
    MINILM.verify()
    measured = _measure(_probe_texts())
    best = max(measured, key=lambda name: measured[name])
    record.parent.mkdir(parents=True, exist_ok=True)
    content = {"machine": machine, "backend": best, "texts_per_second": measured}
    partial = record.with_suffix(f".{os.getpid()}.part")
    partial.write_text(json.dumps(content, indent=1))
    partial.replace(record)
    return best


def _measure(texts: list[str]) -> dict[str, float]:
    """Texts a second of processor time of each backend that keeps float32's results; what else
    the machine does meanwhile must not decide."""
    exact, reference = _time("float32", texts)
    found = {"float32": exact}
    for name in ("onnx-int8", "onnx-uint8", "bfloat16"):
        speed, vectors = _time(name, texts, slowest=exact / 2)
        if float(np.mean(np.sum(vectors * reference[: len(vectors)], axis=1))) >= LEAST_FIDELITY:
            found[name] = speed
    return {name: round(speed, 1) for name, speed in found.items()}


def _time(name: str, texts: list[str], slowest: float = 0) -> tuple[float, Vectors]:
    """A backend's speed and vectors; of one that is slower than `slowest`, of a few texts alone."""
    embedder = Embedder("", 384, _load(name))
    embedder.embed(texts[:BATCH])  # the first call sets things up
    few = _timed(embedder, texts[:BATCH])
    return few if few[0] <= slowest else _timed(embedder, texts)


def _timed(embedder: Embedder, texts: list[str]) -> tuple[float, Vectors]:
    start = time.process_time()
    vectors = embedder.embed(texts)
    return len(texts) / (time.process_time() - start), vectors


def _probe_texts() -> list[str]:
    """Ninety-six texts of passage length, each six different sentences of `_PROBE`."""
    count = len(_PROBE)
    steps = (0, 1, 3, 6, 10, 11)
    return [
        " ".join(_PROBE[(n * 5 + s * (1 + n // count)) % count] for s in steps) for n in range(96)
    ]


_PROBE = (
    "The council voted nine to four on Tuesday to close the old harbour road to lorries.",
    "Prices of bread and milk rose by 3.2 percent in March, the statistics office said.",
    "“We were told to leave within the hour,” said Maria Lund, who runs a bakery near the river.",
    "The midfielder scored twice in the second half, and the visitors never recovered.",
    "Doctors at the university hospital treated eleven people for smoke, two of them firemen.",
    "A spokesman for the ministry declined to say when the report would be published.",
    "The new telescope saw the light of a galaxy thirteen billion years old.",
    "Talks between the union and the railway broke down late on Friday over night shifts.",
    "Shares in the chip maker fell to 41 dollars after it cut its forecast for the year.",
    "The film, shot in black and white over six weeks, opens the festival in September.",
    "Heavy rain washed away the bridge that links the two villages, police said.",
    "Her lawyer argued that the letters proved nothing, and asked the judge to dismiss the case.",
    "Voters in the north will choose between four candidates, none of whom has held office.",
    "The species had not been recorded on the island since 1968, the biologists wrote.",
    "Engineers expect the tunnel to carry 40,000 passengers a day once the signals are tested.",
    "In a statement, the company apologised and promised to repay every customer by the summer.",
    "The president cut short his visit to Lisbon and flew home on Wednesday night.",
)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":")[1].strip() for line in lines if "model name" in line), "")
