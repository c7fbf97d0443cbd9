"""article-qa: the one program. Without a command it opens the browser chat."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

# No library of ours may report home or wait for a hub.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
os.environ.setdefault("DO_NOT_TRACK", "1")

import eval.commands as eval_commands
import index.commands
import qa.cli.commands
from index.console import Program, StoreOption, errors_in_words
from index.errors import UsageError
from qa.settings import QASettings

program = typer.Typer(
    name="article-qa",
    help="Ask questions of dated news articles; every sentence of an answer is a quotation.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
index.commands.add_commands(program)
qa.cli.commands.add_commands(program)
eval_commands.add_commands(program)


@program.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    store: StoreOption = None,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of a failure; may stand anywhere.")
    ] = False,
) -> None:
    """Ask questions of dated news articles; every sentence of an answer is a quotation.

    Without a command it opens the browser chat.
    """
    context.obj = Program(QASettings.load)
    if context.invoked_subcommand is None:
        qa.cli.commands.chat_command(context, store=store)
    elif store:
        raise UsageError("Put --store after the command: article-qa ask TEXT --store FOLDER")


def main() -> None:
    """Runs the program; failures are told in a sentence."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    with errors_in_words(debug=len(arguments) < len(sys.argv) - 1):
        program(arguments, prog_name="article-qa")


if __name__ == "__main__":
    main()
