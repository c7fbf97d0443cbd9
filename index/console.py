"""What all commands share: settings, JSON or words, progress, errors, exit status."""

from __future__ import annotations

import json
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from index.articles import parse_day
from index.errors import ArticleQAError, ReadError, UsageError
from index.unseen import printable


class ExitStatus(IntEnum):
    """How a command ends."""

    DONE = 0
    FAILED = 1
    WRONG_USAGE = 2
    DONE_IN_PART = 3


StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="The store: a folder, or milvus://HOST:PORT/NAME. [default: ./storage]",
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON object; all else goes to stderr.")
]
AfterOption = Annotated[
    str | None, typer.Option("--after", help="Only articles of this day or later (YYYY-MM-DD).")
]
BeforeOption = Annotated[
    str | None, typer.Option("--before", help="Only articles of this day or earlier.")
]
StoryOption = Annotated[
    str | None,
    typer.Option("--story", help="Only articles of this story: its id, or an article's in it."),
]
SourceOption = Annotated[str | None, typer.Option("--source", help="Only articles of this source.")]
TagOption = Annotated[
    list[str] | None,
    typer.Option("--tag", help="Only articles with this tag; of several, any. Repeatable."),
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="The question's today: later articles are not used.")
]

_UNESCAPED = re.compile(r"[\x7f-\x9f]")
"""Controls that JSON may leave as they are, and a terminal obeys."""


class _Terminal(Console):
    """Prints any text, names of files and articles among them, without obeying it."""

    def render_str(self, text: str, **options: Any) -> Text:
        return super().render_str(printable(text), **options)


out = _Terminal(highlight=False, soft_wrap=True, markup=False)
err = _Terminal(stderr=True, highlight=False, soft_wrap=True, markup=False)


@dataclass(frozen=True, slots=True)
class Program:
    """What the program as a whole hands to its commands."""

    load_settings: Callable[..., Any]


def settings_of(context: typer.Context, **flags: Any) -> Any:
    """The settings of this run: the command's flags over environment, file and defaults."""
    program: Program = context.obj
    return program.load_settings(**flags)


def print_json(content: Any) -> None:
    """One JSON object on stdout."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    sys.stdout.write(_UNESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text) + "\n")


def day_option(name: str, value: str | None) -> date | None:
    """A day given on the command line.

    Raises:
        UsageError: it is not a day.
    """
    if value is None:
        return None
    try:
        return parse_day(value)
    except ReadError as error:
        raise UsageError(f"{name} {value!r} is not a day; write it as YYYY-MM-DD.") from error


@contextmanager
def errors_in_words(debug: bool) -> Iterator[None]:
    """Ends the program with a sentence and an exit status instead of a traceback."""
    try:
        yield
    except ArticleQAError as error:
        if debug:
            traceback.print_exc()
        err.print(str(error))
        wrong = isinstance(error, UsageError)
        raise SystemExit(ExitStatus.WRONG_USAGE if wrong else ExitStatus.FAILED) from error
    except KeyboardInterrupt as error:
        err.print(STOPPED)
        raise SystemExit(ExitStatus.FAILED) from error
    except SystemExit as error:
        if error.code != 130:  # Ctrl-C, as the command line library tells it
            raise
        err.print(STOPPED)
        raise SystemExit(ExitStatus.FAILED) from error
    except BrokenPipeError as error:
        sys.stderr.close()
        raise SystemExit(ExitStatus.FAILED) from error
    except Exception as error:  # the last resort: a sentence instead of a traceback
        if debug:
            traceback.print_exc()
        err.print(
            f"Something unforeseen went wrong ({type(error).__name__}: {error}). "
            "The same command with --debug shows where."
        )
        raise SystemExit(ExitStatus.FAILED) from error


STOPPED = "Stopped. The store is as its last build left it; what was embedded so far is kept."


def progress_bar(
    in_bytes: bool = False,
) -> AbstractContextManager[Callable[[str, int, int | None], None]]:
    """A bar on stderr with count, rate and time left, a line for each stage of the work.

    Args:
        in_bytes: What is counted is bytes, to be shown as MB and MB a second.
    """
    from index.progress import bar_on  # of use to few commands

    return bar_on(err, in_bytes)
