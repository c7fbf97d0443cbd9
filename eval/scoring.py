"""From answered questions to `metrics.json`: all metrics, and the comparison with another run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.case import Case
from eval.metrics.judge import load_judge
from eval.summary import compare, summarise
from index import Store
from index.errors import UsageError

DECISIVE = ("holds gold answer", "gold cited", "answered of answerable")
"""By the first of these that both runs have, a question got better or worse."""


def scored(cases: Sequence[Case], store: Store, seed: int) -> dict[str, Any]:
    """Metrics with intervals, by tag, curves, and each question's scores."""

    def text_of(article_id: str) -> str | None:
        article = store.article(article_id)
        return article.text if article else None

    return summarise(cases, seed, load_judge(store.embedder()), text_of)


AllScores = Mapping[str, Mapping[str, float]]
"""Scores by name, by the questions' ids."""


def read_scores(folder: Path, ids: Iterable[str]) -> AllScores:
    """The scores of an earlier run.

    Args:
        ids: Of the questions that are to be compared.

    Raises:
        UsageError: the folder holds no finished run, or one of none of these questions.
    """
    path = folder / "metrics.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))["scores"]
        scores = {str(one): dict(values) for one, values in content.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{folder} holds no finished run to compare with (no {path.name} with scores)."
        ) from error
    if scores.keys().isdisjoint(ids):
        raise UsageError(f"The run in {folder} has none of these questions; name another one.")
    return scores


def compared(ours: AllScores, theirs: AllScores, name: str, seed: int) -> dict[str, Any]:
    """These scores beside those of an earlier run of that name, question by question."""
    metrics = compare(ours, theirs, seed)["metrics"]
    decisive = next((one for one in DECISIVE if one in metrics), None)
    ids = metrics[decisive] if decisive else {"better_ids": [], "worse_ids": []}
    return {
        "name": name,
        "metrics": metrics,
        "decisive": decisive,
        "better": ids["better_ids"],
        "worse": ids["worse_ids"],
    }
