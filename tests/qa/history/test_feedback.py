"""Judgements: the last one counts, none is lost, and each kind becomes its question."""

import json
import os
import stat
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from exchanges import exchange
from filelock import FileLock
from sqlalchemy import text
from typer.testing import CliRunner

import app
from eval.sets import Gold, read_set
from index import Filters, build
from index.articles import Article
from index.errors import StoreError, UsageError
from qa.database import sqlite_file
from qa.database.base import Database
from qa.database.sqlite_file import FILE
from qa.history.conversations import Conversations
from qa.history.feedback import Feedback
from qa.history.feedback_file import FILE as EARLIER
from qa.history.feedback_file import LOCK, TAKEN_OVER
from qa.history.judgement import Judgement
from qa.history.question_set import as_question, write_questions
from qa.question import REFUSAL, Turn
from qa.types import Answer, AnswerSentence, Citation

FORMATS = Path(__file__).parents[3] / "docs" / "formats.md"
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


@pytest.fixture
def feedback(shared: Database) -> Feedback:
    """None yet, in each of the databases."""
    return Feedback(shared.home, shared)


@pytest.fixture
def in_file(tmp_path: Path) -> Feedback:
    return Feedback(tmp_path / "store")


def names_of(feedback: Feedback) -> set[str]:
    """As `names`, without the file of the database, where it is one."""
    return names(feedback.folder) - {FILE} if feedback.folder.exists() else set()


def write_earlier(feedback: Feedback, *lines: object) -> Path:
    """The file of an earlier version, with each judgement, or whatever is given, as a line."""
    feedback.folder.mkdir(exist_ok=True)
    path = feedback.folder / EARLIER
    content = [one.to_json() if isinstance(one, Judgement) else one for one in lines]
    with path.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in content)
    return path


def names(folder: Path) -> set[str]:
    """The files in it, but for those that SQLite keeps beside its own."""
    return {path.name for path in folder.iterdir() if not path.name.startswith(f"{FILE}-")}


def files_with(folder: Path, sign: str) -> list[str]:
    return [path.name for path in folder.iterdir() if sign.encode() in path.read_bytes()]


def test_what_is_kept_is_read(feedback: Feedback) -> None:
    kept = [judgement(), judgement("two", verdict="wrong", correction=HOSTILE, question=HOSTILE)]
    assert feedback.read() == [] and not feedback.folder.exists()
    for one in kept:
        feedback.keep(one)
    assert feedback.read() == kept == Feedback(feedback.folder, feedback.database).read()
    assert names_of(feedback) == set()
    feedback.keep(judgement("three", question="half \ud800 a character"))
    assert feedback.read()[-1].question == "half ? a character"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_its_owner_reads_them(in_file: Feedback) -> None:
    in_file.keep(judgement())
    for path in in_file.folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_the_last_one_counts(feedback: Feedback) -> None:
    first, other = judgement(), judgement("two")
    last = replace(first, verdict="wrong", unanswerable=True)
    for one in (first, other, last):
        feedback.keep(one)
    assert feedback.read() == [other, last]


def test_they_stand_beside_the_conversations(feedback: Feedback) -> None:
    conversations = Conversations(feedback.database)
    conversations.keep("a", [exchange()])
    feedback.keep(judgement())
    conversations.remove("a")
    assert conversations.count() == 0 and feedback.read() == [judgement()]


def test_a_file_of_the_version_before_gets_the_table(
    in_file: Feedback, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sqlite_file, "MIGRATIONS", sqlite_file.MIGRATIONS[:1])
        Conversations(in_file.database).keep("a", [exchange()])
    in_file.keep(judgement())
    assert in_file.read() == [judgement()] and Conversations(in_file.database).count() == 1


def test_stores_that_share_a_database_have_judgements_of_their_own(
    tmp_path: Path, shared: Database
) -> None:
    one, other = (Feedback(tmp_path / name, shared) for name in ("store", "other"))
    one.keep(judgement())
    other.keep(judgement(question="Which?"))
    assert one.read() == [judgement()] and other.read() == [judgement(question="Which?")]
    other.take_back("one")
    assert one.read() == [judgement()] and other.read() == []
    assert names(tmp_path) <= {"store"}


def test_a_store_that_is_moved_keeps_them(tmp_path: Path) -> None:
    Feedback(tmp_path / "one").keep(judgement())
    (tmp_path / "one").rename(tmp_path / "other")
    assert Feedback(tmp_path / "other").read() == [judgement()]


def test_a_row_that_is_damaged_costs_no_other(feedback: Feedback) -> None:
    for name in ("one", "two"):
        feedback.keep(judgement(name))
    with feedback.database.writing() as connection:
        connection.execute(text("UPDATE judgements SET content = '{' WHERE id = 'one'"))
    assert feedback.read() == [judgement("two")]


# The file of earlier versions


