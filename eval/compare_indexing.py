"""Compares indexing, updating and searching with a plain llama-index program and with txtai.

    python -m eval.compare_indexing ARTICLES QUESTIONS [--articles 400] [--rounds 2]

ARTICLES is a `.jsonl.gz` in the format of docs/formats.md, QUESTIONS a question set on it. Each
program indexes the same passages in a process of its own, adds one article, opens what it wrote and
searches; they take turns, and the best of all rounds is told, since whatever else the machine does
only slows a round down. Ours reads and cuts the articles besides, the others are given what it cut.
txtai is left out where it is not installed (`pip install txtai`); it is no part of any extra.
"""

from __future__ import annotations

import gzip
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from eval.programs import PROGRAMS, Ours, Program, Txtai
from eval.sets import read_questions
from index import Article
from index.extras import exit_without
from index.readers.records import read_record
from qa.llm.memory import peak_mb

ASKED = 100
"""Questions that are searched."""
console = Console()


@dataclass(frozen=True, slots=True)
class Measured:
    """What one program took in one round."""

    passages: int
    build_s: float
    """Seconds to index and write all passages."""
    build_peak_mb: int
    """Most memory of the process until then, in MB."""
    disk_mb: float
    add_s: float
    """Seconds to add one article and write it, its embedding included."""
    open_s: float
    search_ms: tuple[float, float]
    """Median and 95th percentile of a search, the question's embedding included."""


def main(
    articles: Annotated[Path, typer.Argument(help="A .jsonl.gz of articles.")],
    questions: Annotated[Path, typer.Argument(help="A question set on them.")],
    count: Annotated[int, typer.Option("--articles", help="How many of the articles.")] = 400,
    rounds: Annotated[int, typer.Option(help="Turns of each program.")] = 2,
    program: Annotated[str | None, typer.Option(hidden=True, help="One turn of this one.")] = None,
    folder: Annotated[Path | None, typer.Option(hidden=True, help="For its files.")] = None,
) -> None:
    """Prints the table."""
    if program and folder:
        sys.stdout.write(json.dumps(asdict(_turn(program, articles, questions, count, folder))))
        return
    names = [name for name in PROGRAMS if name != Txtai.name or find_spec("txtai")]
    if len(names) < len(PROGRAMS):
        console.print("txtai is not installed, so it is left out (pip install txtai).")
    best: dict[str, list[Measured]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as place:
        for number, name in itertools.product(range(rounds), names):
            console.print(f"Round {number + 1} of {rounds}: {name}")
            arguments = [str(articles), str(questions), f"--articles={count}"]
            own = [f"--program={name}", f"--folder={place}"]
            done = subprocess.run(  # noqa: S603 - this program
                [sys.executable, "-m", "eval.compare_indexing", *arguments, *own],
                check=True,
                stdout=subprocess.PIPE,
                env={**os.environ, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "true"},
            )
            best[name].append(Measured(**json.loads(done.stdout.splitlines()[-1])))
    console.print(_table(best))


def _table(rounds: dict[str, list[Measured]]) -> Table:
    first = rounds[Ours.name][0]
    table = Table(title=f"{first.passages:,} passages")
    for column in ("program", "passages/s", "peak MB", "disk MB", "add one, s", "open, s"):
        table.add_column(column)
    for column in ("search, ms p50", "p95"):
        table.add_column(column)
    for name, turns in rounds.items():
        table.add_row(
            name,
            f"{max(one.passages / one.build_s for one in turns):.1f}",
            f"{max(one.build_peak_mb for one in turns)}",
            f"{turns[-1].disk_mb:.1f}",
            f"{min(one.add_s for one in turns):.2f}",
            f"{min(one.open_s for one in turns):.2f}",
            f"{min(one.search_ms[0] for one in turns):.1f}",
            f"{min(one.search_ms[1] for one in turns):.1f}",
        )
    return table


def _turn(name: str, path: Path, questions: Path, count: int, folder: Path) -> Measured:
    """One round of one program; ours leaves its passages for the others."""
    articles = _read(path, count)
    cut = folder / "passages.json"
    passages = json.loads(cut.read_text(encoding="utf-8")) if cut.exists() else []
    program: Program = PROGRAMS[name]()
    with tempfile.TemporaryDirectory(dir=folder) as own:
        program.load(Path(own))
        build_s = _seconds(lambda: program.build(articles, passages))
        peak = peak_mb()
        if isinstance(program, Ours):
            passages = program.passages()
            cut.write_text(json.dumps(passages), encoding="utf-8")
        disk_mb = sum(one.stat().st_size for one in Path(own).rglob("*") if one.is_file()) / 1e6
        more = Article("one-more", "A zeppelin landed on the pier. " * 40, "Zeppelin")
        add_s = _seconds(lambda: program.add(more, [more.text]))
        open_s = _seconds(program.open)
        asked = [one.question for one in read_questions(questions)[:ASKED]]
        program.search(asked[0])
        times = [_seconds(partial(program.search, text)) * 1000 for text in asked]
    p50, p95 = np.percentile(times, [50, 95])
    return Measured(len(passages), build_s, peak, disk_mb, add_s, open_s, (float(p50), float(p95)))


def _read(path: Path, count: int) -> Sequence[Article]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in itertools.islice(lines, count)]
    return [read_record(row, str(number)) for number, row in enumerate(rows)]


def _seconds(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


if __name__ == "__main__":
    exit_without("train")
    exit_without("models")
    typer.run(main)
