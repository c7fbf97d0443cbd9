"""The commands of conversations: list, show, export, remove."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from index.console import JsonOption, StoreOption, err, out, print_json, settings_of
from index.errors import ArticleQAError, UsageError

if TYPE_CHECKING:
    from qa.history.conversations import Conversation, Conversations, Entry
    from qa.history.exchange import ChatExchange
    from qa.settings import QASettings

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Its id, or how it begins.")]
PersonOption = Annotated[
    str, typer.Option("--person", help="Those of this person, who signs in to the chat.")
]
_SHORTEST = 4
"""Letters of an id that are enough to name it."""

conversations_program = typer.Typer(
    help="Lists, shows, exports and removes the conversations of the chat.",
    invoke_without_command=True,
)


@conversations_program.callback()
def conversations_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Lists, shows, exports and removes the conversations of the chat."""
    if context.invoked_subcommand is None:
        _list(settings_of(context, store=store), "", as_json)
    elif store or as_json:
        raise UsageError("Put --store and --json last: article-qa conversations list --json")


@conversations_program.command("list")
def list_command(
    context: typer.Context,
    search: Annotated[
        str, typer.Option("--search", help="Only those that hold all these words.")
    ] = "",
    person: PersonOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Lists the conversations, the latest first."""
    _list(settings_of(context, store=store), search, as_json, person)


@conversations_program.command("show")
def show_command(
    context: typer.Context,
    conversation: IdArgument,
    person: PersonOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Shows one conversation, with what has become of the quotations since."""
    found = _opened(settings_of(context, store=store), conversation, person)
    if as_json:
        print_json(_plain(found))
        return
    out.print(found.title, style="bold")
    for exchange in found.exchanges:
        _print_exchange(exchange)


@conversations_program.command("export")
def export_command(
    context: typer.Context,
    conversation: IdArgument,
    form: Annotated[Literal["md", "html"], typer.Option("--format", help="md or html.")] = "md",
    out_file: Annotated[
        Path | None, typer.Option("--out", help="A new file; without it, standard output.")
    ] = None,
    person: PersonOption = "",
    store: StoreOption = None,
) -> None:
    """One conversation as Markdown or HTML, with a footnote for each quotation."""
    from index.files import new_file
    from qa.history.export import export

    exported = export(_opened(settings_of(context, store=store), conversation, person), form)
    if out_file is None:
        typer.echo(exported.text, nl=False)
        return
    with new_file(out_file) as file:
        file.write(exported.text.encode("utf-8", "replace"))
    err.print(f"Written to {out_file}")


@conversations_program.command("remove")
def remove_command(
    context: typer.Context,
    conversations: Annotated[
        list[str], typer.Argument(metavar="ID…", help="Their ids, or how they begin.")
    ],
    person: PersonOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Removes conversations for good."""
    kept = _kept(settings_of(context, store=store), person)
    entries = [_entry(kept, conversation) for conversation in conversations]
    for entry in entries:
        kept.remove(entry.id)
    if as_json:
        print_json({"removed": [entry.id for entry in entries]})
        return
    for entry in entries:
        out.print(f"Removed for good: {entry.title}")


def _list(settings: QASettings, search: str, as_json: bool, person: str = "") -> None:
    entries = _kept(settings, person).listed(search, limit=None)
    if as_json:
        print_json({"conversations": [_row(entry) for entry in entries]})
        return
    for entry in entries:
        out.print(f"{entry.changed.astimezone():%Y-%m-%d %H:%M}  {entry.title}")
        out.print(f"    {entry.id}{f'  {entry.excerpt}' if entry.excerpt else ''}")
    if not entries:
        out.print("No conversation holds these words." if search else "There are none yet.")


def _kept(settings: QASettings, person: str) -> Conversations:
    """The conversations that the settings name, also where no new ones are kept."""
    from qa.history.conversations import conversations_of

    kept = conversations_of(settings.model_copy(update={"keep_conversations": True}), person)
    if kept is None:
        raise UsageError("No conversations are kept (setting keep_conversations).")
    return kept


def _entry(kept: Conversations, conversation: str) -> Entry:
    """The one conversation of that id, or whose id begins so.

    Raises:
        UsageError: there is none, or more than one.
    """
    entries = kept.listed(limit=None)
    found = [one for one in entries if one.id == conversation]
    if not found and len(conversation) >= _SHORTEST:
        found = [one for one in entries if one.id.startswith(conversation)]
    if not found:
        raise UsageError(
            f"There is no conversation {conversation!r}. article-qa conversations lists them."
        )
    if len(found) > 1:
        raise UsageError(f"{len(found)} conversations begin with {conversation!r}; say more of it.")
    return found[0]


def _opened(settings: QASettings, conversation: str, person: str) -> Conversation:
    """The conversation, with what has become of its quotations where there is a store to see."""
    from index.store import open_store
    from qa.history.conversations import checked

    kept = _kept(settings, person)
    found = kept.opened(_entry(kept, conversation).id)
    if found is None:
        raise UsageError(f"The conversation {conversation!r} is not there any more.")
    try:
        with open_store(settings=settings) as store:
            return checked(found, store.article)
    except ArticleQAError as error:
        err.print(f"Whether the articles have changed since is not known: {error}")
        return found


def _print_exchange(exchange: ChatExchange) -> None:
    out.print(f"\n{exchange.question}", style="bold")
    if exchange.problem or exchange.answer is None:
        out.print(exchange.problem or "Stopped.")
        return
    out.print(exchange.answer.text)
    for citation in exchange.answer.citations:
        about = (citation.title, citation.source, citation.date, citation.url)
        out.print(f"[{citation.number}] “{' '.join(citation.quote.split())}”")
        out.print(f"    {' · '.join(str(part) for part in about if part)}")
        if since := exchange.since.get(citation.number):
            out.print(f"    {since}")


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "changed": entry.changed.isoformat(timespec="seconds"),
        "questions": entry.questions,
    }


def _plain(conversation: Conversation) -> dict[str, Any]:
    return {
        "id": conversation.id,
        "title": conversation.title,
        "began": conversation.began.isoformat(timespec="seconds"),
        "turns": [_turn(exchange) for exchange in conversation.exchanges],
    }


def _turn(exchange: ChatExchange) -> dict[str, Any]:
    asked = exchange.asked
    return {
        "number": exchange.number,
        "asked": asked.isoformat(timespec="seconds") if asked else None,
        "question": exchange.question,
        "was_stopped": exchange.was_stopped,
        "problem": exchange.problem,
        "answer": exchange.answer.to_json() if exchange.answer else None,
        "since": {str(number): what.name.lower() for number, what in exchange.since.items()},
    }
