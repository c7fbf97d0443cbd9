"""From answered questions to `metrics.json`: all metrics, and the comparison with another run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.case import Case
from eval.metrics.judge import load_judge
from eval.runs import read_results
from eval.sets import EvalQuestion
from eval.summary import compare, summarise
from index import Store
from index.errors import UsageError

DECISIVE = (
    "holds gold answer",
    "yes/no",
    "gold cited",
    "answered of answerable",
    "refused of unanswerable",
)
"""By the first of these that both runs have, a question got better or worse."""


def scored(cases: Sequence[Case], store: Store, seed: int) -> dict[str, Any]:
    """Metrics with intervals, by tag, curves, and each question's scores."""

    def text_of(article_id: str) -> str | None:
        article = store.article(article_id)
        return article.text if article else None

    return summarise(cases, seed, load_judge(store.embedder()), text_of)


AllScores = Mapping[str, Mapping[str, float]]
"""Scores by name, by the questions' ids."""


def read_scores(folder: Path, questions: Iterable[EvalQuestion]) -> AllScores:
    """The scores of an earlier run on these questions: those of the same id and the same words.

    Raises:
        UsageError: the folder holds no finished run, or one of none of these questions.
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
    asked = {one: answer.get("question") for one, answer in read_results(folder).items()}
    wanted = {one.id for one in questions if asked.get(one.id) == one.question}
    common = {one: values for one, values in scores.items() if one in wanted}
    if not common:
        raise UsageError(f"The run in {folder} has none of these questions; name another one.")
    return common


def compared(ours: AllScores, theirs: AllScores, name: str, seed: int) -> dict[str, Any]:
    """These scores beside those of an earlier run of that name, question by question."""
    metrics = compare(ours, theirs, seed)["metrics"]
    decisive = next((one for one in DECISIVE if one in metrics), None)
    ids = metrics[decisive] if decisive else {"better_ids": [], "worse_ids": []}
    return {
        "name": name,
        "in_both": len(ours.keys() & theirs.keys()),
        "metrics": metrics,
        "decisive": decisive,
        "better": ids["better_ids"],
        "worse": ids["worse_ids"],
    }
