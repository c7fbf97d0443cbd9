"""Times a search with all that is read from a question, beside the plain one, in one run.

    python -m eval.compare_searching ARTICLES QUESTIONS [--questions 200] [--copies 1]

ARTICLES is a `.jsonl.gz` in the format of docs/formats.md, QUESTIONS a question set on it. The
passages get random vectors, since embedding a large collection takes long and the cost of a
search does not depend on what they are; questions are embedded by the real model. Plain is
the question's vector, the nearest hundred passages, the hundred best by words, and their texts.
Each question is searched in both ways, one after the other; what the first one warms up is of
use to the second, so they take turns at coming first. The reader is not part of it.
"""

from __future__ import annotations

import gzip
import json
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from eval.sets import EvalQuestion, read_questions
from index import Article, build, open_store
from index.embedding import load_embedder
from index.readers.records import read_record
from index.vectors import Vectors, unit_length
from qa import QASettings, Question
from qa.query.followup import standalone_query
from qa.query.plan import plan_query
from qa.retrieval.search import search

SEED = 7
console = Console()


class RandomVectors:
    """A backend whose vectors mean nothing."""

    name = "random"

    def __init__(self, dimension: int) -> None:
        self._chance = np.random.default_rng(SEED)
        self._dimension = dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of one batch."""
        drawn = self._chance.standard_normal((len(texts), self._dimension), dtype=np.float32)
        return unit_length(drawn)


def main(
    articles: Annotated[Path, typer.Argument(help="A .jsonl.gz of articles.")],
    questions: Annotated[Path, typer.Argument(help="A question set.")],
    count: Annotated[int, typer.Option("--questions", help="So many questions.")] = 200,
    copies: Annotated[int, typer.Option(help="Each article so many times.")] = 1,
) -> None:
    """Prints the table."""
    asked = read_questions(questions)
    random.Random(SEED).shuffle(asked)
    with tempfile.TemporaryDirectory() as place:
        settings = QASettings.load(store=place)
        real = load_embedder(settings)
        fake = replace(real, backend=RandomVectors(real.dimension))
        build(articles=_copied(articles, copies), settings=settings, embedder=fake)
        with open_store(settings=settings, embedder=real) as store:
            store.warm()
            _, passages = store.counts()
            ways: dict[str, Callable[[Question], object]] = {
                "plain": lambda q: store.search(standalone_query(q), 16, q.filters),
                "planning alone": lambda q: plan_query(q, store),
                "all but the reader": lambda q: search(plan_query(q, store), settings.candidates),
            }
            times = timed(ways, asked[:count])
    console.print(f"{passages:,} passages, {len(asked[:count])} questions")
    table = Table("way", "ms p50", "p95", "ratio to plain, p50", "p95")
    plain = np.percentile(times["plain"], [50, 95])
    for name, many in times.items():
        p50, p95 = np.percentile(many, [50, 95])
        ratios = f"{p50 / plain[0]:.2f}", f"{p95 / plain[1]:.2f}"
        table.add_row(name, f"{p50:.1f}", f"{p95:.1f}", *ratios)
    console.print(table)


def timed(
    ways: dict[str, Callable[[Question], object]], asked: Sequence[EvalQuestion]
) -> dict[str, list[float]]:
    """Milliseconds of each question in each way; the ways take turns at coming first."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    names = list(ways)
    for question in (one.asked() for one in asked[:10]):  # caches fill, patterns compile
        for way in ways.values():
            way(question)
    for number, one in enumerate(track(asked, "Searching", console=console, transient=True)):
        question = one.asked()
        for name in names[number % len(names) :] + names[: number % len(names)]:
            start = time.perf_counter()
            ways[name](question)
            times[name].append((time.perf_counter() - start) * 1000)
    return times


def _copied(path: Path, copies: int) -> list[Article]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    read = [read_record(row, str(number)) for number, row in enumerate(rows)]
    return [replace(one, id=f"{number} {one.id}") for number in range(copies) for one in read]


if __name__ == "__main__":
    typer.run(main)
