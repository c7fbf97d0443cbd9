"""The command `eval`. What it needs is imported when it runs, so that others start fast."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.console import (
    ExitStatus,
    JsonOption,
    StoreOption,
    err,
    out,
    print_json,
    progress_bar,
    settings_of,
)
from index.errors import ArticleQAError, UsageError
from index.extras import need

if TYPE_CHECKING:
    from eval.scoring import AllScores
    from eval.sets import EvalQuestion
    from qa.settings import QASettings

SEED = 7
RUNS = Path("eval-runs")


def add_commands(program: typer.Typer) -> None:
    """Adds the command to the program."""
    program.command("eval")(eval_command)


def eval_command(
    context: typer.Context,
    questions: Annotated[
        Path, typer.Argument(metavar="QUESTIONS", help="The question set: .jsonl or .jsonl.gz.")
    ],
    out_folder: Annotated[
        Path | None,
        typer.Option("--out", help="Folder of the run. [default: eval-runs/SET-PIPELINE]"),
    ] = None,
    answerer: Annotated[
        str | None,
        typer.Option("--answerer", help="auto, extractive, local or hosted. [default: auto]"),
    ] = None,
    pipeline: Annotated[
        str,
        typer.Option("--pipeline", help="ours, minilm, bm25, fusion, plain; or all of them: all."),
    ] = "ours",
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Only so many questions.")
    ] = None,
    tag: Annotated[
        str | None, typer.Option("--tag", help="Only questions with this tag, or of this kind.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", help="Folder of an earlier run to compare with.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Runs a question set, and writes results.jsonl, metrics.json and report.html."""
    need("eval")
    from eval.pipelines import NAMES
    from eval.sets import read_set

    if pipeline not in (*NAMES, "all"):
        raise UsageError(f"There is no pipeline {pipeline!r}; name one of {', '.join(NAMES)}, all.")
    settings = settings_of(context, store=store, answerer=answerer)
    theirs = None
    chosen, skipped = read_set(questions)
    for one in skipped:
        err.print(f"{questions} line {one['line']} was skipped: {one['reason']}")
    chosen = [one for one in chosen if tag is None or tag in one.tags][:limit]
    if not chosen:
        tagged = f" with the tag {tag!r}" if tag else ""
        raise UsageError(f"{questions} has no question{tagged} to ask.")
    if baseline:  # read before the run, which may take hours, so that an error comes first
        from eval.scoring import read_scores

        theirs = baseline.resolve().name, read_scores(baseline, chosen)
    about_set = {
        "name": _set_name(questions),
        "questions": len(chosen),
        "answerable": sum(bool(one.answerable) for one in chosen),
        "limit": limit,
        "tag": tag,
    }
    folder = out_folder or RUNS / f"{_set_name(questions)}-{pipeline}"
    given = {
        "--answerer": settings.answerer,
        "--limit": limit,
        "--tag": tag,
        "--baseline": baseline,
        "--store": store,
    }
    names = _all_there(settings) if pipeline == "all" else (pipeline,)
    reports = {}
    for name in names:
        place = folder / name if pipeline == "all" else folder
        command = _command(questions, {"--pipeline": name, "--out": place, **given})
        about = {"set": about_set, "command": command, "skipped": skipped}
        reports[name] = _run(name, questions, chosen, about, place, theirs, settings)
        if not reports[name]["finished"]:
            raise Stopped(_stopped(reports[name], place))
    if as_json:
        print_json(reports if pipeline == "all" else reports[pipeline])
    else:
        _print_table(reports)
        if baseline:
            from eval.report.tables import in_both

            out.print(f"Compared with {baseline}: {in_both(next(iter(reports.values())))}")
        out.print(f"The report: {folder / ('' if pipeline != 'all' else 'ours') / 'report.html'}")
    raise typer.Exit(ExitStatus.DONE_IN_PART if skipped else ExitStatus.DONE)


def _all_there(settings: QASettings) -> tuple[str, ...]:
    """Names of the baselines, then ours; plain only where a language model is at hand."""
    from qa.generation.pool import AnswererPool

    with AnswererPool(settings) as answerers:
        has_model = answerers.choose().name != "extractive"
    return ("minilm", "bm25", "fusion", *(("plain",) if has_model else ()), "ours")


def _set_name(questions: Path) -> str:
    """The name of a set: newsqa for `sets/newsqa/questions.jsonl.gz`, seeds for `seeds.jsonl`."""
    name = questions.name.split(".")[0]
    return questions.resolve().parent.name if name == "questions" else name


def _command(questions: Path, options: Mapping[str, object]) -> str:
    """The command that goes on with a run; options without a value are left out."""
    import shlex

    given = [part for name, value in options.items() if value is not None for part in (name, value)]
    return shlex.join(["article-qa", "eval", str(questions), *map(str, given)])


