"""Measures what the vector index of a large store finds, beside comparing every vector.

    python -m eval.compare_recall STORE QUESTIONS [--questions 100] [--by-bits]

Questions are embedded by the real model. Each is searched exactly and as the index does it, among
all passages and under filters that let a half, three tenths and a tenth of them pass, one search at
a time. Told are the share of the ten and of the hundred nearest that are found, and milliseconds by
the clock and of the processor, without embedding. Below `EXACT` passages the two are the same, but
with `--by-bits`, which searches a copy of the index as if there were more.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import psutil
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from eval.sets import read_questions
from index import database, dense
from index.dense import DenseIndex
from index.embedding import load_packaged
from index.vectors import Vectors

K = 100
SHARES = (None, 0.5, 0.3, 0.1)
SEED = 7
console = Console()


def main(
    store: Annotated[Path, typer.Argument(help="Folder of the store.")],
    questions: Annotated[Path, typer.Argument(help="A question set.")],
    count: Annotated[int, typer.Option("--questions", help="Number of questions.")] = 100,
    by_bits: Annotated[bool, typer.Option("--by-bits", help="As in a larger store.")] = False,
) -> None:
    """Prints the table."""
    embedder = load_packaged()
    asked = embedder.embed([one.question for one in read_questions(questions)][:count])
    with contextlib.closing(database.connect_to_read(store)) as connection:
        name = database.meta(connection, "store") or ""
        rows = connection.execute("SELECT id FROM passages ORDER BY id")
        ids = np.fromiter((row[0] for row in rows), np.int64)
    with tempfile.TemporaryDirectory() as copy:
        clock, processor = time.perf_counter(), time.process_time()
        index = _loaded(store, embedder.dimension, name)
        index.open()
        opened = f"{time.perf_counter() - clock:.2f} s, {time.process_time() - processor:.2f} s"
        if by_bits:
            index = _by_bits(store, Path(copy), embedder.dimension, name)
        table = Table("passages", "recall@10", "@100", "ms p50", "p95", "processor p50", "p95")
        rng = np.random.default_rng(SEED)
        for share in SHARES:
            allowed = None if share is None else ids[rng.random(len(ids)) < share]
            passing = len(ids) if allowed is None else len(allowed)
            table.add_row(f"{passing:,}", *compared(index, asked, allowed))
    console.print(
        f"{len(index):,} passages, {len(asked)} questions; opened in {opened} of the processor"
    )
    console.print(table)
    console.print(f"load {psutil.getloadavg()[0]:.1f}")


def _loaded(store: Path, dimension: int, name: str) -> DenseIndex:
    index = DenseIndex.load(store, dimension, name)
    if index is None:
        raise typer.BadParameter(f"{store} has no vector index; open it once.")
    return index


def _by_bits(store: Path, copy: Path, dimension: int, name: str) -> DenseIndex:
    """The vector index out of a copy of its files, in which every segment has bits."""
    shutil.copytree(store / dense.FOLDER, copy / dense.FOLDER)
    shutil.copy(store / dense.STAMP, copy)
    index = _loaded(copy, dimension, name)
    index._segments = tuple(one.with_bits() for one in index._segments)
    dense.EXACT = 0
    return index


def compared(index: DenseIndex, asked: Vectors, allowed: NDArray[np.int64] | None) -> Sequence[str]:
    """Recall at 10 and at 100, and percentiles of the times."""
    found: list[tuple[float, float]] = []
    times: list[tuple[float, float]] = []
    for vector in asked:
        clock, processor = time.perf_counter(), time.process_time()
        ids = index.search(vector, K, allowed)[0]
        times.append((time.perf_counter() - clock, time.process_time() - processor))
        right = exactly(index, vector, allowed)
        found.append((np.isin(right[:10], ids[:10]).mean(), np.isin(right, ids).mean()))
    recalls = np.mean(found, axis=0)
    p50, p95 = np.percentile(np.array(times) * 1000, [50, 95], axis=0)
    numbers = (p50[0], p95[0], p50[1], p95[1])
    return [*(f"{one:.4f}" for one in recalls), *(f"{one:.1f}" for one in numbers)]


def exactly(
    index: DenseIndex, vector: NDArray[np.float32], allowed: NDArray[np.int64] | None
) -> NDArray[np.int64]:
    """The nearest by comparing every vector."""
    limit = dense.EXACT
    try:
        dense.EXACT = len(index)
        return index.search(vector, K, allowed)[0]
    finally:
        dense.EXACT = limit


if __name__ == "__main__":
    typer.run(main)
