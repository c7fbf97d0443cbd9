"""The command doctor: checks installation, models and store, and says what to do."""

from __future__ import annotations

import typer

from index.console import ExitStatus, JsonOption, StoreOption, out, print_json, settings_of


def doctor_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Checks installation, models and store, and says what to do."""
    from qa.cli.checks import examine

    checks = examine(settings_of(context, store=store))
    if as_json:
        print_json({"checks": [check.to_json() for check in checks]})
    else:
        for check in checks:
            out.print(f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {check.finding}")
    failed = any(not check.ok for check in checks)
    raise typer.Exit(ExitStatus.FAILED if failed else ExitStatus.DONE)
