"""The command chat: the page in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from index.console import StoreOption, settings_of
from index.errors import UsageError

if TYPE_CHECKING:
    from qa.server.users import Users
    from qa.settings import QASettings


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
    from qa.cli.sample import prepare_sample
    from qa.web import serve

    settings = settings_of(context, store=store, host=host, port=port, login=login)
    users = _users(settings)
    sample = None if store or is_store(settings.store) else prepare_sample(settings)
    serve(settings, host=settings.host, port=settings.port, sample=sample, users=users)


def _users(settings: QASettings) -> Users | None:
    """Those who must sign in; None where only this machine is served, and no login is asked for.

    Raises:
        UsageError: somebody must, and nobody can.
    """
    from qa.server.user_place import users_of

    is_local = settings.host in ("127.0.0.1", "localhost", "::1")
    if is_local and not settings.login:
        return None
    users = users_of(settings)
    if users.names():
        return users
    why = "A login is asked for" if is_local else f"Others can reach {settings.host}"
    raise UsageError(
        f"{why}, and there is nobody yet who may sign in. Add one first: article-qa users add NAME"
    )
