"""Measures how long answers by quotation take in another checkout of the program and in this one.

    git worktree add ../before REVISION
    python -m eval.compare_checkouts ../before QUESTIONS STORE [--other-store STORE] [--limit 200]

Both are asked each question of the set, by turns and one at a time, in one run: whatever else the
machine does slows both. A checkout that cannot open the store needs its own, which it makes of the
same articles. What was said before a question, and its day, are left out. The first questions,
which load the networks, are not counted where there are more.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Annotated, cast

import numpy as np
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from eval.sets import read_questions

HERE = Path(__file__).parents[1]
NOT_COUNTED = 4
ANSWERS = """
import json, sys, time
from pathlib import Path
from index import open_store
from qa import QASettings, ask

settings = QASettings.load(answerer="extractive")
with open_store(Path(sys.argv[1])) as store:
    for line in sys.stdin:
        text, start = json.loads(line), time.perf_counter()
        answer = ask(text, store=store, settings=settings)
        taken = 1000 * (time.perf_counter() - start)
        print(json.dumps([taken, answer.to_json()["status"]]), flush=True)
"""
"""What runs in each checkout: questions in, milliseconds and what came of it out."""
Timed = tuple[float, bool]
"""How many milliseconds an answer took, and whether it was one."""
console = Console()


@dataclass(frozen=True, slots=True)
class _Program:
    """One checkout, waiting for questions."""

    questions: IO[str]
    answers: IO[str]

    @classmethod
    def start(cls, checkout: Path, store: Path, stack: ExitStack) -> _Program:
        """Starts it; it ends with `stack`."""
        process = subprocess.Popen(  # noqa: S603 - this program, as it is there
            [sys.executable, "-P", "-c", ANSWERS, str(store.resolve())],
            cwd=checkout,
            env={**os.environ, "PYTHONPATH": str(checkout.resolve())},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        stack.enter_context(process)
        return cls(cast(IO[str], process.stdin), cast(IO[str], process.stdout))

    def ask(self, text: str) -> Timed:
        """What came of a question.

        Raises:
            typer.Exit: the checkout could not answer; it has said why.
        """
        self.questions.write(json.dumps(text) + "\n")
        self.questions.flush()
        line = self.answers.readline()
        if not line:
            raise typer.Exit(1)
        taken, status = json.loads(line)
        return taken, status == "answered"


def main(
    other: Annotated[Path, typer.Argument(help="The other checkout.", exists=True)],
    questions: Annotated[Path, typer.Argument(help="A question set.", exists=True)],
    store: Annotated[Path, typer.Argument(help="A store with its articles.", exists=True)],
    other_store: Annotated[Path | None, typer.Option(help="The store of the other one.")] = None,
    limit: Annotated[int, typer.Option(help="Questions that count.", min=1)] = 200,
) -> None:
    """Prints the table."""
    texts = [one.question for one in read_questions(questions)][: limit + NOT_COUNTED]
    with ExitStack() as stack:
        programs = [
            _Program.start(other, other_store or store, stack),
            _Program.start(HERE, store, stack),
        ]
        asks = [program.ask for program in programs]
        rows = [_by_turns(asks, text, bool(n % 2)) for n, text in enumerate(track(texts))]
        for program in programs:
            program.questions.close()
    counted = rows[NOT_COUNTED:] or rows
    table = Table("checkout", "median, ms", "95 %, ms", "mean, ms", "answered")
    for name, of_one in zip((str(other), "this one"), zip(*counted, strict=True), strict=True):
        taken = [ms for ms, _ in of_one]
        figures = (statistics.median(taken), np.percentile(taken, 95), statistics.mean(taken))
        answered = sum(is_answer for _, is_answer in of_one)
        table.add_row(name, *(f"{ms:.0f}" for ms in figures), f"{answered} of {len(of_one)}")
    console.print(table)
    ratio = statistics.median(after / before for (before, _), (after, _) in counted)
    console.print(f"An answer of this one takes {ratio:.2f} of the other's time (median).")


def _by_turns(asks: Sequence[Callable[[str], Timed]], text: str, is_backwards: bool) -> list[Timed]:
    """What each takes for a question, in the order of the programs."""
    found = [ask(text) for ask in (reversed(asks) if is_backwards else asks)]
    return found[::-1] if is_backwards else found


if __name__ == "__main__":
    typer.run(main)
