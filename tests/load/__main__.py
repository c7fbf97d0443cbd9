"""Many who ask at once, with builds, removals and faults beside them.

    python -m tests.load [--people 8] [--minutes 5] [--store STORE --questions QUESTIONS] [--calm]

Starts `article-qa chat` on a copy of a store (without one, the sample) and has people ask it over
HTTP, half of them by the page and half as programs, each one question after the other. Beside them
articles are added and removed, builds are killed, find no room, and the store is gone for moments
(`--calm`: nothing of this). It ends by itself and prints how fast, how evenly and with which errors
the people were answered, and whether anything is lost. Exit status 1: there were errors or losses.
"""

import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import numpy as np
import psutil
import typer
from rich.console import Console
from rich.table import Table

from eval.sets import read_questions
from index import build, open_store
from qa.database.sqlite_file import SqliteFile
from qa.history.conversations import Conversations
from tests.load.faults import Disturber
from tests.load.people import Asked, Asker
from tests.load.server import Server, serving

ROOT = Path(__file__).parent.parent.parent
LOOK_S = 2.0
"""Between two looks at the memory."""
ABSENT = ("There is no store at", "There are no articles yet")
"""What is told while the store is gone."""
SLOWEST = 5
"""Answers of which it is told what went on beside them."""
console = Console()


def main(
    people: Annotated[int, typer.Option(min=1, help="Who ask at once.")] = 8,
    minutes: Annotated[float, typer.Option(min=0.01, help="How long they ask.")] = 5.0,
    store: Annotated[Path | None, typer.Option(help="A store to copy.")] = None,
    questions: Annotated[Path | None, typer.Option(help="A question set on it.")] = None,
    calm: Annotated[bool, typer.Option("--calm", help="Without builds and faults.")] = False,
) -> None:
    """Prints the table."""
    asked = [
        one.question for one in read_questions(questions or ROOT / "eval/questions/seeds.jsonl")
    ]
    with tempfile.TemporaryDirectory(prefix="load-") as name:
        place = Path(name)
        if store:
            shutil.copytree(store, place / "store")
        else:
            build([ROOT / "seeds"], store=place / "store")
        askers = [Asker(f"person{number}", number % 2 == 0) for number in range(people)]
        disturber = None if calm else Disturber(place)
        known = _articles(place)
        with serving(place, people) as server:
            memory, took, processor = _run(server, askers, asked, disturber, minutes * 60)
            tracebacks = server.tracebacks()
        lost = _lost(place, known | (disturber.kept if disturber else set()))
        problems = _problems(askers, disturber, tracebacks)
        unkept, wrong = _unkept(place, askers), _misquoted(place, askers, known)
    _print(askers, memory, took, processor, disturber, problems)
    for what, many in (("articles", lost), ("answers not kept", unkept), ("misquoted", wrong)):
        console.print(f"lost {what}: {len(many)} {many[:3] if many else ''}")
    raise typer.Exit(bool(problems or lost or unkept or wrong))


def _run(
    server: Server,
    askers: Sequence[Asker],
    questions: list[str],
    disturber: Disturber | None,
    seconds: float,
) -> tuple[list[float], float, float]:
    """MB of memory in the course of it, and the seconds that passed and of the processor."""
    stop, memory = threading.Event(), [server.memory()]
    start, processor = time.monotonic(), server.processor_s()
    with ThreadPoolExecutor(len(askers) + 1) as pool, ExitStack() as at_the_end:
        at_the_end.callback(stop.set)
        works = [
            pool.submit(asker.work, server, token, questions, stop)
            for asker, token in zip(askers, server.tokens, strict=True)
        ]
        if disturber:
            works.append(pool.submit(disturber.work, stop))
        while time.monotonic() < start + seconds:
            time.sleep(min(LOOK_S, seconds))
            memory.append(server.memory())
            if ended := [work for work in works if work.done()]:
                ended[0].result()
        stop.set()
        for work in works:
            work.result()
    return memory, time.monotonic() - start, server.processor_s() - processor


def _problems(askers: Sequence[Asker], disturber: Disturber | None, tracebacks: int) -> list[str]:
    """What went wrong and should not have; that the store is gone may be told while it is."""
    away = disturber.away if disturber else []
    problems = list(disturber.problems) if disturber else []
    for asker in askers:
        for one in asker.asked:
            was_away = any(one.at < to and since < one.at + one.seconds for since, to in away)
            if one.problem and not (was_away and one.problem.startswith(ABSENT)):
                problems.append(one.problem)
    return problems + ["a traceback in the server's log"] * tracebacks


