"""The commands of users: list, add, token, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from index.console import JsonOption, StoreOption, err, out, print_json, settings_of
from index.errors import UsageError

if TYPE_CHECKING:
    from qa.server.users import Users

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The name to sign in with.")]

users_program = typer.Typer(
    help="Who may sign in to the chat where others can reach it.", invoke_without_command=True
)


@users_program.callback()
def users_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Who may sign in to the chat where others can reach it."""
    if context.invoked_subcommand is None:
        _list_users(context, as_json)
    elif store or as_json:
        raise UsageError("Put --store and --json last: article-qa users list --json")


@users_program.command("list")
def list_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Lists the names."""
    _list_users(context, as_json)


@users_program.command("add")
def add_command(context: typer.Context, name: NameArgument, store: StoreOption = None) -> None:
    """Adds a user, or changes a password; asks for it twice."""
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    users = users_of(context)
    users.add(name, password)
    err.print(
        f"{name} can sign in now. The hashed password is in {users.place}. An earlier token no "
        "longer works."
    )


@users_program.command("token")
def token_command(context: typer.Context, name: NameArgument, store: StoreOption = None) -> None:
    """Makes a token with which programs sign in as NAME, and prints it this once."""
    token = users_of(context).new_token(name)
    err.print("Keep this: it is not stored, and not shown again. An earlier one no longer works.")
    out.print(token)


@users_program.command("remove")
def remove_command(context: typer.Context, name: NameArgument, store: StoreOption = None) -> None:
    """Removes a user; their token and what they have open end at once."""
    users_of(context).remove(name)
    err.print(f"{name} can no longer sign in.")


def users_of(context: typer.Context) -> Users:
    """The users of the file or the database that the settings name."""
    from qa.server.user_place import users_of as found

    return found(settings_of(context))


def _list_users(context: typer.Context, as_json: bool) -> None:
    names = users_of(context).names()
    if as_json:
        print_json({"users": names})
        return
    for name in names:
        out.print(name)
    if not names:
        err.print("Nobody yet. Add somebody: article-qa users add NAME")
