"""Reading question sets, and the measures of the benchmarks."""

import gzip
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eval.expectations import FLAGS, Expectations
from eval.sets import EvalQuestion, Gold, read_questions, read_set
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
    (changed(filters={"places": "S"}), "'filters' has no 'places'"),
    (changed(filters={"sources": "S"}), "'sources' must be a list"),
    (changed(filters={"after": "2024-02-02", "before": "2024-01-01"}), "No day is both"),
    (changed(turns="Who?"), "'turns' must be a list"),
    (changed(turns=[" "]), "The question is empty"),
    (changed(group=1), "'group' must be text"),
    (changed(gold_articles=[1]), "'gold_articles' must be a list of texts"),
    (changed(status="maybe"), "'status' must be one of answered, unanswered, any"),
    (changed(all="x"), "'all' must be a list"),
    (changed(none=["("]), "'none' has a pattern that cannot be read"),
    (changed(all=["a{99999999999}"]), "'all' has a pattern that cannot be read"),
    (changed(answerable=True, status="unanswered"), "'answerable' and the status 'unanswered'"),
    (changed(no_short=1), "'no_short' must be true or false"),
    (changed(min_articles=-1), "'min_articles' must be a whole number"),
    (changed(min_sentences=True), "'min_sentences' must be a whole number"),
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


def test_expectations_and_earlier_turns_are_read(tmp_path: Path) -> None:
    row = {
        "id": "c", "collection": "sample", "group": "followup", "turns": ["Who?"],
        "question": "And when?", "as_of": None, "expected": "In May", "status": "any",
        "all": ["may"], "any": [], "none": ["june"], "short": None, "no_short": False,
        "min_sentences": 1, "min_articles": 2, "ordered_dates": True, "gold_articles": ["a", "b"],
    }  # fmt: skip
    statuses = ("any", "answered", "unanswered")
    rows = [{**row, "id": one, "status": one} for one in statuses]
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(map(json.dumps, [*rows, LINE])), encoding="utf-8")
    question, *others, old = read_questions(path)
    assert [one.answerable for one in (question, *others)] == [None, True, False]
    assert question.turns == ("Who?",) and question.kind == "followup"
    assert question.tags == ("sample", "followup")
    assert question.gold == (Gold("a", ""), Gold("b", "")) and question.answers == ()
    assert question.expectations == Expectations(
        all=(re.compile("may", FLAGS),), none=(re.compile("june", FLAGS),), min_sentences=1,
        min_articles=2, ordered_dates=True, expected="In May",
    )  # fmt: skip
    assert old.expectations is None and old.kind == "" and old.turns == ()


def test_the_turns_of_a_conversation_are_asked_one_after_the_other() -> None:
    said: list[tuple[str, list[str]]] = []

    def answer(turn: EvalQuestion) -> str:
        said.append((turn.question, [one.content for one in turn.asked().history]))
        return f"A{len(said)}"

    asked = EvalQuestion("1", "Why?", True, (), (), turns=("Who?", "When?")).in_conversation(answer)
    assert said == [("Who?", []), ("When?", ["Who?", "A1"])]
    assert asked.question == "Why?" and asked.turns == ()
    assert [one.content for one in asked.history] == ["Who?", "A1", "When?", "A2"]


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
