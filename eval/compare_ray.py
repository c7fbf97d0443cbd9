"""Compares a build whose passages are embedded on a Ray cluster with one that does it all.

    python -m eval.compare_ray ARTICLES [--articles 800] [--machines 2] [--rounds 2]

ARTICLES is a `.jsonl.gz` in the format of docs/formats.md. The cluster's machines are made here,
each with one processor of this machine. Prints, of each round, the seconds by stage, passages a
second while embedding, and the memory of the process that builds; then whether both stores hold the
same vectors. Everything runs on one machine: what a network would cost is not in it.
"""

from __future__ import annotations

import contextlib
import gzip
import itertools
import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import psutil
import typer
from rich.console import Console

from index import Settings, build, database
from index.embedding import Embedder, load_embedder
from index.extras import exit_without
from index.ray_workers import local_cluster, ray_embedder

console = Console()


def main(
    articles: Annotated[Path, typer.Argument(help="A .jsonl.gz of articles.")],
    count: Annotated[int, typer.Option("--articles", help="How many of them.")] = 800,
    machines: Annotated[int, typer.Option(help="Machines of the cluster.")] = 2,
    rounds: Annotated[int, typer.Option(help="Builds of each kind, alternately.")] = 2,
) -> None:
    """Builds and prints."""
    exit_without("ray")
    with tempfile.TemporaryDirectory() as place, local_cluster(machines) as address:
        source = Path(place) / "articles.jsonl"
        with gzip.open(articles, "rt", encoding="utf-8") as lines:
            source.write_text("".join(itertools.islice(lines, count)), encoding="utf-8")
        found: set[int] = set()
        for number in range(rounds):
            for kind in ("one process", f"{machines} workers"):
                settings = Settings.load(store=Path(place) / f"{kind} {number}")
                with _embedder(kind, address, settings) as embedder:
                    _show(kind, source, settings, embedder)
                found.add(_vectors(settings))
    console.print(f"The same vectors in all stores: {len(found) == 1}")


@contextlib.contextmanager
def _embedder(kind: str, address: str, settings: Settings) -> Iterator[Embedder]:
    if kind == "one process":
        yield load_embedder(settings)
        return
    with ray_embedder(address, settings) as embedder:
        started = time.perf_counter()
        embedder.cluster.workers()
        console.print(f"workers are there and verified after {time.perf_counter() - started:.1f} s")
        yield embedder


def _show(kind: str, source: Path, settings: Settings, embedder: Embedder) -> None:
    stages: dict[str, list[float]] = {}

    def note(stage: str, done: int, total: int | None) -> None:
        stages.setdefault(stage, [time.perf_counter()]).append(time.perf_counter())

    report = build([source], settings=settings, embedder=embedder, progress=note)
    took = {stage: times[-1] - times[0] for stage, times in stages.items()}
    rate = report.embedded / took["Embedding"]
    memory = psutil.Process(os.getpid()).memory_info().rss / 1e6
    console.print(
        f"{kind}: {report.passages} passages in {report.seconds:.1f} s, {rate:.0f} a second while "
        f"embedding, {memory:.0f} MB; "
        + ", ".join(f"{stage.lower()} {seconds:.1f} s" for stage, seconds in took.items())
    )


def _vectors(settings: Settings) -> int:
    """A number that is another one where any vector differs."""
    with contextlib.closing(sqlite3.connect(settings.folder / database.FILE)) as connection:
        rows = connection.execute("SELECT key, value FROM vectors ORDER BY key").fetchall()
    return hash(json.dumps([[key.hex(), value.hex()] for key, value in rows]))


if __name__ == "__main__":
    typer.run(main)
