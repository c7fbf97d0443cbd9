"""The commands of the store as a whole: export, backup, copy."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.console import (
    ExitStatus,
    JsonOption,
    StoreOption,
    err,
    out,
    print_json,
    progress_bar,
    settings_of,
)
from index.errors import UsageError

if TYPE_CHECKING:
    from index.export import ExportReport

_SHOWN = 20
"""Ids that are printed for people; --json has all."""

store_program = typer.Typer(
    help="Exports, backs up and copies the store as a whole.", no_args_is_help=True
)


@store_program.command("export")
def export_command(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A new .jsonl or .jsonl.gz file, or - for standard output."
        ),
    ],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Writes all articles as JSONL, which article-qa index reads back."""
    from index.export import export, export_file
    from index.store import open_store

    is_printed = file == "-"
    if is_printed and as_json:
        raise UsageError("With - standard output holds the articles; leave --json out.")
    with open_store(settings=settings_of(context, store=store)) as opened:
        if is_printed:
            with progress_bar() as progress:
                report = export(opened, sys.stdout.buffer, progress)
            sys.stdout.buffer.flush()
        else:
            with export_file(Path(file)) as new, progress_bar() as progress:
                report = export(opened, new, progress)
    if as_json:
        print_json({"file": file, **asdict(report)})
    else:
        where = "" if is_printed else f" to {file}"
        (err if is_printed else out).print(f"{report.articles:,} articles were written{where}.")
        _print_differing(report)
    raise typer.Exit(ExitStatus.DONE_IN_PART if report.differing else ExitStatus.DONE)


def _print_differing(report: ExportReport) -> None:
    for article_id in report.differing[:_SHOWN]:
        err.print(f"Would not be read back just as it is stored: {article_id}")
    if len(report.differing) > _SHOWN:
        err.print(f"… and {len(report.differing) - _SHOWN} more; --json lists them.")


@store_program.command("backup")
def backup_command(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that is not there.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copies the store and the conversations to a new folder, also while they are in use."""
    from index.backup import back_up
    from index.follow.subscriptions import Subscriptions
    from index.places import local_folder
    from qa.database.choice import database_of
    from qa.database.sqlite_file import FILE, SqliteFile
    from qa.history.feedback import Feedback

    settings = settings_of(context, store=store)
    place = local_folder(settings.store, "A backup copies")
    conversations = database_of(settings)
    if place.is_dir():
        Feedback(place, conversations).read()  # takes over what earlier versions kept
    with ExitStack() as opened:
        kept = None
        if isinstance(conversations, SqliteFile):
            kept = opened.enter_context(conversations.opened())
        else:
            err.print(f"The conversations in {conversations.name} are not copied; see pg_dump.")
        beside = {FILE: kept} if kept else {}
        subscriptions = Subscriptions(place)
        if subscriptions.path.exists():
            beside[subscriptions.path.name] = opened.enter_context(subscriptions.opened())
        progress = opened.enter_context(progress_bar(in_bytes=True))
        report = back_up(place, folder, beside, progress)
        has_conversations = bool(kept)
    if as_json:
        print_json({"folder": str(folder), **asdict(report), "conversations": has_conversations})
        return
    with_them = ", and the conversations," if has_conversations else ""
    out.print(
        f"{report.articles:,} articles in {report.passages:,} passages{with_them} were copied to "
        f"{folder} ({report.bytes / 1e6:,.1f} MB)."
    )


@store_program.command("copy")
def copy_command(
    context: typer.Context,
    source: Annotated[
        str, typer.Argument(metavar="FROM", help="A store: a folder or an engine's address.")
    ],
    target: Annotated[
        str, typer.Argument(metavar="TO", help="Where there is none yet, of the same form.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Copies a store to another place or engine; nothing is embedded again."""
    from index.copy_store import copy_store

    settings = settings_of(context)
    with progress_bar() as progress:
        report = copy_store(source, target, settings, progress)
    if as_json:
        print_json({"from": source, "to": target, **asdict(report)})
    else:
        out.print(
            f"{report.articles:,} articles in {report.passages:,} passages were copied to "
            f"{target}; {report.seconds:.1f} s."
        )
    if report.warning:
        err.print(report.warning)
        raise typer.Exit(ExitStatus.DONE_IN_PART)
