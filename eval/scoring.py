"""From answered questions to `metrics.json`: all metrics, and the comparison with another run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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


def compared(scores: Mapping[str, Mapping[str, float]], folder: Path, seed: int) -> dict[str, Any]:
    """These scores beside those of an earlier run, question by question.

    Raises:
        UsageError: the folder holds no finished run.
    """
    path = folder / "metrics.json"
    try:
        theirs = json.loads(path.read_text(encoding="utf-8"))["scores"]
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(
            f"{folder} holds no finished run to compare with (no {path.name} with scores)."
        ) from error
    compared = compare(scores, theirs, seed)["metrics"]
    decisive = next((name for name in DECISIVE if name in compared), None)
    ids = compared[decisive] if decisive else {"better_ids": [], "worse_ids": []}
    return {
        "name": folder.name,
        "metrics": compared,
        "decisive": decisive,
        "better": ids["better_ids"],
        "worse": ids["worse_ids"],
    }
