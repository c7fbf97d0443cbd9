"""Asks the conversations of a question set, and writes them down to be read.

    python -m eval.transcripts QUESTIONS STORE [--ids PREFIX]... > FILE.md

Each conversation is asked from its beginning, each question with our own answers to those before
it. Under each answer stands whether it holds what the set asks of it and, where not, what is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import fill
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from eval.sets import EvalQuestion, read_questions
from index import Store, open_store
from qa import QASettings
from qa.pipeline import stream
from qa.types import Answer

LONGEST = 600
"""Characters of an answer that are written down."""

WIDTH = 108
"""Characters of a line."""

console = Console(stderr=True)


def main(
    questions: Annotated[Path, typer.Argument(help="A question set with conversations.")],
    store: Annotated[Path, typer.Argument(help="A store of its articles.")],
    ids: Annotated[list[str] | None, typer.Option(help="Only ids that begin so.")] = None,
) -> None:
    """Prints the conversations as Markdown."""
    asked = [one for one in read_questions(questions) if one.id.startswith(tuple(ids or [""]))]
    settings = QASettings.load(store=store, answerer="extractive")
    turns, right, written = 0, 0, []
    conversations = conversations_of(asked)
    with open_store(store) as opened:
        for number, one in enumerate(track(conversations, "Asking", console=console), 1):
            lines, own = transcript(one, opened, settings)
            written.append(f"## {number} ({own} of {len(one)} right)\n\n{lines}")
            turns, right = turns + len(one), right + own
    typer.echo(f"{len(conversations)} conversations, {turns} questions, {right} right.\n")
    typer.echo("\n\n".join(written))


def conversations_of(asked: Sequence[EvalQuestion]) -> list[list[EvalQuestion]]:
    """The questions of each whole conversation of at least three, in their order."""
    by_chain = {(*one.turns, one.question): one for one in asked if one.expectations}
    conversations = []
    for chain in by_chain:
        starts = [chain[:number] for number in range(1, len(chain) + 1)]
        is_longest = not any(other[:-1] == chain for other in by_chain)
        if len(chain) > 2 and is_longest and all(start in by_chain for start in starts):
            conversations.append([by_chain[start] for start in starts])
    return conversations


def transcript(
    conversation: Sequence[EvalQuestion], store: Store, settings: QASettings
) -> tuple[str, int]:
    """What was asked and answered, as Markdown, and how many answers are right."""
    said: list[str] = []
    lines: list[str] = []
    right = 0
    for one in conversation:
        *_, answer = stream(one.after(said).asked(), store, settings)
        faults = one.expectations.faults(answer.to_json()) if one.expectations else []
        right += not faults
        lines += _told(one, answer, faults)
        said.append(answer.text)
    return "\n".join(lines), right


def _told(one: EvalQuestion, answer: Answer, faults: Sequence[str]) -> Iterator[str]:
    yield fill(f"**{one.question}**", WIDTH) + "  "
    if answer.query != one.question:
        yield fill(f"(read as: {answer.query})", WIDTH) + "  "
    text = " ".join(answer.text.split())
    yield fill(text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0] + " …", WIDTH)
    if faults:
        expected = one.expectations.expected if one.expectations else ""
        yield ""
        yield fill(f"*Wrong: {expected or 'the articles do not answer this'}*", WIDTH)
    yield ""


if __name__ == "__main__":
    typer.run(main)
