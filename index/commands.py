"""The commands of the index: index, articles, search; follow has a module of its own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.console import (
    AfterOption,
    AsOfOption,
    BeforeOption,
    ExitStatus,
    JsonOption,
    SourceOption,
    StoreOption,
    StoryOption,
    TagOption,
    day_option,
    err,
    out,
    print_json,
    progress_bar,
    settings_of,
)
from index.errors import ArticleQAError, UsageError
from index.follow.commands import follow_program

if TYPE_CHECKING:
    from index.articles import Article
    from index.build import BuildReport
    from index.embedding import Embedder
    from index.hits import Filters
    from index.settings import Settings

SHOWN = 20
"""Lines of a long list that are printed for people; --json has all."""
FORGOTTEN = (
    "The text of what was removed is gone from the store for good. Conversations and judgements "
    "that quoted it keep their quotations."
)


def add_commands(program: typer.Typer) -> None:
    """Adds these commands to the program."""
    program.command("index")(index_command)
    program.add_typer(articles_program, name="articles")
    program.add_typer(follow_program, name="follow")
    program.command("search")(search_command)


def index_command(
    context: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH…", help="Files, folders, http addresses, or - for JSONL."),
    ] = None,
    store: StoreOption = None,
    tags: Annotated[
        list[str] | None,
        typer.Option("--tag", help="Give this tag to every article of PATH. Repeatable."),
    ] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Split and embed everything in the store again.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on: index again whenever something changes.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change; change nothing.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Remove articles even if most of them would go.")
    ] = False,
    ray: Annotated[
        str | None,
        typer.Option("--ray", metavar="ADDRESS", help="Embed on the machines of a Ray cluster."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Brings the store up to date with PATH; only what is new or changed is embedded."""
    if not paths and not rebuild:
        raise UsageError("Name what to index: article-qa index FOLDER (or --rebuild alone).")
    if tags and not paths:
        raise UsageError("--tag needs the files, folders or addresses whose articles get it.")
    from index.store import open_store

    if watch and dry_run:
        raise UsageError("--watch and --dry-run do not go together; leave one out.")
    if ray and (watch or dry_run):
        raise UsageError("--ray does not go together with --watch or --dry-run; leave one out.")
    settings = settings_of(context, store=store)
    if not paths:
        open_store(settings=settings).close()  # a missing store is an error, not a new one
    status = _index_once(paths or [], settings, tags or (), rebuild, dry_run, yes, as_json, ray)
    if watch:
        _watch(paths or [], settings, tags or (), as_json)
    raise typer.Exit(status)


def _index_once(
    paths: list[str],
    settings: Settings,
    tags: Sequence[str],
    rebuild: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    ray: str | None = None,
) -> ExitStatus:
    from index.build import build

    with _embedder(ray, settings) as embedder, progress_bar() as progress:
        report = build(
            paths,
            settings=settings,
            tags=tags,
            rebuild=rebuild,
            dry_run=dry_run,
            yes=yes,
            progress=progress,
            embedder=embedder,
        )
    if as_json:
        print_json(asdict(report))
    else:
        _print_report(report, dry_run)
    return ExitStatus.DONE_IN_PART if report.skipped or report.warning else ExitStatus.DONE


def _embedder(ray: str | None, settings: Settings) -> AbstractContextManager[Embedder | None]:
    """That of the Ray cluster at an address; None where the build is to load its own."""
    if ray is None:
        return nullcontext()
    from index.ray_workers import ray_embedder

    return ray_embedder(ray, settings)


def _watch(paths: list[str], settings: Settings, tags: Sequence[str], as_json: bool) -> None:
    import watchfiles

    places = [path for path in paths if Path(path).exists()]
    if not places:
        raise UsageError("--watch needs a file or a folder to watch.")
    err.print(f"Watching {', '.join(places)}; Ctrl-C ends it.")
    store = settings.folder.resolve()

    def outside(change: object, path: str) -> bool:
        is_of_a_build = Path(path).resolve().is_relative_to(store)
        return not is_of_a_build  # else each build would start the next

    for _ in watchfiles.watch(*places, watch_filter=outside, debounce=2000, raise_interrupt=True):
        try:
            _index_once(
                places, settings, tags, rebuild=False, dry_run=False, yes=False, as_json=as_json
            )
        except ArticleQAError as error:
            err.print(f"{error} Trying again at the next change.")


