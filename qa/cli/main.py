"""The program `article-qa`: all commands put together. Without one it opens the browser chat."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from eval.commands import add_commands as add_eval_commands
from index.commands import add_commands as add_index_commands
from index.console import Program, StoreOption, errors_in_words
from index.errors import UsageError
from qa.cli.chat import chat_command
from qa.cli.commands import add_commands as add_qa_commands

if TYPE_CHECKING:
    from qa.settings import QASettings

# Libraries read these when they are imported, which no command has done yet: none of them may
# report home or wait for a hub.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
os.environ.setdefault("DO_NOT_TRACK", "1")


class _Program(TyperGroup):
    """Reads options of its own only where a command line begins with one.

    typer imports pydantic to read any option, even one that is not given. The help of a command
    would take half as long again.
    """

    _has_options = True

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What is left of the command line for the command."""
        self._has_options = not args or args[0].startswith("-")
        try:
            return list(super().parse_args(ctx, args))
        finally:
            self._has_options = True

    def get_params(self, ctx: Any) -> list[Any]:
        """The options to read."""
        return list(super().get_params(ctx)) if self._has_options else []


program = typer.Typer(
    cls=_Program,
    name="article-qa",
    help="Ask questions of dated news articles; an answer quotes them, or is checked against "
    "quotations.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
add_index_commands(program)
add_qa_commands(program)
add_eval_commands(program)


@program.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    store: StoreOption = None,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of a failure; may stand anywhere.")
    ] = False,
) -> None:
    """Without a command, opens the browser chat."""
    context.obj = Program(_load_settings)
    if context.invoked_subcommand is None:
        chat_command(context, store=store)
    elif store:
        raise UsageError("Put --store after the command: article-qa ask TEXT --store FOLDER")


def _load_settings(**flags: Any) -> QASettings:
    from qa.settings import QASettings

    return QASettings.load(**flags)


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
