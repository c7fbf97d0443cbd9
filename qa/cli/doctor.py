"""The command doctor: checks installation, models and store, and says what to do."""

from __future__ import annotations

from typing import Annotated

import typer

from index.console import ExitStatus, JsonOption, StoreOption, out, print_json, settings_of


def doctor_command(
    context: typer.Context,
    deep: Annotated[
        bool,
        typer.Option("--deep", help="Compare texts, passages, vectors and indexes of the store."),
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Checks installation, models and store, and says what to do."""
    from qa.cli.checks import examine

    checks = []
    for check in examine(settings_of(context, store=store), deep):
        checks.append(check)
        if not as_json:
            out.print(f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {check.finding}")
    if as_json:
        print_json({"checks": [check.to_json() for check in checks]})
    failed = any(not check.ok for check in checks)
    raise typer.Exit(ExitStatus.FAILED if failed else ExitStatus.DONE)