def test_the_file_of_earlier_versions_is_taken_over_once(feedback: Feedback) -> None:
    kept = [judgement(), judgement("two", verdict="wrong", correction=HOSTILE)]
    path = write_earlier(feedback, *kept, replace(kept[0], question="Again?"))
    content = path.read_bytes()
    expected = [kept[1], replace(kept[0], question="Again?")]
    assert feedback.read() == expected == feedback.read()
    [copy] = feedback.folder.glob(TAKEN_OVER)
    assert names_of(feedback) == {LOCK, copy.name} and copy.read_bytes() == content
    feedback.keep(judgement("three"))
    assert feedback.read() == [*expected, judgement("three")]


def test_lines_that_were_cut_off_cost_no_other(feedback: Feedback) -> None:
    path = write_earlier(feedback, judgement())
    line = path.read_bytes()
    path.write_bytes(line[:-40] + b"\n" + line + b'{"id": "\xc3')  # the last one within a letter
    assert feedback.read() == [judgement()]


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
def test_a_line_that_is_no_judgement_is_left_out(
    feedback: Feedback, changes: dict[str, Any]
) -> None:
    write_earlier(feedback, {**judgement().to_json(), **changes}, [], 5, None)
    assert feedback.read() == []


def test_a_line_from_before_there_were_wrong_sources_is_read(feedback: Feedback) -> None:
    line = judgement().to_json()
    del line["wrong_sources"], line["person"]
    write_earlier(feedback, {**line, "mood": "fine"})
    assert feedback.read() == [judgement()]


