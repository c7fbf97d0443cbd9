"""The commands of stories: list, show."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.console import JsonOption, StoreOption, err, out, print_json, settings_of
from index.days import long_day, long_days
from index.errors import UsageError

if TYPE_CHECKING:
    from index.hits import Story
    from qa.settings import QASettings
    from qa.types import Answer

SHOWN = 50
"""Stories that are printed for people; --json has all."""

stories_program = typer.Typer(
    help="Lists and shows the stories that several articles tell.", invoke_without_command=True
)


@stories_program.callback()
def stories_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Lists and shows the stories that several articles tell."""
    if context.invoked_subcommand is None:
        _list(settings_of(context, store=store), as_json)
    elif store or as_json:
        raise UsageError("Put --store and --json last: article-qa stories list --json")


@stories_program.command("list")
def list_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Lists the stories, the latest first."""
    _list(settings_of(context, store=store), as_json)


def _list(settings: QASettings, as_json: bool) -> None:
    from index.store import open_store

    with open_store(settings=settings) as opened:
        stories = opened.stories()
    if as_json:
        print_json({"stories": [_plain(one) for one in stories]})
        return
    for one in stories[:SHOWN]:
        out.print(f"{one.id}  {one.title}\n              {_about(one)}")
    if len(stories) > SHOWN:
        err.print(f"… and {len(stories) - SHOWN:,} more; --json lists them.")
    if not stories:
        out.print("No two articles tell of one story.")


@stories_program.command("show")
def show_command(
    context: typer.Context,
    story: Annotated[str, typer.Argument(metavar="ID", help="Of a story, or of an article in it.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Shows what happened in one story, in its articles' own words."""
    from index.store import no_story, open_store
    from qa.api import tell_story

    settings = settings_of(context, store=store)
    with open_store(settings=settings) as opened:
        found = opened.story(story)
        if found is None:
            raise no_story(story)
        articles = opened.story_articles(found.id)
        answer = tell_story(found.id, opened, settings)
    if as_json:
        fields = answer.to_json()
        timeline = {part: fields[part] for part in ("sentences", "citations")}
        listed = [{**asdict(one), "date": one.date and one.date.isoformat()} for one in articles]
        content = {"story": _plain(found), "listed": listed, **timeline}
        print_json({**content, "changed": fields["reports"]})
        return
    out.print(found.title, style="bold")
    out.print(f"{_about(found)}\n")
    _print_timeline(answer)
    out.print("Articles:")
    for one in articles:
        source = f" · {one.source}" if one.source else ""
        out.print(f"{one.date}  {one.title}{source}\n            {one.id}")


def _print_timeline(answer: Answer) -> None:
    from qa.generation.article_names import brief_name

    cited = {one.number: one for one in answer.citations}
    for sentence in answer.sentences:
        citation = cited[sentence.citations[0]]
        out.print(f"{long_day(citation.date) if citation.date else 'no date'}: {sentence.text}")
        also = ", ".join(map(brief_name, citation.also_in))
        out.print(f"    {brief_name(citation)}{f'; also in {also}' if also else ''}")
    if answer.reports:
        changed = (f"{one.said} ({long_day(one.date)})" for one in answer.reports if one.date)
        out.print(f"What changed: {', '.join(changed)}.")
    out.print("")


def _about(story: Story) -> str:
    from qa.text.wording import count

    days = long_days(story.first, story.last)
    copies = "" if story.reports == story.articles else f" in {story.articles:,} articles"
    sources = f" · {', '.join(story.sources[:5])}" if story.sources else ""
    more = " …" if len(story.sources) > 5 else ""
    return f"{days} · {count(story.reports, 'report')}{copies}{sources}{more}"


def _plain(story: Story) -> dict[str, Any]:
    days = {"first": story.first.isoformat(), "last": story.last.isoformat()}
    return {**asdict(story), **days, "sources": list(story.sources)} | {
        "days": [day.isoformat() for day in story.days]
    }
