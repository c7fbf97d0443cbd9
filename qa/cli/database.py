"""The commands of the database that servers share: what is in it, and to bring it there."""

from __future__ import annotations

from typing import Any

import typer

from index.console import JsonOption, StoreOption, err, out, print_json, settings_of
from index.errors import UsageError

database_program = typer.Typer(
    help="Where conversations, judgements and users are kept.", invoke_without_command=True
)


@database_program.callback()
def database_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Tells where conversations, judgements and users are kept, and how many there are."""
    if context.invoked_subcommand is not None:
        if store or as_json:
            raise UsageError("Put --store and --json last: article-qa database import --json")
        return
    from qa.database.choice import database_of
    from qa.history.transfer import kept_in
    from qa.server.user_place import users_of

    settings = settings_of(context, store=store)
    database, users = database_of(settings), users_of(settings)
    kept = kept_in(database)
    numbers = {
        "conversations": kept.conversations,
        "judgements": kept.judgements,
        "users": len(users.names()),
    }
    if as_json:
        print_json({"database": database.name, "users_in": users.place, **numbers})
        return
    out.print(f"{_in_words(numbers)} in {database.name}")
    if users.place != database.name:
        out.print(f"Users are in {users.place}")


@database_program.command("import")
def import_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Copies what the files hold into the database of the setting database; the files stay."""
    from qa.database.choice import database_of
    from qa.history.transfer import copy_kept
    from qa.server.user_file import UserFile
    from qa.server.user_table import UserTable

    settings = settings_of(context, store=store)
    if not settings.database:
        raise UsageError(
            "There is no database to import to. Name it by the environment variable "
            "ARTICLE_QA_DATABASE, such as postgresql+psycopg://USER@HOST/NAME"
        )
    database = database_of(settings)
    file = database_of(settings.model_copy(update={"database": None}))
    users = UserFile(settings.users)
    kept = copy_kept(file, database)
    added = UserTable(database).take_over(users)
    numbers: dict[str, Any] = {
        "conversations": kept.conversations,
        "judgements": kept.judgements,
        "users": added,
    }
    if as_json:
        print_json({"database": database.name, **numbers})
        return
    out.print(f"Copied to {database.name}: {_in_words(numbers)}")
    err.print(f"{file.name} and {users.path} stay as they are, and are not read any more.")


def _in_words(numbers: dict[str, Any]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in numbers.items())
