"""Reading question sets, and the measures of the benchmarks."""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eval.sets import Gold, read_questions, read_set
from index.errors import UsageError

LINE: dict[str, Any] = {
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


def changed(**changes: object) -> bytes:
    return json.dumps({**LINE, **changes}).encode()


BROKEN = [
    (b"{", "it is not JSON"),
    (b"[]", "it is not a JSON object"),
    (b"[" * 100_000, "it is not JSON"),
    (b'{"id": 1}', "'question' is missing"),
    (changed(question="Wh\udc00").replace(b"\\udc00", b"\xff"), "it is not UTF-8"),
    (changed(question="Wh\udc00"), "'question' holds half a character"),
    (changed(question=7), "'question' must be text"),
    (changed(question=" "), "The question is empty"),
    (changed(question="x" * 2001), "The question has 2,001 characters"),
    (changed(id=""), "'id' must be text"),
    (changed(answerable="false"), "'answerable' must be true or false"),
    (changed(answers="Rome"), "'answers' must be a list"),
    (changed(answers=[4]), "'answers' must be a list of texts"),
    (changed(gold=["a"]), "'gold' must be a list of objects"),
    (changed(gold=[{"article_id": "a"}]), "'quote' is missing"),
    (changed(tags="t"), "'tags' must be a list"),
    (changed(choices={"a": 1}), "'choices' must be a list"),
    (changed(as_of="May"), "'as_of' 'May' is not a day"),
    (changed(history=[{"role": "cat", "content": "x"}]), "Entry 1 of the history must be"),
    (changed(filters=["S"]), "'filters' must be an object"),
    (changed(filters={"sources": "S"}), "'filters' has no 'sources'"),
    (changed(filters={"after": "2024-02-02", "before": "2024-01-01"}), "No day is both"),
    (changed(), "the id '1' was there before"),
]


@pytest.mark.parametrize(("line", "reason"), BROKEN, ids=[reason for _, reason in BROKEN])
def test_a_broken_line_is_named_by_number_and_costs_no_other(
    tmp_path: Path, line: bytes, reason: str
) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(changed() + b"\n\n" + line + b"\n" + changed(id="2") + b"\n")
    questions, skipped = read_set(path)
    assert [one.id for one in questions] == ["1", "2"]
    assert [one["line"] for one in skipped] == [3] and skipped[0]["reason"].startswith(reason)
    assert "\n" not in skipped[0]["reason"] and not skipped[0]["reason"].endswith(".")
    with pytest.raises(UsageError, match="line 3 is not a question"):
        read_questions(path)


def test_only_what_must_be_there_must_be(tmp_path: Path) -> None:
    needed = {name: LINE[name] for name in ("id", "question", "answers", "answerable", "gold")}
    path = tmp_path / "set.jsonl"
    path.write_text("\ufeff" + json.dumps({**needed, "id": 7, "more": 1}), encoding="utf-8")
    ([question], skipped) = read_set(path)
    assert question.id == "7" and question.tags == question.choices == () and skipped == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.jsonl", None),
        ("cut.jsonl.gz", gzip.compress(b"x" * 999, mtime=0)[:-9]),
        ("other.jsonl.gz", b"no gzip"),
        ("bad.jsonl.gz", gzip.compress(b"", mtime=0)[:10] + b"\xff" * 40),
    ],
    ids=["missing", "cut off", "no gzip", "damaged"],
)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError, match=rf"{name} cannot be read: .*\.$"):
        read_set(tmp_path / name)
