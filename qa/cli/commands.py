"""The commands of questions and answers: ask, chat, feedback, conversations, models, doctor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.commands import filters_of
from index.console import (
    AfterOption,
    AsOfOption,
    BeforeOption,
    ExitStatus,
    JsonOption,
    SourceOption,
    StoreOption,
    err,
    out,
    print_json,
    progress_bar,
    settings_of,
)
from index.errors import ArticleQAError, UsageError
from qa.cli.conversations import conversations_program
from qa.cli.models import models_program
from qa.cli.users import people_program
from qa.question import InterpretationKind

if TYPE_CHECKING:
    from qa.history.judgement import Judgement
    from qa.server.users import Users
    from qa.settings import QASettings
    from qa.types import Answer

SAMPLE_STORE = Path("storage-sample")
SAMPLE_ARTICLES = Path("seeds")
_LATEST = 5
"""Judgements that are shown one by one."""


def add_commands(program: typer.Typer) -> None:
    """Adds these commands to the program."""
    program.command("ask")(ask_command)
    program.command("chat")(chat_command)
    program.command("feedback")(feedback_command)
    program.add_typer(conversations_program, name="conversations")
    program.add_typer(models_program, name="models")
    program.add_typer(people_program, name="people")
    program.command("doctor")(doctor_command)


def ask_command(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The question.")],
    after: AfterOption = None,
    before: BeforeOption = None,
    source: SourceOption = None,
    as_of: AsOfOption = None,
    history: Annotated[
        Path | None,
        typer.Option("--history", help='JSON list of {"role", "content"}: what was said before.'),
    ] = None,
    ignored: Annotated[
        list[InterpretationKind] | None,
        typer.Option("--ignore", help="Do not read this from the question's words; repeatable."),
    ] = None,
    answerer: Annotated[
        str | None,
        typer.Option("--answerer", help="auto, extractive, local or hosted. [default: auto]"),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answers one question, with its quotations."""
    from index.store import open_store
    from qa.generation.pool import AnswererPool
    from qa.pipeline import stream
    from qa.question import Question

    filters = filters_of(after, before, source, as_of)
    said = _read_history(history) if history else ()
    question = Question(text, said, filters, frozenset(ignored or ()))
    settings = settings_of(context, store=store, answerer=answerer)
    with open_store(settings=settings) as opened, AnswererPool(settings) as answerers:
        answers = stream(question, opened, settings, answerer=answerers.choose())
        answer = _shown(answers, quiet=as_json)
    if as_json:
        print_json(answer.to_json())
    else:
        _print_sources(answer)


def _shown(answers: Iterator[Answer], *, quiet: bool) -> Answer:
    """The last of `answers`; each sentence is printed once it is there, and what is awaited."""
    printed, answer = 0, None
    with err.status("Searching …") as status:
        for answer in answers:
            status.update(_doing(answer))
            if not quiet:
                for sentence in answer.sentences[printed:]:
                    marks = "".join(f"[{number}]" for number in sentence.citations)
                    out.print(f"{sentence.text} {marks}", end=" ")
                printed = len(answer.sentences)
    if answer is None:  # a stream has at least one answer
        raise ArticleQAError("The question gave no answer; ask again.")
    if not quiet and not answer.sentences:
        out.print(answer.text, end="")
    return answer


def _doing(answer: Answer) -> str:
    if answer.draft:
        return f"Writing: {answer.draft[-60:]}"
    if answer.evidence:
        return answer.waiting or f"Reading {len(answer.evidence)} sentences …"
    return answer.waiting or "Searching …"


def _read_history(path: Path) -> Any:
    from qa.question import read_history

    try:
        return read_history(json.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise UsageError(f"The history {path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"The history {path} is not JSON: {error}.") from error


def _print_sources(answer: Answer) -> None:
    out.print("\n" if answer.citations else "")
    for citation in answer.citations:
        about = (citation.title, citation.source, citation.date, citation.url)
        out.print(f"[{citation.number}] “{' '.join(citation.quote.split())}”")
        out.print(f"    {' · '.join(str(part) for part in about if part)}")
    for understood in answer.interpretations:
        words = f" (“{understood.words}”)" if understood.words else ""
        err.print(f"Read from the question: {understood.kind}: {understood.meaning}{words}")
    for notice in answer.notices:
        err.print(f"Note: {notice}")


def chat_command(
    context: typer.Context,
    host: Annotated[
        str | None, typer.Option("--host", help="Address. [default: 127.0.0.1]")
    ] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port. [default: 7860]")] = None,
    login: Annotated[
        bool | None,
        typer.Option("--login", help="Ask for a login even where only this machine is served."),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Opens the browser chat."""
    from index.store import is_store
    from qa.web import serve

    settings = settings_of(context, store=store, host=host, port=port, login=login)
    people = _people(settings)
    sample = None if store or is_store(settings.store) else _sample(settings)
    serve(settings, host=settings.host, port=settings.port, sample=sample, people=people)


def _people(settings: QASettings) -> Users | None:
    """Those who must sign in; None where only this machine is served, and no login is asked for.

    Raises:
        UsageError: somebody must, and nobody can.
    """
    from qa.server.users import Users

    is_local = settings.host in ("127.0.0.1", "localhost", "::1")
    if is_local and not settings.login:
        return None
    people = Users(settings.people)
    if people.names():
        return people
    why = "A login is asked for" if is_local else f"Others can reach {settings.host}"
    raise UsageError(
        f"{why}, and there is nobody yet who may sign in. Add a person first: "
        "article-qa people add NAME"
    )


def _sample(settings: QASettings) -> Path | None:
    """The sample store, brought up to date with `seeds/`; None where there are no seeds."""
    if not SAMPLE_ARTICLES.is_dir():
        return SAMPLE_STORE if SAMPLE_STORE.is_dir() else None
    from index.build import build

    err.print("Preparing the sample of invented news (a minute the first time) …")
    try:
        with progress_bar() as progress:
            build([SAMPLE_ARTICLES], store=SAMPLE_STORE, settings=settings, progress=progress)
    except ArticleQAError as error:
        err.print(f"The sample could not be prepared, and the chat opens without it: {error}")
        return None
    return SAMPLE_STORE


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
    from qa.history.feedback import Feedback
    from qa.history.question_set import as_question, write_questions

    settings = settings_of(context, store=store)
    folder, file = settings.store, settings.conversations
    judgements = Feedback(folder, file).read()
    asked = [(judgement, as_question(judgement)) for judgement in judgements]
    questions = [question for _, question in asked if question]
    left_out = [judgement for judgement, question in asked if not question]
    if not store and not judgements and Feedback(SAMPLE_STORE, file).read():
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


def doctor_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Checks installation, models and store, and says what to do."""
    from qa.cli.doctor import examine

    checks = examine(settings_of(context, store=store))
    if as_json:
        print_json({"checks": [check.to_json() for check in checks]})
    else:
        for check in checks:
            out.print(f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {check.finding}")
    failed = any(not check.ok for check in checks)
    raise typer.Exit(ExitStatus.FAILED if failed else ExitStatus.DONE)
