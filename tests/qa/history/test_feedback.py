"""Judgements: kept line by line, the last one counts, and each kind becomes its question."""

import json
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import app
from eval.sets import Gold, read_set
from index import Filters, build
from index.articles import Article
from index.errors import StoreError, UsageError
from qa.history.feedback import (
    FILE,
    LOCK,
    Judgement,
    as_question,
    keep,
    read,
    take_back,
    write_questions,
)
from qa.question import REFUSAL, Turn
from qa.types import Answer, AnswerSentence, Citation

FORMATS = Path(__file__).parents[2] / "docs" / "formats.md"
HOSTILE = '<script>x</script> "}\n{"id": "forged"}\u2028${x} \\n \x00 🌊'


def answer(**changes: Any) -> dict[str, Any]:
    quote = "It cost 547 million."
    known: dict[str, Any] = {
        "question": "What does it cost?",
        "query": "What does it cost?",
        "status": "answered",
        "text": f"{quote} [1]",
        "confidence": 0.9,
        "passages": (),
        "sentences": (AnswerSentence(quote, (1,), 1.0),),
        "citations": (Citation(1, "a.txt", "Tram", None, date(2025, 1, 2), None, quote, 3, 23),),
    }
    content: dict[str, Any] = json.loads(json.dumps(Answer(**{**known, **changes}).to_json()))
    return content


REFUSED = answer(status="unanswered", text=REFUSAL, sentences=(), citations=())


def judgement(name: str = "one", **changes: Any) -> Judgement:
    known: dict[str, Any] = {
        "id": name,
        "when": datetime(2026, 11, 25, 4, 40, 12, tzinfo=UTC),
        "question": "What does it cost?",
        "history": (Turn("user", "What is built?"), Turn("assistant", "A tram. [1]")),
        "filters": Filters(date(2025, 1, 1), date(2025, 6, 1), "Courier", date(2025, 5, 5)),
        "answer": answer(),
        "verdict": "right",
    }
    return Judgement(**{**known, **changes})


def test_what_is_kept_is_read(tmp_path: Path) -> None:
    kept = [judgement(), judgement("two", verdict="wrong", correction=HOSTILE, question=HOSTILE)]
    assert read(tmp_path) == []
    for one in kept:
        keep(tmp_path, one)
    assert read(tmp_path) == kept
    assert (tmp_path / FILE).read_bytes().count(b"\n") == 2


def test_the_last_one_counts(tmp_path: Path) -> None:
    first, other = judgement(), judgement("two")
    last = replace(first, verdict="wrong", unanswerable=True)
    for one in (first, other, last):
        keep(tmp_path, one)
    assert read(tmp_path) == [other, last]


def test_a_line_that_was_cut_off_costs_no_other(tmp_path: Path) -> None:
    keep(tmp_path, judgement())
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole + whole[:-40])
    assert read(tmp_path) == [judgement()]
    keep(tmp_path, judgement("two"))
    assert read(tmp_path) == [judgement(), judgement("two")]
    (tmp_path / FILE).write_bytes(whole + '{"id": "ü'.encode()[:-1])  # within a letter
    assert read(tmp_path) == [judgement()]


@pytest.mark.parametrize(
    "changes",
    [
        {"verdict": "maybe"},
        {"id": 5},
        {"answer": {}},
        {"answer": {**answer(), "citations": [{"article_id": 1, "quote": "x"}]}},
        {"filters": None},
        {"history": [{"role": "system", "content": "x"}]},
        {"when": "today"},
        {"wrong_sources": 1},
        {"wrong_sources": ["1"]},
        {"wrong_sources": [True]},
        {"person": 5},
        {"filters": {"after": "2025-02-02", "before": "2025-01-01", "source": None}},
    ],
)
def test_a_line_that_is_no_judgement_is_left_out(tmp_path: Path, changes: dict[str, Any]) -> None:
    line = json.dumps({**judgement().to_json(), **changes})
    (tmp_path / FILE).write_text(f"{line}\n[]\n5\nnull\n", encoding="utf-8")
    assert read(tmp_path) == []


def test_a_line_from_before_there_were_wrong_sources_is_read(tmp_path: Path) -> None:
    line = judgement().to_json()
    del line["wrong_sources"], line["person"]
    (tmp_path / FILE).write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert read(tmp_path) == [judgement()]


