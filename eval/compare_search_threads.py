"""Measures how many searches a second several threads get done, side by side and behind one lock.

    python -m eval.compare_search_threads STORE QUESTIONS [--rounds 20]

Each thread searches one question of the set after the other, as fast as they are answered. "Behind
a lock" is what a store does that serves one search at a time. The two take turns for half a second
each; the best of all rounds is told, since whatever else the machine does only slows a round down.
The vectors of the questions are made before.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from eval.sets import read_questions
from index import open_store

THREADS = (1, 2, 4, 8)
SECONDS = 0.5
"""Of one measurement."""
KEPT = 60
"""Questions, so that the store keeps the vectors of all."""
console = Console()


def main(
    store: Annotated[Path, typer.Argument(help="Folder of the store.")],
    questions: Annotated[Path, typer.Argument(help="A question set on it.")],
    rounds: Annotated[int, typer.Option(help="Measurements of each.")] = 20,
) -> None:
    """Prints the table."""
    asked = [one.question for one in read_questions(questions)][:KEPT]
    table = Table("threads", "behind a lock, a second", "side by side, a second", "ratio")
    with open_store(store) as opened:
        for text in asked:
            opened.search(text, 16)
        for threads in THREADS:
            rates: list[list[float]] = [[], []]
            for _ in range(rounds):
                locks: list[AbstractContextManager[object]] = [threading.Lock(), nullcontext()]
                for lock, own in zip(locks, rates, strict=True):
                    search = _under(lock, lambda text: opened.search(text, 16))
                    own.append(rate(search, asked, threads))
            behind, beside = map(max, rates)
            ratio = f"{beside / behind:.2f}"
            table.add_row(str(threads), f"{behind:.0f}", f"{beside:.0f}", ratio)
        passages = opened.counts()[1]
    console.print(f"{passages:,} passages, {len(asked)} questions")
    console.print(table)


def rate(search: Callable[[str], object], asked: Sequence[str], threads: int) -> float:
    """Searches a second of so many threads together."""
    end = time.perf_counter() + SECONDS

    def work(first: int) -> int:
        for done, text in enumerate(itertools.cycle([*asked[first:], *asked[:first]])):
            if time.perf_counter() >= end:
                return done
            search(text)
        return 0

    with ThreadPoolExecutor(threads) as pool:
        start = time.perf_counter()
        done = sum(pool.map(work, range(threads)))
        return done / (time.perf_counter() - start)


def _under(
    lock: AbstractContextManager[object], search: Callable[[str], object]
) -> Callable[[str], object]:
    def guarded(text: str) -> object:
        with lock:
            return search(text)

    return guarded


if __name__ == "__main__":
    typer.run(main)