def _run(
    name: str,
    path: Path,
    questions: list[EvalQuestion],
    given: dict[str, Any],
    folder: Path,
    baseline: tuple[str, AllScores] | None,
    settings: QASettings,
) -> dict[str, Any]:
    """Runs one pipeline, writes its files and gives its metrics; known answers are kept.

    Args:
        given: What was asked for, which becomes part of the metrics.
    """
    from eval.case import Case, check_stories, locate
    from eval.pipelines import open_pipeline
    from eval.runs import as_asked, describe, run, write_json
    from eval.scoring import compared, scored
    from index.store import open_store

    with ExitStack() as at_the_end:
        store = at_the_end.enter_context(open_store(settings=settings))
        gold = {one.id: locate(one, store) for one in questions}
        check_stories(questions, store)
        opened = at_the_end.enter_context(open_pipeline(name, settings))
        about = describe(opened, path, settings, store, SEED)
        progress = at_the_end.enter_context(progress_bar())
        done = run(questions, opened, folder, about, progress)
        cases = [
            Case(as_asked(one, done.results[one.id]), done.results[one.id]["answer"], gold[one.id])
            for one in questions
            if one.id in done.results
        ]
        metrics = {
            **given,
            **done.about,
            "finished": done.finished,
            **scored(cases, store, SEED),
        }
        metrics["baseline"] = None
        if baseline:
            their_name, theirs = baseline
            metrics["baseline"] = compared(metrics["scores"], theirs, their_name, SEED)
        write_json(folder / "metrics.json", metrics)
        from eval.report import render

        def text_of(article_id: str) -> str | None:
            article = store.article(article_id)
            return article.text if article else None

        (folder / "report.html").write_text(render(metrics, cases, text_of), encoding="utf-8")
    return metrics


class Stopped(ArticleQAError):
    """A run was stopped; the answers it has are kept."""


def _stopped(report: dict[str, Any], folder: Path) -> str:
    asked, wanted = len(report["scores"]), report["set"]["questions"]
    return (
        f"Stopped after {asked:,} of {wanted:,} questions. Their answers and a report of them are "
        f"in {folder}; the same command goes on from there."
    )


MAIN = (
    "recall@1",
    "recall@5",
    "recall@10",
    "mrr@10",
    "ndcg@10",
    "cover_em",
    "citation_hit",
    "right",
    "selective_accuracy@.85",
    "coverage_answerable",
    "abstention_recall",
    "auroc",
    "auroc_right",
    "aurc",
    "total_ms",
)
"""Measures of the table on the screen; the report has all of them."""


def _print_table(reports: dict[str, dict[str, Any]]) -> None:
    """Prints a column for each pipeline; compares them with ours, where it is among them."""
    from rich.table import Table

    from eval.metrics.catalog import CATALOG
    from eval.report.tables import verdict
    from eval.summary import compare

    marks = {"better": " -", "worse": " +"}  # by whether ours is better or worse
    ours = reports.get("ours", {}).get("scores", {})
    beside = {
        name: compare(ours, report["scores"], SEED)["metrics"] if ours and name != "ours" else {}
        for name, report in reports.items()
    }
    table = Table("", *reports)
    for name in MAIN:
        cells = [
            _cell(report["metrics"].get(name))
            + marks.get(verdict(beside[pipeline].get(name) or {}, CATALOG[name].better), "")
            for pipeline, report in reports.items()
        ]
        if any(cells):
            table.add_row(CATALOG[name].label, *cells)
    out.print(table)
    _print_kinds(reports)
    if any(beside.values()):
        out.print("+ and -: significantly better and worse than ours, question by question")


def _print_kinds(reports: dict[str, dict[str, Any]]) -> None:
    """Prints how many questions of each kind ended well, where the set gives kinds."""
    from rich.table import Table

    kinds = dict.fromkeys(kind for report in reports.values() for kind in report.get("by_kind", ()))
    if not kinds:
        return
    table = Table("kind: right of all", *reports)
    for kind in kinds:
        rights = [
            report.get("by_kind", {}).get(kind, {}).get("right") for report in reports.values()
        ]
        table.add_row(kind, *(_share(right) for right in rights))
    out.print(table)


def _share(metric: dict[str, Any] | None) -> str:
    if metric is None:
        return ""
    return f"{metric['value'] * metric['count']:.0f} of {metric['count']}  {metric['value']:.2f}"


def _cell(metric: dict[str, Any] | None) -> str:
    if metric is None:
        return ""
    if metric["value"] > 1.5:
        return f"{metric['value']:,.0f}"
    return f"{metric['value']:.3f} [{metric['low']:.3f}, {metric['high']:.3f}]"