def _articles(place: Path) -> set[str]:
    with open_store(place / "store") as store:
        return {one.id for one in store.articles()}


def _lost(place: Path, expected: set[str]) -> list[str]:
    """Articles that should be there and are not, or cannot be found."""
    with open_store(place / "store") as store:
        there = {one.id for one in store.articles()}
        altered = store.altered()
        assert store.search("balloon", 3)
    return sorted((expected - there) | set(altered))


def _unkept(place: Path, askers: Sequence[Asker]) -> list[str]:
    """Who has fewer answers among their conversations than they were given on the page."""
    file, unkept = place / "conversations.sqlite", []
    for asker in askers:
        if asker.by_page:
            kept = sum(
                one.questions
                for one in Conversations(SqliteFile(file), asker.name).listed(limit=10**6)
            )
            if kept < len(asker.answers):
                unkept.append(f"{asker.name}: {kept} of {len(asker.answers)}")
    return unkept


def _misquoted(place: Path, askers: Sequence[Asker], known: set[str]) -> list[str]:
    """Quotations that do not stand where they are said to."""
    with open_store(place / "store") as store:
        texts = {name: article.text for name in known if (article := store.article(name))}
    return [
        f"{article}:{start}"
        for asker in askers
        for one in asker.answers
        for article, start, end, quote in one.citations
        if article in texts and texts[article][start:end] != quote
    ]


def _print(
    askers: Sequence[Asker],
    memory: list[float],
    took: float,
    processor: float,
    disturber: Disturber | None,
    problems: list[str],
) -> None:
    times = {asker.name: [one.seconds for one in asker.answers] for asker in askers}
    every = [one for many in times.values() for one in many] or [0.0]
    table = Table("who", "answers", "a second", "p50 s", "p95", "p99", "longest")
    for label, way in (("by the page", True), ("programs", False)):
        own = [one for asker in askers if asker.by_page is way for one in times[asker.name]]
        if own:
            table.add_row(label, *_row(own, took))
    table.add_row("all", *_row(every, took))
    counts = [len(many) for many in times.values()]
    even = sum(counts) ** 2 / (len(counts) * sum(count**2 for count in counts) or 1)
    early = memory[min(len(memory) - 1, max(1, len(memory) // 10))]
    load = psutil.getloadavg()[0]
    console.print(f"{len(askers)} people, {took / 60:.1f} minutes, load of the machine {load:.1f}")
    console.print(table)
    console.print(f"answers of a person: {min(counts)} to {max(counts)}; Jain's index {even:.3f}")
    console.print(
        f"memory: {memory[0]:.0f} MB at first, {early:.0f} after a tenth, {memory[-1]:.0f} at the "
        f"end, {max(memory):.0f} at most"
    )
    console.print(f"processor: {processor / max(1, sum(counts)):.2f} s an answer")
    told = sum(one.problem is not None for asker in askers for one in asker.asked)
    console.print(f"not answered: {told}; errors: {len(problems)}")
    for problem in dict.fromkeys(problems):
        console.print(f"  {problems.count(problem)} × {problem[:200]}", markup=False)
    if disturber:
        counted = Counter(name for name, _, _ in disturber.done)
        console.print(", ".join(f"{name} {count}" for name, count in counted.items()))
        slowest = sorted((one for asker in askers for one in asker.answers), key=_seconds)[
            -SLOWEST:
        ]
        for one in reversed(slowest):
            beside = [
                f"{name} {to - since:.0f} s"
                for name, since, to in disturber.done
                if one.at < to and since < one.at + one.seconds
            ]
            console.print(f"  {one.seconds:.1f} s beside {', '.join(beside) or 'nothing'}")


def _seconds(asked: Asked) -> float:
    return asked.seconds


def _row(seconds: list[float], took: float) -> list[str]:
    p50, p95, p99 = np.percentile(seconds, [50, 95, 99])
    rate = len(seconds) / took
    return [str(len(seconds)), f"{rate:.2f}", f"{p50:.2f}", f"{p95:.2f}", f"{p99:.2f}",
            f"{max(seconds):.2f}"]  # fmt: skip


if __name__ == "__main__":
    typer.run(main)
