"""Measures a whole search of stores of any size: by vectors and words, with texts, with filters.

    python -m eval.search_times QUESTIONS STORE [STORE …] [--questions 100]

Each question of the set is searched for ten passages: in all articles, in those from the middle of
the store's days on, and in those of its first source by name. The vectors of the questions are made
before, so that embedding is not counted. Told are percentiles in milliseconds by the clock, what
the first search takes, which opens both indexes, and the process's memory, mapped files included;
each store is opened in a process of its own.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import psutil
import typer
from rich.console import Console
from rich.table import Table

from eval.sets import read_questions
from index import Filters, open_store
from qa.llm.memory import peak_mb

K = 10
console = Console()


class Times(NamedTuple):
    """What one store's searches took; times in seconds."""

    passages: int
    first: float
    """Of the first search, which opens both indexes."""
    searches: dict[str, tuple[int, list[float]]]
    """By filter: articles that pass it, and the time of each search."""
    peak_mb: float


def main(
    questions: Annotated[Path, typer.Argument(help="A question set.")],
    stores: Annotated[list[Path], typer.Argument(help="Folders of stores.")],
    count: Annotated[int, typer.Option("--questions", help="Number of questions.")] = 100,
) -> None:
    """Prints the table."""
    asked = [one.question for one in read_questions(questions)][:count]
    table = Table(
        "passages", "among", "articles", "p50 ms", "p95", "p99", "first search s", "peak MB"
    )
    for store in stores:
        with ProcessPoolExecutor(1, get_context("spawn")) as process:
            times = process.submit(measured, store, asked).result()
        for name, (passing, seconds) in times.searches.items():
            shares = np.percentile(np.array(seconds) * 1000, [50, 95, 99])
            table.add_row(
                f"{times.passages:,}",
                name,
                f"{passing:,}",
                *(f"{one:.1f}" for one in shares),
                f"{times.first:.2f}",
                f"{times.peak_mb:.0f}",
            )
    console.print(table)
    console.print(f"{len(asked)} questions; load {psutil.getloadavg()[0]:.1f}")


def measured(folder: Path, asked: Sequence[str]) -> Times:
    """Every question searched under every filter, which take turns."""
    with open_store(folder) as store:
        store.vectors(asked[0])
        start = time.perf_counter()
        store.search(asked[0], K)
        first = time.perf_counter() - start
        days = sorted(one.date for one in store.headings() if one.date)
        named = store.sources()
        kinds = {"all articles": Filters()}
        if days:
            kinds["newer half"] = Filters(after=days[len(days) // 2])
        if named:
            kinds["one source"] = Filters(source=named[0][0])
        for filters in kinds.values():  # the first search under a filter reads what it needs
            store.search(asked[0], K, filters)
        found: dict[str, tuple[int, list[float]]] = {}
        for name, filters in kinds.items():
            found[name] = (len(store.headings(filters)), [])
        for question in asked:
            store.vectors(question)  # made before the clock runs; a store keeps few
            for name, filters in kinds.items():
                start = time.perf_counter()
                store.search(question, K, filters)
                found[name][1].append(time.perf_counter() - start)
        return Times(store.counts()[1], first, found, peak_mb())


if __name__ == "__main__":
    typer.run(main)
