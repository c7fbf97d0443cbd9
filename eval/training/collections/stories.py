"""FairytaleQA: why, how, what happened, of fairy tales, written by teachers for children."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from eval.training.collections.labelled import Collection, rows_of_more, spans_of


def fairytales(data: Path) -> Collection:
    """FairytaleQA: a tale is an article; the questions whose answer stands in it in these words."""
    tales: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of_more(data, "fairytaleqa"):
        tales[row["title"]].append(row)
    found = Collection("fairytales")
    for title, own in tales.items():
        own.sort(key=lambda row: int(row["section"]))
        name = f"fairytale {title}"
        starts = found.add(name, title, (row["context"] for row in own))
        for row in own:
            if (base := starts.get(row["context"])) is None:
                continue
            for one in row["qas"]:
                if one["answers"]:
                    spans = spans_of(one["answers"], base)
                    found.ask("story", one["question"], name, spans, one["answers_free"])
    return found
