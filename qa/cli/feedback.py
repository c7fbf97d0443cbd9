"""The command feedback: what was said of answers in the chat, shown or made a question set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.console import (
    ExitStatus,
    JsonOption,
    StoreOption,
    err,
    out,
    print_json,
    settings_of,
)
from index.errors import UsageError

if TYPE_CHECKING:
    from qa.history.judgement import Judgement

_LATEST = 5
"""Judgements that are shown one by one."""


def feedback_command(
    context: typer.Context,
    out_file: Annotated[
        Path | None,
        typer.Option("--out", help="A new file: the judgements as a question set, JSON lines."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Shows what was said of answers in the chat, or makes a question set of it."""
    from qa.cli.sample import SAMPLE_STORE
    from qa.history.feedback import feedback_of
    from qa.history.question_set import as_question, write_questions

    settings = settings_of(context, store=store)
    folder = settings.folder
    judgements = feedback_of(settings, folder).read()
    asked = [(judgement, as_question(judgement)) for judgement in judgements]
    questions = [question for _, question in asked if question]
    left_out = [judgement for judgement, question in asked if not question]
    if not store and not judgements and feedback_of(settings, SAMPLE_STORE).read():
        err.print(f"The sample has some: article-qa feedback --store {SAMPLE_STORE}")
    if out_file:
        if not questions:
            raise UsageError(f"No judgement of {folder} makes a question; nothing was written.")
        write_questions(out_file, questions)
        for judgement in left_out:
            question = " ".join(judgement.question.split())
            err.print(f"Left out, for what would be right is not known: {question}")
    if as_json:
        report = _feedback_json(judgements, len(questions))
        print_json({**report, "out": str(out_file) if out_file else None})
    elif out_file:
        out.print(f"{len(questions)} of {len(judgements)} judgements are questions in {out_file}")
    else:
        _print_judgements(judgements, len(questions), folder)
    in_part = bool(out_file and left_out)
    raise typer.Exit(ExitStatus.DONE_IN_PART if in_part else ExitStatus.DONE)


def _feedback_json(judgements: list[Judgement], questions: int) -> dict[str, Any]:
    right = sum(judgement.verdict == "right" for judgement in judgements)
    shown = ("id", "when", "question", "verdict", "correction", "unanswerable", "wrong_sources")
    latest = [judgement.to_json() for judgement in reversed(judgements[-_LATEST:])]
    return {
        "judgements": len(judgements),
        "right": right,
        "wrong": len(judgements) - right,
        "questions": questions,
        "left_out": len(judgements) - questions,
        "latest": [{name: one[name] for name in shown} for one in latest],
    }


def _print_judgements(judgements: list[Judgement], questions: int, folder: Path) -> None:
    if not judgements:
        out.print(f"No answer of {folder} has been judged. The chat asks under each answer.")
        return
    right = sum(judgement.verdict == "right" for judgement in judgements)
    wrong = len(judgements) - right
    out.print(f"{right} right, {wrong} wrong; {questions} of them make a question (--out FILE).")
    for judgement in reversed(judgements[-_LATEST:]):
        question = " ".join(judgement.question.split())
        out.print(f"{judgement.when:%Y-%m-%d}  {judgement.verdict}  {question}")
        if judgement.unanswerable:
            out.print("    The articles do not answer this.")
        elif judgement.correction:
            out.print(f"    Right would be: {judgement.correction}")
        for quote in judgement.wrong_quotes().values():
            out.print(f"    Does not support it: “{' '.join(quote.split())}”")
