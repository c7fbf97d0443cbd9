"""Measures what several threads get done in a second, side by side and behind one lock.

    python -m eval.compare_search_threads STORE QUESTIONS [--rounds 20] [--answers]

Each thread searches one question of the set after the other, as fast as they are answered; with
`--answers` it has them answered by quotation, which reads passages on all cores even for one.
"Behind a lock" is what a program does that serves one at a time. The two take turns for half a
second each (answers: four seconds); the best of all rounds is told, since whatever else the machine
does only slows a round down. The vectors of the questions are made before.
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
from qa import QASettings, ask

THREADS = (1, 2, 4, 8)
SECONDS = 0.5
"""Of one measurement of searches …"""
ANSWER_SECONDS = 4.0
"""… and of answers."""
KEPT = 60
"""Questions, so that the store keeps the vectors of all."""
console = Console()


def main(
    store: Annotated[Path, typer.Argument(help="Folder of the store.")],
    questions: Annotated[Path, typer.Argument(help="A question set on it.")],
    rounds: Annotated[int, typer.Option(help="Measurements of each.")] = 20,
    answers: Annotated[bool, typer.Option("--answers", help="Answers, not searches.")] = False,
) -> None:
    """Prints the table."""
    asked = [one.question for one in read_questions(questions)][:KEPT]
    table = Table("threads", "behind a lock, a second", "side by side, a second", "ratio")
    settings = QASettings.load(answerer="extractive")
    seconds = ANSWER_SECONDS if answers else SECONDS
    with open_store(store) as opened:

        def work(text: str) -> object:
            if answers:
                return ask(text, store=opened, settings=settings)
            return opened.search(text, 16)

        for text in asked:
            opened.search(text, 16)
        work(asked[0])
        for threads in THREADS:
            rates: list[list[float]] = [[], []]
            for _ in range(rounds):
                locks: list[AbstractContextManager[object]] = [threading.Lock(), nullcontext()]
                for lock, own in zip(locks, rates, strict=True):
                    own.append(rate(_under(lock, work), asked, threads, seconds))
            behind, beside = map(max, rates)
            ratio = f"{beside / behind:.2f}"
            table.add_row(str(threads), f"{behind:.1f}", f"{beside:.1f}", ratio)
        passages = opened.counts()[1]
    console.print(f"{passages:,} passages, {len(asked)} questions")
    console.print(table)


def rate(
    work: Callable[[str], object], asked: Sequence[str], threads: int, seconds: float = SECONDS
) -> float:
    """Questions that so many threads together search, or have answered, in a second."""
    end = time.perf_counter() + seconds

    def ask_on(first: int) -> int:
        for done, text in enumerate(itertools.cycle([*asked[first:], *asked[:first]])):
            if time.perf_counter() >= end:
                return done
            work(text)
        return 0

    with ThreadPoolExecutor(threads) as pool:
        start = time.perf_counter()
        done = sum(pool.map(ask_on, range(threads)))
        return done / (time.perf_counter() - start)


def _under(
    lock: AbstractContextManager[object], work: Callable[[str], object]
) -> Callable[[str], object]:
    def guarded(text: str) -> object:
        with lock:
            return work(text)

    return guarded


if __name__ == "__main__":
    typer.run(main)