def test_what_is_taken_back_is_in_the_file_no_more(tmp_path: Path) -> None:
    secret = judgement("two", question="A secret?")
    for one in (judgement(), secret, judgement("three")):
        keep(tmp_path, one)
    keep(tmp_path, replace(secret, verdict="wrong", correction="A secret."))
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[:-40] + b"\n{cut off}\n")  # the last one broke off
    (tmp_path / FILE).chmod(0o640)
    take_back(tmp_path, "two")
    assert read(tmp_path) == [judgement(), judgement("three")]
    assert b"secret" not in (tmp_path / FILE).read_bytes()
    assert b"{cut off}" in (tmp_path / FILE).read_bytes()  # whose that is, nobody knows
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o640
    take_back(tmp_path, "two")
    keep(tmp_path, secret)
    assert read(tmp_path) == [judgement(), judgement("three"), secret]
    assert {path.name for path in tmp_path.iterdir()} <= {FILE, LOCK}


def test_nothing_is_lost_where_taking_back_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_back(tmp_path, "one")
    assert not (tmp_path / FILE).exists()
    keep(tmp_path, judgement())
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", lambda file: (_ for _ in ()).throw(OSError(28, "No space left")))
        with pytest.raises(StoreError, match=r"feedback\.jsonl cannot be written: No space left"):
            take_back(tmp_path, "one")
    assert read(tmp_path) == [judgement()]
    assert {path.name for path in tmp_path.iterdir()} <= {FILE, LOCK}


def test_who_judges_while_others_take_back_is_heard(tmp_path: Path) -> None:
    def judge_and_take_back(writer: str) -> None:
        for number in range(10):
            keep(tmp_path, judgement(f"{writer}{number}"))
            if number % 2:
                take_back(tmp_path, f"{writer}{number}")

    threads = [threading.Thread(target=judge_and_take_back, args=(writer,)) for writer in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.id for one in read(tmp_path)} == {f"{w}{n}" for w in "ab" for n in range(0, 10, 2)}


def test_two_threads_do_not_mix_their_lines(tmp_path: Path) -> None:
    def write(writer: str) -> None:
        for number in range(20):
            keep(tmp_path, judgement(f"{writer}{number}", question="?" * 5000))

    threads = [threading.Thread(target=write, args=(writer,)) for writer in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.id for one in read(tmp_path)} == {f"{w}{n}" for w in "ab" for n in range(20)}
    assert (tmp_path / FILE).read_bytes().count(b"\n") == 40


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(StoreError, match=r"feedback\.jsonl cannot be written"):
        keep(tmp_path, judgement())
    with pytest.raises(StoreError, match=r"feedback\.jsonl cannot be read"):
        read(tmp_path)


def test_builds_leave_the_file(tmp_path: Path) -> None:
    store = tmp_path / "store"
    build(articles=[Article("a.txt", "It cost 547 million.", "Tram")], store=store)
    keep(store, judgement())
    build(articles=[Article("b.txt", "It cost less.", "Tram")], store=store, rebuild=True)
    assert read(store) == [judgement()]


EXPORTS: list[tuple[dict[str, Any], bool, tuple[str, ...], tuple[Gold, ...]]] = [
    ({}, True, (), (Gold("a.txt", "It cost 547 million."),)),
    ({"answer": answer(short="547")}, True, ("547",), (Gold("a.txt", "It cost 547 million."),)),
    ({"answer": REFUSED}, False, (), ()),
    ({"verdict": "wrong", "correction": HOSTILE}, True, (HOSTILE,), ()),
    ({"verdict": "wrong", "unanswerable": True}, False, (), ()),
    ({"verdict": "wrong", "correction": "x", "answer": REFUSED}, True, ("x",), ()),
]


def test_each_kind_becomes_its_question(tmp_path: Path) -> None:
    for number, (changes, *_) in enumerate(EXPORTS):
        keep(tmp_path, judgement(str(number), **changes))
    rows = [as_question(one) for one in read(tmp_path)]
    write_questions(tmp_path / "set.jsonl", [row for row in rows if row])
    questions, skipped = read_set(tmp_path / "set.jsonl")
    assert skipped == [] and [one.id for one in questions] == [f"chat-{n}" for n in range(6)]
    for question, (_, answerable, answers, gold) in zip(questions, EXPORTS, strict=True):
        assert (question.answerable, question.answers, question.gold) == (answerable, answers, gold)
        assert (question.history, question.filters) == (judgement().history, judgement().filters)
        assert question.tags == ("from chat",) and question.asked().as_of == date(2025, 5, 5)


