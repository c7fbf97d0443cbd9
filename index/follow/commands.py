"""The commands article-qa follow, follow list, follow stop and follow run."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from index.console import (
    ExitStatus,
    JsonOption,
    StoreOption,
    err,
    out,
    print_json,
    settings_of,
)
from index.errors import StoreBusy, UsageError

if TYPE_CHECKING:
    from index.follow.follower import Follower, Look
    from index.follow.subscriptions import Subscription

_ADD = "add"
_SHORTEST_SLEEP_S, _LONGEST_SLEEP_S = 1.0, 30.0
"""Something else may be followed meanwhile."""


class _Follow(TyperGroup):
    """`follow ADDRESS` is `follow add ADDRESS`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Puts in the word that is not said."""
        is_said = not args or args[0] in self.commands or args[0] in ("--help", "-h")
        options = ("--store", "--json")
        is_list = bool(args) and args[0].partition("=")[0] in options and not _addresses(args)
        return list(super().parse_args(ctx, args if is_said or is_list else [_ADD, *args]))


def _addresses(args: Sequence[str]) -> list[str]:
    """What of the words is neither an option nor the folder of --store."""
    places = zip(args, ["", *args], strict=False)
    return [one for one, before in places if not one.startswith("-") and before != "--store"]


follow_program = typer.Typer(
    cls=_Follow,
    help="Follows folders, feeds and pages: they are looked at again and again.",
    invoke_without_command=True,
)


@follow_program.callback()
def follow_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Follows folders, feeds and pages: article-qa follow ADDRESS. Without it, lists them."""
    if context.invoked_subcommand is None:
        list_command(context, store, as_json)


@follow_program.command(_ADD)
def add_command(
    context: typer.Context,
    addresses: Annotated[list[str], typer.Argument(metavar="ADDRESS…")],
    every: Annotated[
        str, typer.Option("--every", help="How often to look: minutes, hours or days.")
    ] = "1h",
    tags: Annotated[
        list[str] | None,
        typer.Option("--tag", help="Give this tag to every article of ADDRESS. Repeatable."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Follows a folder, a file, or the http address of a feed or page; the word add may be left
    out. It is looked at once, then as often as --every says."""
    from index.follow.follower import Follower
    from index.follow.subscriptions import begun, following_folder

    settings, now = settings_of(context, store=store), time.time()
    wanted = [begun(one, every, tags or (), now) for one in addresses]
    following_folder(settings.store)
    follower = Follower(settings)
    for one in wanted:
        follower.subscriptions.follow(one)
    _print_looks(follower, as_json, [one.address for one in wanted])


@follow_program.command("list")
def list_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Lists what is followed, when it last worked, and why it failed."""
    from index.follow.subscriptions import Subscriptions, following_folder

    followed = Subscriptions(following_folder(settings_of(context, store=store).store)).all()
    if as_json:
        print_json({"followed": [one.to_json() for one in followed]})
        return
    for one in followed:
        out.print(one.address, style="bold")
        for line in _about(one):
            out.print(f"    {line}")
    if not followed:
        out.print("Nothing is followed. Begin with: article-qa follow ADDRESS")


@follow_program.command("stop")
def stop_command(
    context: typer.Context,
    addresses: Annotated[list[str], typer.Argument(metavar="ADDRESS…")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Follows ADDRESS no more. Its articles stay in the store."""
    from index.compare import absolute
    from index.follow.subscriptions import Subscriptions, following_folder

    subscriptions = Subscriptions(following_folder(settings_of(context, store=store).store))
    stopped = []
    for one in addresses:
        places = (one, str(absolute(one)))
        if not any(subscriptions.stop(place) for place in dict.fromkeys(places)):
            raise UsageError(f"{one} is not followed. article-qa follow list shows what is.")
        stopped.append(one)
    if as_json:
        print_json({"stopped": stopped})
    else:
        out.print(f"{', '.join(stopped)}: followed no more. The articles stay in the store.")


@follow_program.command("run")
def run_command(
    context: typer.Context,
    once: Annotated[
        bool, typer.Option("--once", help="Look at what is due now and end, as for cron.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Looks at what is due, and goes on until Ctrl-C. A chat that runs does this by itself."""
    from index.follow.follower import Follower
    from index.follow.subscriptions import following_folder

    settings = settings_of(context, store=store)
    following_folder(settings.store)
    follower = Follower(settings)
    if once:
        _print_looks(follower, as_json)
        return
    err.print(f"Keeping {settings.store} up to date with what it follows; Ctrl-C ends it.")
    said = ""
    while True:
        try:
            for look in follower.look_at_due():
                if as_json:
                    print_json(asdict(look))
                else:
                    out.print(_look_in_words(look))
        except StoreBusy as error:  # the chat looks, and may end before this does
            if said != (said := str(error)):
                err.print(said)
        due = follower.next_due()
        left = _LONGEST_SLEEP_S if due is None else due - time.time()
        time.sleep(min(max(_SHORTEST_SLEEP_S, left), _LONGEST_SLEEP_S))


def _print_looks(follower: Follower, as_json: bool, only: Sequence[str] | None = None) -> None:
    looks = []
    for look in follower.look_at_due(only):
        looks.append(look)
        if not as_json:
            (err if look.error else out).print(_look_in_words(look))
    if as_json:
        print_json({"looks": [asdict(look) for look in looks]})
    elif not looks:
        out.print("Nothing is due.")
    if any(look.error or look.note for look in looks):
        raise typer.Exit(ExitStatus.DONE_IN_PART)


def _look_in_words(look: Look) -> str:
    if look.error:
        again = "It is tried again later."
        return f"{_with_error(look.address, look.error)} {again}"
    found = f"{look.added} added, {look.changed} changed, {look.removed} removed"
    note = f" ({look.note})" if look.note else ""
    return f"{look.address}: {found if look.state == 'changed' else 'nothing new'}.{note}"


def _with_error(address: str, error: str) -> str:
    """An error that reads on from the address, or is a sentence of its own."""
    return f"{address}: {error}{'' if error.endswith('.') else '.'}"


def _about(one: Subscription) -> Iterator[str]:
    from index.follow.schedule import interval, moment

    tagged = f", tagged {', '.join(one.tags)}" if one.tags else ""
    yield f"every {interval(one.every)}{tagged}; next look {moment(one.due)}"
    if one.succeeded is None:
        yield "has not worked yet" if one.checked else "not looked at yet"
    else:
        yield f"last worked {moment(one.succeeded)}, last brought something {moment(one.changed)}"
    if one.error:
        yield f"failed {one.failures}×: {one.error}"
    if one.note:
        yield one.note