def _print_report(report: BuildReport, dry_run: bool) -> None:
    would = "Would be " if dry_run else ""
    skipped_count = sum(skipped.count for skipped in report.skipped)
    out.print(
        f"{would}{report.added} added, {report.changed} changed, {report.removed} removed, "
        f"{report.unchanged} unchanged, {skipped_count} skipped."
    )
    if dry_run:
        for article_id in report.removed_ids[:SHOWN]:
            out.print(f"  would be removed: {article_id}")
    else:
        out.print(
            f"The store has {report.articles:,} articles in {report.passages:,} passages; "
            f"{report.embedded:,} passages were embedded; {report.seconds:.1f} s."
        )
    for skipped in report.skipped[:SHOWN]:
        line = f" line {skipped.line}" if skipped.line else ""
        err.print(f"Skipped {skipped.file}{line}: {skipped.reason}")
    if len(report.skipped) > SHOWN:
        more = skipped_count - sum(skipped.count for skipped in report.skipped[:SHOWN])
        err.print(f"… and {more} more; --json lists them.")
    if report.kept:
        err.print(
            f"{report.kept} articles that can no longer be read keep their last good version."
        )
    if report.warning:
        err.print(report.warning)


articles_program = typer.Typer(
    help="Lists, shows, tags and removes the articles of the store.", invoke_without_command=True
)


@articles_program.callback()
def articles_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Lists, shows, tags and removes the articles of the store."""
    if context.invoked_subcommand is None:
        _list(settings_of(context, store=store), (), as_json)
    elif store or as_json:
        raise UsageError("Put --store and --json last: article-qa articles list --store FOLDER")


@articles_program.command("list")
def list_command(
    context: typer.Context,
    tags: TagOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Lists the articles, the newest first."""
    _list(settings_of(context, store=store), tags or (), as_json)


def _list(settings: Settings, tags: Sequence[str], as_json: bool) -> None:
    from index.hits import Filters
    from index.store import open_store

    wanted = Filters(tags=tuple(tags))
    with open_store(settings=settings) as opened:
        articles = [
            one for one in opened.articles() if wanted.admits(one.source, one.date, one.tags)
        ]
    if as_json:
        print_json({"articles": [_plain(asdict(article)) for article in articles]})
        return
    for article in articles:
        about = article.date.isoformat() if article.date else "undated   "
        source = f" · {article.source}" if article.source else ""
        tagged = f" · {', '.join(article.tags)}" if article.tags else ""
        out.print(f"{about}  {article.title}{source}{tagged}\n            {article.id}")