def test_a_quotation_that_is_marked_wrong_is_never_gold() -> None:
    known = ("b.txt", "Tram", None, None, None)
    two = (*answer()["citations"], Citation(2, *known, "It costs less.", 0, 14))
    said = json.loads(json.dumps({**answer(short="547"), "citations": [two[0], vars_of(two[1])]}))

    def exported(**changes: Any) -> dict[str, Any] | None:
        return as_question(judgement(**{"answer": said, **changes}))

    first = {"article_id": "a.txt", "quote": "It cost 547 million."}
    second = {"article_id": "b.txt", "quote": "It costs less."}
    for wrong, gold in (((), [first, second]), ((2,), [first]), ((1, 2), [])):
        question = exported(wrong_sources=wrong)
        assert question is not None and question["gold"] == gold and question["answerable"]
        assert question["answers"] == ["547"]
    assert exported(wrong_sources=(1, 2), answer={**said, "short": None}) is None
    assert exported(wrong_sources=(1,), verdict="wrong") is None
    corrected = exported(wrong_sources=(1,), verdict="wrong", correction="5")
    assert corrected is not None and corrected["gold"] == []


def vars_of(citation: Citation) -> dict[str, Any]:
    return {name: getattr(citation, name) for name in Citation.__dataclass_fields__}


def test_a_wrong_answer_of_which_no_more_is_known_is_no_question() -> None:
    assert as_question(judgement(verdict="wrong")) is None
    assert as_question(judgement(verdict="wrong", answer=REFUSED)) is None


def test_questions_are_written_anew_only(tmp_path: Path) -> None:
    rows = [row for row in [as_question(judgement(question=HOSTILE))] if row]
    write_questions(tmp_path / "set.jsonl.gz", rows)
    [question], skipped = read_set(tmp_path / "set.jsonl.gz")
    assert question.question == HOSTILE and skipped == []
    with pytest.raises(UsageError, match="exists; name another"):
        write_questions(tmp_path / "set.jsonl.gz", rows)
    with pytest.raises(UsageError, match="cannot be written"):
        write_questions(tmp_path / "none" / "set.jsonl", rows)


def command(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app.program, ["feedback", *map(str, arguments)])
    return result.exit_code, result.output


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = tmp_path / "store"
    store.mkdir()
    status, said = command("--store", store)
    assert status == 0 and "has been judged" in said
    keep(store, judgement())
    corrected = {"verdict": "wrong", "correction": "547 [bold]million[/]", "wrong_sources": (1,)}
    keep(store, judgement("two", **corrected))
    status, said = command("--store", store)
    assert status == 0 and "1 right, 1 wrong; 2 of them" in said
    assert "Right would be: 547 [bold]million[/]" in said
    assert "Does not support it: “It cost 547 million.”" in said
    assert command("--store", store, "--out", "set.jsonl")[0] == 0
    keep(store, judgement("three", verdict="wrong", question="Who paid?"))
    status, said = command("--store", store, "--out", "more.jsonl")
    assert status == 3 and "Who paid?" in said and "2 of 3" in said
    assert len(read_set(tmp_path / "more.jsonl")[0]) == 2
    report = json.loads(command("--store", store, "--json")[1])
    assert (report["judgements"], report["right"], report["left_out"]) == (3, 1, 1)
    assert report["latest"][0]["question"] == "Who paid?" and report["out"] is None
    section = FORMATS.read_text(encoding="utf-8").split("## Judgements")[1].split("## ")[0]
    documented = json.loads(section.split("```json")[1].split("```")[0])
    assert list(documented) == list(report)
    assert list(documented["latest"][0]) == list(report["latest"][0])


def test_the_command_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "set.jsonl").write_text("mine")
    result = CliRunner().invoke(app.program, ["feedback", "--out", "set.jsonl"])
    assert isinstance(result.exception, UsageError) and "makes a question" in str(result.exception)
    keep(tmp_path / "storage", judgement())
    result = CliRunner().invoke(app.program, ["feedback", "--out", "set.jsonl"])
    assert isinstance(result.exception, UsageError) and "name another" in str(result.exception)
    assert (tmp_path / "set.jsonl").read_text() == "mine"


def test_those_of_the_sample_are_pointed_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    keep(tmp_path / "storage-sample", judgement())
    assert "--store storage-sample" in command()[1]