def test_a_process_that_dies_while_it_takes_over_loses_nothing(
    feedback: Feedback, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_earlier(feedback, judgement(), judgement("two"))
    with monkeypatch.context() as patch:  # within the transaction
        patch.setattr("qa.history.feedback._add", interrupted)
        with pytest.raises(KeyboardInterrupt):
            feedback.read()
    assert (feedback.folder / EARLIER).exists()
    with monkeypatch.context() as patch:  # after it
        patch.setattr(Path, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            feedback.read()
    assert (feedback.folder / EARLIER).exists()
    corrected = replace(judgement(), verdict="wrong", correction="5")
    feedback.keep(corrected)
    assert feedback.read() == [judgement("two"), corrected]
    assert not (feedback.folder / EARLIER).exists()


def interrupted(*arguments: object) -> None:
    raise KeyboardInterrupt


def test_what_is_taken_back_does_not_come_again_where_the_file_stays(
    feedback: Feedback, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = write_earlier(feedback, judgement(), judgement("two"))
    monkeypatch.setattr(Path, "replace", refused)
    assert len(feedback.read()) == 2 and path.exists()
    feedback.take_back("one")
    assert feedback.read() == [judgement("two")] and not path.exists()


def test_what_an_earlier_version_adds_later_is_taken_over_too(feedback: Feedback) -> None:
    hour = timedelta(hours=1)
    write_earlier(feedback, judgement(), judgement("two"))
    now = replace(judgement(), when=judgement().when + 2 * hour, question="Now?")
    feedback.keep(now)
    late = judgement("two", when=judgement().when + hour, question="Late?")
    write_earlier(feedback, replace(judgement(), when=judgement().when + hour), late)
    assert feedback.read() == [late, now]
    assert len(list(feedback.folder.glob(TAKEN_OVER))) == 2


def test_many_may_take_over_at_once(feedback: Feedback) -> None:
    kept = [judgement(f"j{number}") for number in range(50)]
    write_earlier(feedback, *kept)
    with ThreadPoolExecutor(8) as pool:
        for read in pool.map(lambda _: feedback.read(), range(16)):
            assert read == kept


# Taking back


def test_what_is_taken_back_is_on_the_disk_no_more(in_file: Feedback) -> None:
    secret = judgement("two", question="A secret?")
    write_earlier(in_file, judgement(), secret, judgement("three"))
    in_file.keep(replace(secret, verdict="wrong", correction="A secret."))
    assert files_with(in_file.folder, "secret")
    in_file.take_back("two")
    assert in_file.read() == [judgement(), judgement("three")]
    assert files_with(in_file.folder, "secret") == []
    in_file.take_back("two")
    in_file.keep(secret)
    assert in_file.read() == [judgement(), judgement("three"), secret]


def test_what_was_taken_over_stays_until_something_in_it_is_taken_back(feedback: Feedback) -> None:
    write_earlier(feedback, judgement())
    feedback.keep(judgement("two"))
    feedback.take_back("two")
    assert list(feedback.folder.glob(TAKEN_OVER))
    feedback.take_back("one")
    assert not list(feedback.folder.glob(TAKEN_OVER)) and feedback.read() == []


def test_nothing_is_lost_where_taking_back_fails(
    feedback: Feedback, monkeypatch: pytest.MonkeyPatch
) -> None:
    feedback.take_back("one")
    assert names_of(feedback) == set()
    write_earlier(feedback, judgement())
    assert feedback.read() == [judgement()]

    def refused(*arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refused)
        with pytest.raises(StoreError, match=r"taken-over-\w+\.jsonl cannot be removed: Perm"):
            feedback.take_back("one")
    assert feedback.read() == [judgement()]


# Several at once


def test_who_judges_while_others_take_back_is_heard(feedback: Feedback) -> None:
    def judge_and_take_back(writer: str) -> None:
        for number in range(10):
            feedback.keep(judgement(f"{writer}{number}", question="?" * 5000))
            if number % 2:
                feedback.take_back(f"{writer}{number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(judge_and_take_back, "abcd"))
    expected = {f"{w}{n}" for w in "abcd" for n in range(0, 10, 2)}
    assert {one.id for one in feedback.read()} == expected


def test_two_processes_may_judge_at_once(feedback: Feedback) -> None:
    write_earlier(feedback, *(judgement(f"early{number}") for number in range(10)))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(judge_often, [(feedback, "a"), (feedback, "b")]))
    expected = {f"{writer}{n}" for writer in ("a", "b", "early") for n in range(10)}
    assert sorted(one.id for one in feedback.read()) == sorted(expected)


def judge_often(given: tuple[Feedback, str]) -> None:
    feedback, writer = given
    for number in range(10):
        feedback.keep(judgement(f"{writer}{number}"))


def test_what_cannot_be_used_is_said(in_file: Feedback, tmp_path: Path) -> None:
    (in_file.folder / FILE).mkdir(parents=True)
    for use in (in_file.read, lambda: in_file.keep(judgement())):
        with pytest.raises(StoreError, match=r"conversations\.sqlite cannot be written"):
            use()
    other = Feedback(tmp_path / "other")
    path = write_earlier(other, judgement())
    with FileLock(other.folder / LOCK), pytest.MonkeyPatch.context() as patch:
        patch.setattr("qa.history.feedback_file._PATIENCE_S", 0.01)
        with pytest.raises(StoreError, match=r"feedback\.jsonl cannot be read: another program"):
            other.read()
    assert path.exists() and other.read() == [judgement()]


def test_builds_leave_them(feedback: Feedback) -> None:
    store = feedback.folder
    build(articles=[Article("a.txt", "It cost 547 million.", "Tram")], store=store)
    feedback.keep(judgement())
    build(articles=[Article("b.txt", "It cost less.", "Tram")], store=store, rebuild=True)
    assert feedback.read() == [judgement()]


# As questions


EXPORTS: list[tuple[dict[str, Any], bool, tuple[str, ...], tuple[Gold, ...]]] = [
    ({}, True, (), (Gold("a.txt", "It cost 547 million."),)),
    ({"answer": answer(short="547")}, True, ("547",), (Gold("a.txt", "It cost 547 million."),)),
    ({"answer": REFUSED}, False, (), ()),
    ({"verdict": "wrong", "correction": HOSTILE}, True, (HOSTILE,), ()),
    ({"verdict": "wrong", "unanswerable": True}, False, (), ()),
    ({"verdict": "wrong", "correction": "x", "answer": REFUSED}, True, ("x",), ()),
]


def test_each_kind_becomes_its_question(feedback: Feedback, tmp_path: Path) -> None:
    for number, (changes, *_) in enumerate(EXPORTS):
        feedback.keep(judgement(str(number), **changes))
    rows = [as_question(one) for one in feedback.read()]
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


@pytest.mark.parametrize("name", ["set.jsonl", "set.jsonl.gz"])
def test_a_question_set_that_breaks_off_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("os.fsync", disk_is_full)
    with pytest.raises(UsageError, match="cannot be written: No space left"):
        write_questions(tmp_path / name, [{"id": "1"}])
    assert list(tmp_path.iterdir()) == []


def disk_is_full(_: int) -> None:
    raise OSError(28, "No space left on device")


def command(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app.program, ["feedback", *map(str, arguments)])
    return result.exit_code, result.output


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = tmp_path / "store"
    feedback = Feedback(store)
    status, said = command("--store", store)
    assert status == 0 and "has been judged" in said
    feedback.keep(judgement())
    corrected = {"verdict": "wrong", "correction": "547 [bold]million[/]", "wrong_sources": (1,)}
    feedback.keep(judgement("two", **corrected))
    status, said = command("--store", store)
    assert status == 0 and "1 right, 1 wrong; 2 of them" in said
    assert "Right would be: 547 [bold]million[/]" in said
    assert "Does not support it: “It cost 547 million.”" in said
    assert command("--store", store, "--out", "set.jsonl")[0] == 0
    feedback.keep(judgement("three", verdict="wrong", question="Who paid?"))
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
    Feedback(tmp_path / "storage").keep(judgement())
    result = CliRunner().invoke(app.program, ["feedback", "--out", "set.jsonl"])
    assert isinstance(result.exception, UsageError) and "name another" in str(result.exception)
    assert (tmp_path / "set.jsonl").read_text() == "mine"


def test_those_of_the_sample_are_pointed_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Feedback(tmp_path / "storage-sample").keep(judgement())
    assert "--store storage-sample" in command()[1]
