"""Compares the time of the program's search, query planning included, with a plain search.

    python -m eval.compare_searching ARTICLES QUESTIONS [--questions 200] [--copies 1]

ARTICLES is a `.jsonl.gz` in the format of docs/formats.md, QUESTIONS a question set on it. The
passages get random vectors, since embedding a large collection takes long and the time of a
search does not depend on their values. Each question is embedded before the clock starts: the store
keeps its vector, so that only the first variant would wait for it. Other texts that a variant asks
for are embedded in its time. The plain search finds the nearest hundred passages and the hundred
best by BM25, and loads their texts. Each question is searched in every variant, one after the
other. The variants take turns at being first, since the first one fills caches for the others. The
reader is not included.
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

from eval.joined_query import joined_query
from eval.sets import EvalQuestion, read_questions
from index import Article, build, open_store
from index.embedding import load_embedder
from index.readers.records import read_record
from index.vectors import Vectors, unit_length
from qa import QASettings, Question
from qa.query.plan import plan_query
from qa.retrieval.search import search

SEED = 7
console = Console()


class RandomVectors:
    """A backend of the embedder that gives random unit vectors."""

    name = "random"

    def __init__(self, dimension: int) -> None:
        self._rng = np.random.default_rng(SEED)
        self._dimension = dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of one batch: shape (texts, dimension)."""
        drawn = self._rng.standard_normal((len(texts), self._dimension), dtype=np.float32)
        return unit_length(drawn)


def main(
    articles: Annotated[Path, typer.Argument(help="A .jsonl.gz of articles.")],
    questions: Annotated[Path, typer.Argument(help="A question set.")],
    count: Annotated[int, typer.Option("--questions", help="Number of questions.")] = 200,
    copies: Annotated[int, typer.Option(help="Copies of each article.")] = 1,
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
            variants: dict[str, Callable[[Question], object]] = {
                "plain": lambda q: store.search(joined_query(q), 16, q.filters),
                "planning alone": lambda q: plan_query(q, store),
                "all but the reader": lambda q: search(plan_query(q, store), settings.candidates),
            }
            times = timed(variants, asked[:count], lambda q: store.vectors(q.line, joined_query(q)))
    console.print(f"{passages:,} passages, {len(asked[:count])} questions")
    table = Table("variant", "ms p50", "p95", "ratio to plain, p50", "p95")
    plain = np.percentile(times["plain"], [50, 95])
    for name, many in times.items():
        p50, p95 = np.percentile(many, [50, 95])
        ratios = f"{p50 / plain[0]:.2f}", f"{p95 / plain[1]:.2f}"
        table.add_row(name, f"{p50:.1f}", f"{p95:.1f}", *ratios)
    console.print(table)


def timed(
    variants: dict[str, Callable[[Question], object]],
    asked: Sequence[EvalQuestion],
    embed: Callable[[Question], object],
) -> dict[str, list[float]]:
    """Milliseconds of each question by variant, `embed` left out; the variants take turns at being
    first."""
    times: dict[str, list[float]] = {name: [] for name in variants}
    names = list(variants)
    for question in (one.asked() for one in asked[:10]):  # warm-up
        for variant in variants.values():
            variant(question)
    for number, one in enumerate(track(asked, "Searching", console=console, transient=True)):
        question = one.asked()
        embed(question)
        for name in names[number % len(names) :] + names[: number % len(names)]:
            start = time.perf_counter()
            variants[name](question)
            times[name].append((time.perf_counter() - start) * 1000)
    return times


def _copied(path: Path, copies: int) -> list[Article]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    read = [read_record(row, str(number)) for number, row in enumerate(rows)]
    return [replace(one, id=f"{number} {one.id}") for number in range(copies) for one in read]


if __name__ == "__main__":
    typer.run(main)