@articles_program.command("show")
def show_command(
    context: typer.Context,
    article_id: Annotated[str, typer.Argument(metavar="ID")],
    with_versions: Annotated[
        bool, typer.Option("--versions", help="Also what it said before, as far as it is kept.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Shows one article with its stored text."""
    from index.store import open_store

    with open_store(settings=settings_of(context, store=store)) as opened:
        article = opened.article(article_id)
        versions = opened.versions(article_id) if with_versions else []
    if article is None:
        raise UsageError(f"There is no article {article_id!r}. article-qa articles lists them.")
    if as_json:
        earlier = [
            {"replaced": one.replaced.isoformat(), "article": _plain(asdict(one.article))}
            for one in versions
        ]
        content = _plain(asdict(article))
        print_json({**content, "versions": earlier} if with_versions else content)
        return
    _print_article(article)
    for one in versions:
        out.print(f"\nUntil {one.replaced.astimezone():%Y-%m-%d %H:%M}:\n", style="bold")
        _print_article(one.article)
    if with_versions and not versions:
        out.print("\nNothing that it said before is kept.")


def _print_article(article: Article) -> None:
    names = (", ".join(article.authors), ", ".join(article.tags))
    about = (article.source, article.date, *names, article.url)
    out.print(article.title, style="bold")
    out.print(" · ".join(str(part) for part in about if part))
    out.print(f"\n{article.text}")


@articles_program.command("tag")
def tag_command(
    context: typer.Context,
    tag: Annotated[str, typer.Argument(metavar="TAG")],
    article_ids: Annotated[list[str], typer.Argument(metavar="ID…")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Gives a tag to articles."""
    _retag(settings_of(context, store=store), tag, article_ids, True, as_json)


@articles_program.command("untag")
def untag_command(
    context: typer.Context,
    tag: Annotated[str, typer.Argument(metavar="TAG")],
    article_ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID…", help="[default: all that have it]")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Takes a tag off articles."""
    settings = settings_of(context, store=store)
    _retag(settings, tag, article_ids or _tagged(settings, tag), False, as_json)


def _tagged(settings: Settings, tag: str) -> list[str]:
    from index.hits import Filters
    from index.store import open_store

    with open_store(settings=settings) as opened:
        ids = [one.id for one in opened.headings(Filters(tags=(tag,)))]
    if not ids:
        raise UsageError(f"No article has the tag {tag!r}. article-qa articles shows tags.")
    return ids


def _retag(
    settings: Settings, tag: str, article_ids: list[str], is_given: bool, as_json: bool
) -> None:
    from index.build import retag

    report = retag(article_ids, tag, is_given, store=settings.store, settings=settings)
    if as_json:
        print_json(asdict(report))
    else:
        out.print(f"{report.changed} changed; the store has {report.articles:,} articles.")
    if report.warning:
        err.print(report.warning)
        raise typer.Exit(ExitStatus.DONE_IN_PART)


@articles_program.command("remove")
def remove_command(
    context: typer.Context,
    article_ids: Annotated[list[str], typer.Argument(metavar="ID…")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Takes articles out of the store for good; they come back if their file is indexed again."""
    from index.build import remove

    settings = settings_of(context, store=store)
    report = remove(article_ids, store=settings.store, settings=settings)
    _print_purged(report, f"{report.removed} removed", as_json)


@articles_program.command("compact")
def compact_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Makes the store forget for good what was removed or changed before."""
    from index.build import compact

    settings = settings_of(context, store=store)
    report = compact(store=settings.store, settings=settings)
    _print_purged(report, "Compacted", as_json)


def _print_purged(report: BuildReport, done: str, as_json: bool) -> None:
    """What was done, and whether the text of what was removed is gone for good."""
    if as_json:
        print_json(asdict(report))
    else:
        out.print(f"{done}; the store has {report.articles:,} articles.")
        if not report.warning:
            out.print(FORGOTTEN)
    if report.warning:
        err.print(report.warning)
        raise typer.Exit(ExitStatus.DONE_IN_PART)


def search_command(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What to look for.")],
    k: Annotated[int, typer.Option("-k", help="How many passages.")] = 10,
    after: AfterOption = None,
    before: BeforeOption = None,
    source: SourceOption = None,
    tags: TagOption = None,
    as_of: AsOfOption = None,
    story: StoryOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Finds the passages that fit best."""
    from index.store import open_store

    filters = filters_of(after, before, source, as_of, tags, story)
    with open_store(settings=settings_of(context, store=store)) as opened:
        hits = opened.search(text, k, filters)
    if as_json:
        print_json({"query": text, "passages": [hit.to_json() for hit in hits]})
        return
    for number, hit in enumerate(hits, start=1):
        about = " · ".join(str(part) for part in (hit.source, hit.date) if part)
        out.print(f"{number}. {hit.title}{f' ({about})' if about else ''}", style="bold")
        out.print(f"   {' '.join(hit.text.split())}\n")
    if not hits:
        out.print("Nothing was found.")


def filters_of(
    after: str | None,
    before: str | None,
    source: str | None,
    as_of: str | None,
    tags: Sequence[str] | None,
    story: str | None = None,
) -> Filters:
    """The filters that the command line names.

    Raises:
        UsageError: a day is none, or the days contradict each other.
    """
    from index.hits import Filters

    return Filters(
        day_option("--after", after),
        day_option("--before", before),
        source or None,
        day_option("--as-of", as_of),
        tags=tuple(tags or ()),
        story=story or None,
    )


def _plain(content: dict[str, Any]) -> dict[str, Any]:
    day = content.get("date")
    return {**content, "date": day.isoformat() if day else None}
