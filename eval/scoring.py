"""From answered questions to `metrics.json`: all measures, and the comparison with a baseline."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.case import Case
from eval.metrics.attribution import load_attribution
from eval.metrics.catalog import CATALOG
from eval.runs import read_results
from eval.sets import EvalQuestion
from eval.summary import compare, summarise
from index import Store
from index.embedding import load_packaged
from index.errors import UsageError

PRIMARY = (
    "right",
    "cover_em",
    "yes_no_accuracy",
    "citation_hit",
    "coverage_answerable",
    "abstention_recall",
)
"""The first of these that both runs have is the primary measure of their comparison."""


def scored(cases: Sequence[Case], store: Store, seed: int) -> dict[str, Any]:
    """Measures with intervals, by tag, curves, and each question's values; see `summarise`."""

    def text_of(article_id: str) -> str | None:
        article = store.article(article_id)
        return article.text if article else None

    return summarise(cases, seed, load_attribution(load_packaged()), text_of)


AllScores = Mapping[str, Mapping[str, float]]
"""Values by measure, by the questions' ids."""


def read_scores(folder: Path, questions: Iterable[EvalQuestion]) -> AllScores:
    """Values of an earlier run on these questions: those with the same id and the same words.

    Raises:
        UsageError: the folder holds no finished run, one of none of these questions, or one of
            another version, whose measures have other keys.
    """
    path = folder / "metrics.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        scores = {str(one): dict(values) for one, values in content["scores"].items()}
        finished = content.get("finished", True)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{folder} holds no finished run to compare with (no {path.name} with scores)."
        ) from error
    if not finished:
        raise UsageError(f"{folder} holds no finished run to compare with: it ended early.")
    if any(values.keys() - CATALOG.keys() for values in scores.values()):
        raise UsageError(
            f"The run in {folder} was made by another version of this program, which named its "
            "measures otherwise; run it again to compare with it."
        )
    asked = {one: row["answer"].get("question") for one, row in read_results(folder).items()}
    wanted = {one.id for one in questions if asked.get(one.id) == one.question}
    common = {one: values for one, values in scores.items() if one in wanted}
    if not common:
        raise UsageError(f"The run in {folder} has none of these questions; name another one.")
    return common


def compared(ours: AllScores, theirs: AllScores, name: str, seed: int) -> dict[str, Any]:
    """Compares with an earlier run, question by question: `baseline` of `metrics.json`.

    `better` and `worse` are the ids of the questions whose primary measure changed.
    """
    metrics = compare(ours, theirs, seed)["metrics"]
    primary = next((one for one in PRIMARY if one in metrics), None)
    ids = metrics[primary] if primary else {"better_ids": [], "worse_ids": []}
    return {
        "name": name,
        "in_both": len(ours.keys() & theirs.keys()),
        "metrics": metrics,
        "primary": primary,
        "better": ids["better_ids"],
        "worse": ids["worse_ids"],
    }
