"""Reading question sets, and the measures of the benchmarks."""

import gzip
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from eval.compare_retrieval import gold_rank
from eval.fit_chooser import auroc
from eval.sets import Gold, read_questions
from index import Hit
from index.errors import UsageError

LINE = {
    "id": "1", "question": "Who?", "as_of": "2024-05-06", "filters": {"source": "S"},
    "answers": ["A"], "answerable": True, "gold": [{"article_id": "a", "quote": "q"}],
    "tags": ["t"], "history": [{"role": "user", "content": "hi"}],
}  # fmt: skip


@pytest.mark.parametrize("name", ["set.jsonl", "set.jsonl.gz"])
def test_a_set_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    opener = gzip.open if name.endswith(".gz") else open
    with opener(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps(LINE) + "\n\n")
    (question,) = read_questions(path)
    assert question.filters.as_of == date(2024, 5, 6) and question.filters.source == "S"
    assert question.gold == (Gold("a", "q"),) and question.history[0].content == "hi"


@pytest.mark.parametrize("line", ["{", "[]", json.dumps({**LINE, "as_of": "May"}), '{"id": 1}'])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(LINE) + "\n" + line + "\n")
    with pytest.raises(UsageError, match="line 2"):
        read_questions(path)


def test_auroc_by_hand() -> None:
    positive = np.array([True, True, False, False])
    assert auroc(np.array([4.0, 3.0, 2.0, 1.0]), positive) == 1
    assert auroc(np.array([1.0, 2.0, 3.0, 4.0]), positive) == 0
    assert auroc(np.array([4.0, 2.0, 3.0, 1.0]), positive) == 0.75
    assert auroc(np.array([1.0, 1.0, 1.0, 1.0]), positive) == 0.5


def test_gold_rank() -> None:
    hits = [
        Hit(n, article, 0, 9, text, 1.0, None, None, "t", None, None, None)
        for n, (article, text) in enumerate([("b", "the quote"), ("a", "x"), ("a", "the\nquote y")])
    ]
    assert gold_rank(hits, [Gold("a", "the quote")]) == 2
    assert gold_rank(hits, [Gold("a", "")]) == 1
    assert gold_rank(hits, [Gold("c", "the quote")]) == float("inf")
