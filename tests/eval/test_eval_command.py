"""The command `eval`: what it writes, says, refuses, and leaves behind when it is stopped."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from filelock import FileLock
from typer.testing import CliRunner

import app
from eval import pipelines
from eval.commands import _print_table
from eval.metrics.catalog import CATALOG
from eval.pipelines import Pipeline
from eval.runs import LOCK
from index.errors import UsageError
from qa import Answer, QASettings, Question

ROOT = Path(__file__).parents[2]
SEEDS = (ROOT / "eval" / "questions" / "seeds.jsonl").read_text(encoding="utf-8").splitlines()
GUARD = [line for line in SEEDS if "guard" in json.loads(line)["tags"]][:10]


@pytest.fixture(autouse=True)
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder of one's own, with a set of ten questions."""
    monkeypatch.chdir(tmp_path)
    write(*GUARD)


def write(*lines: str, name: str = "set.jsonl") -> None:
    Path(name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def evaluate(store: Path, *arguments: object, name: str = "set.jsonl") -> Result:
    command = ["eval", name, "--store", str(store), *map(str, arguments)]
    return CliRunner().invoke(app.program, command)


def refused(store: Path, *arguments: object) -> str:
    """The one sentence; nothing was asked."""
    result = evaluate(store, *arguments)
    assert isinstance(result.exception, UsageError), result.output
    assert not list(Path().glob("**/results.jsonl"))
    return str(result.exception)


def lines_of(folder: str) -> list[dict[str, Any]]:
    text = (Path(folder) / "results.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.slow
def test_what_a_run_writes(seed_folder: Path) -> None:
    result = evaluate(seed_folder, "--json")
    assert result.exit_code == 0
    metrics = json.loads(result.stdout)
    folder = Path("eval-runs/set-ours")
    assert json.loads((folder / "metrics.json").read_text(encoding="utf-8")) == metrics
    assert metrics["set"]["questions"] == 10 and metrics["finished"] is True
    assert set(metrics["metrics"]) <= set(CATALOG) and metrics["metrics"]["verbatim"]["value"] == 1
    for metric in metrics["metrics"].values():
        assert metric["low"] <= metric["value"] <= metric["high"] and metric["count"] > 0
    assert metrics["attribution"]["accuracy"]
    assert metrics["seed"] == 7 and metrics["peak_memory_mb"] > 50
    assert metrics["settings"]["answerer"] == "extractive" and metrics["versions"]["python"]
    assert len(metrics["store"]["fingerprint"]) == 16
    lines = lines_of("eval-runs/set-ours")
    assert [line["id"] for line in lines] == [json.loads(line)["id"] for line in GUARD]
    for line in lines:
        assert line.keys() == {"id", "answer"}
        assert line["answer"].keys() >= {"question", "query", "status", "text", "passages"}
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert all(json.loads(line)["id"] in report for line in GUARD)


@pytest.mark.slow
def test_the_document_names_every_field(seed_folder: Path) -> None:
    metrics = json.loads(evaluate(seed_folder, "--limit", 5, "--json").stdout)
    formats = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    section = formats.split("## Runs of a question set")[1].split("\n## ")[0]
    table = section.split("`metrics.json`:")[1]
    names = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    documented = [name.strip(" `") for cell in names for name in cell.split(",")]
    assert set(documented) == set(metrics) and len(documented) == len(metrics)
    assert all(f"`{name}`" in table for name in metrics["curves"])


@pytest.mark.slow
def test_a_limit_a_tag_and_a_broken_line(seed_folder: Path) -> None:
    write(GUARD[0], "{broken", *GUARD[1:])
    result = evaluate(seed_folder, "--limit", 3, "--out", "few")
    assert result.exit_code == 3
    assert "set.jsonl line 2 was skipped: it is not JSON" in result.output
    assert len(lines_of("few")) == 3
    metrics = json.loads(Path("few/metrics.json").read_text(encoding="utf-8"))
    assert [one["line"] for one in metrics["skipped"]] == [2] and metrics["set"]["questions"] == 3
    result = evaluate(seed_folder, "--out", "few")  # the rest, and nothing twice
    assert result.exit_code == 3 and len(lines_of("few")) == 10
    assert evaluate(seed_folder, "--tag", "several", "--out", "some").exit_code == 3
    wanted = [row["id"] for row in map(json.loads, GUARD) if "several" in row["tags"]]
    assert [line["id"] for line in lines_of("some")] == wanted


def test_a_conversation_with_expectations(seed_folder: Path) -> None:
    row = {
        "id": "c", "collection": "sample", "group": "followup",
        "turns": ["Which company was given the contract for the new sea wall at Lowmarsh?"],
        "question": "How high will the crest of the new sea wall at Lowmarsh be?",
        "status": "answered", "all": [r"4\.1 metres", "as high as the moon"],
        "gold_articles": ["radio-ostrel-2025-1205"], "expected": "4.1 metres",
    }  # fmt: skip
    elsewhere = {**row, "id": "d", "collection": "other", "gold_articles": ["nowhere"]}
    write(json.dumps(row), json.dumps(elsewhere), GUARD[0])
    result = evaluate(seed_folder, "--tag", "sample")
    assert result.exit_code == 0, result.output
    assert "followup" in result.output and "0 of 1  0.00" in result.output
    (line,) = lines_of("eval-runs/set-ours")
    assert line["faults"] == ["lacks “as high as the moon”"]
    assert [turn["role"] for turn in line["history"]] == ["user", "assistant"]
    assert "Brenning Marine" in line["history"][1]["content"]
    metrics = json.loads(Path("eval-runs/set-ours/metrics.json").read_text(encoding="utf-8"))
    assert metrics["by_kind"]["followup"]["right"]["value"] == 0
    report = Path("eval-runs/set-ours/report.html").read_text(encoding="utf-8")
    assert "as high as the moon" in report and "By kind" in report
    assert evaluate(seed_folder, "--tag", "followup", "--out", "same").exception  # 'nowhere'


@pytest.mark.parametrize("number", [0, -1])
def test_a_limit_is_at_least_one(seed_folder: Path, number: int) -> None:
    result = evaluate(seed_folder, "--limit", number)
    assert result.exit_code == 2 and "--limit" in result.output


def test_unknown_gold_is_an_error_before_anything_runs(seed_folder: Path) -> None:
    last = json.loads(GUARD[-1])
    for gold, says in (
        ({"article_id": "nowhere", "quote": ""}, "'nowhere' in its gold is not in the store"),
        ({**(last["gold"] or json.loads(GUARD[0])["gold"])[0], "quote": "Never said."}, "stand in"),
    ):
        write(*GUARD[:-1], json.dumps({**last, "gold": [gold]}))
        said = refused(seed_folder)
        assert f"Question {last['id']}" in said and says in said


def test_what_is_refused_before_anything_runs(seed_folder: Path) -> None:
    assert "no pipeline 'magic'" in refused(seed_folder, "--pipeline", "magic")
    assert "no question with the tag 'x' to ask" in refused(seed_folder, "--tag", "x")
    assert "no finished run" in refused(seed_folder, "--baseline", "nowhere")
    for content in ("{", "[]", '{"scores": 3}', '{"scores": {"a": 1}}'):
        Path("other").mkdir(exist_ok=True)
        Path("other/metrics.json").write_text(content)
        assert "no finished run" in refused(seed_folder, "--baseline", "other")
    Path("other/metrics.json").write_text('{"scores": {"a": {"verbatim": 1.0}}, "finished": false}')
    assert "no finished run" in refused(seed_folder, "--baseline", "other")
    Path("other/metrics.json").write_text('{"scores": {"a": {"verbatim": 1.0}}}')
    assert "none of these questions" in refused(seed_folder, "--baseline", "other")
    old = '{"scores": {"a": {"verbatim": 1.0, "passage recall@10": 1.0}}}'
    Path("other/metrics.json").write_text(old)
    said = refused(seed_folder, "--baseline", "other")
    assert "made by another version" in said and "run it again" in said
    write("{", "[]")
    assert "no question to ask" in refused(seed_folder)


def test_two_runs_do_not_share_a_folder(seed_folder: Path) -> None:
    Path("run").mkdir()
    with FileLock(f"run/{LOCK}"):
        assert "Another run is at work in run." in refused(seed_folder, "--out", "run")
    Path("file").write_text("x")
    assert "file cannot be written" in refused(seed_folder, "--out", "file")


def test_damaged_folders_are_told_of(seed_folder: Path) -> None:
    assert evaluate(seed_folder, "--limit", 2, "--out", "run").exit_code == 0
    results = Path("run/results.jsonl")
    whole = results.read_text(encoding="utf-8")
    results.write_text("{broken\n" + whole, encoding="utf-8")
    said = str(evaluate(seed_folder, "--out", "run").exception)
    assert "results.jsonl line 1 is damaged. Delete that line" in said
    results.write_text(whole, encoding="utf-8")
    Path("run/run.json").write_text("{")
    assert "run.json is damaged" in str(evaluate(seed_folder, "--out", "run").exception)


@pytest.mark.parametrize("pipeline", ["bm25", "ours"])
def test_the_command_in_the_report_goes_on_with_the_run(
    seed_folder: Path, pipeline: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARTICLE_QA_ANSWERER", "extractive" if pipeline == "ours" else "auto")
    Path("my sets").mkdir()
    write(*GUARD[:3], name="my sets/set.jsonl")
    options = ("--pipeline", pipeline, "--limit", 2, "--out", "my runs/one")
    assert evaluate(seed_folder, *options, name="my sets/set.jsonl").exit_code == 0
    metrics = json.loads(Path("my runs/one/metrics.json").read_text(encoding="utf-8"))
    before = lines_of("my runs/one")
    program, *arguments = shlex.split(metrics["command"])
    assert program == "article-qa" and "'my sets/set.jsonl'" in metrics["command"]
    assert CliRunner().invoke(app.program, arguments).exit_code == 0
    assert lines_of("my runs/one") == before


@pytest.mark.slow
def test_against_an_earlier_run(seed_folder: Path) -> None:
    assert evaluate(seed_folder, "--pipeline", "bm25", "--out", "words").exit_code == 0
    result = evaluate(seed_folder, "--baseline", "words", "--json")
    baseline = json.loads(result.stdout)["baseline"]
    assert baseline["name"] == "words" and baseline["primary"] == "right"
    one = baseline["metrics"]["right"]
    assert one["difference"] == pytest.approx(one["ours"] - one["theirs"])
    assert one["low"] <= one["difference"] <= one["high"] and 0 < one["p"] <= 1
    assert (len(baseline["better"]), len(baseline["worse"])) == (one["better"], one["worse"])


@pytest.mark.slow
def test_only_the_same_questions_are_compared(seed_folder: Path) -> None:
    changed = [json.dumps({**json.loads(line), "question": "Who was asked?"}) for line in GUARD[:4]]
    write(*changed, *GUARD[4:], name="other.jsonl")
    arguments = ("--pipeline", "bm25", "--out", "words")
    assert evaluate(seed_folder, *arguments, name="other.jsonl").exit_code == 0
    result = evaluate(seed_folder, "--pipeline", "bm25", "--baseline", "words", "--limit", 8)
    assert "Compared with words: 4 of 8 questions are in both." in result.output
    metrics = json.loads(Path("eval-runs/set-bm25/metrics.json").read_text(encoding="utf-8"))
    assert metrics["baseline"]["metrics"]["total_ms"]["count"] == 4
    assert (metrics["set"]["limit"], metrics["set"]["tag"]) == (8, None)
    result = evaluate(seed_folder, "--limit", 4, "--baseline", "words", "--out", "none")
    assert "none of these questions" in str(result.exception)


def test_marks_go_by_the_difference_not_by_how_many_questions(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def report(times: list[float]) -> dict[str, Any]:
        scores = {str(number): {"total_ms": ms} for number, ms in enumerate(times)}
        value = sum(times) / len(times)
        return {"metrics": {"total_ms": {"value": value}}, "scores": scores}

    mostly_faster = report([450.0] * 40 + [5000.0] * 20)
    _print_table({"other": mostly_faster, "ours": report([500.0] * 60)})
    assert "1,967 -" in capsys.readouterr().out


@pytest.mark.slow
def test_all_pipelines_in_one_table(seed_folder: Path) -> None:
    result = evaluate(seed_folder, "--pipeline", "all")
    assert result.exit_code == 0
    header = next(line for line in result.output.splitlines() if "minilm" in line)
    assert [name for name in header.replace("┃", " ").split() if name.isalnum()] == [
        "minilm", "bm25", "fusion", "ours",
    ]  # fmt: skip
    assert "significantly better and worse than ours" in result.output
    folders = sorted(path.parent.name for path in Path("eval-runs/set-all").glob("*/metrics.json"))
    assert folders == ["bm25", "fusion", "minilm", "ours"]


@pytest.mark.slow
def test_ctrl_c_leaves_a_report_of_what_was_asked(
    seed_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = pipelines.open_pipeline

    @contextmanager
    def stopping(name: str, settings: QASettings) -> Iterator[Pipeline]:
        with real(name, settings) as opened:

            def answer(question: Question) -> Answer:
                asked.append(question.text)
                if len(asked) == 4:
                    raise KeyboardInterrupt
                return opened.answer(question)

            yield replace(opened, answer=answer)

    monkeypatch.setattr(pipelines, "open_pipeline", stopping)
    result = evaluate(seed_folder, "--out", "run")
    assert str(result.exception).startswith("Stopped after 3 of 10 questions. Their answers")
    metrics = json.loads(Path("run/metrics.json").read_text(encoding="utf-8"))
    assert metrics["finished"] is False and len(metrics["scores"]) == 3
    assert "ended early, after 3 of 10" in Path("run/report.html").read_text(encoding="utf-8")
    assert evaluate(seed_folder, "--out", "run").exit_code == 0
    assert len(asked) == 4 + 7 and len(lines_of("run")) == 10


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_after_a_kill_it_goes_on_and_asks_nothing_twice(seed_folder: Path) -> None:
    many = [json.dumps({**json.loads(GUARD[n % 10]), "id": f"q{n}"}) for n in range(40)]
    write(*many)
    command = [sys.executable, str(ROOT / "app.py"), "eval", "set.jsonl", "--out", "run"]
    results = Path("run/results.jsonl")
    with subprocess.Popen([*command, "--store", str(seed_folder)], stderr=subprocess.DEVNULL) as it:
        end = time.monotonic() + 60
        while time.monotonic() < end and it.poll() is None:
            if results.exists() and results.read_bytes().count(b"\n") >= 3:
                break
            time.sleep(0.01)
        it.send_signal(signal.SIGKILL)
    before = results.read_bytes().count(b"\n")
    assert 3 <= before < 40
    kept = results.read_bytes()[: results.read_bytes().rfind(b"\n") + 1]
    assert evaluate(seed_folder, "--out", "run").exit_code == 0
    assert results.read_bytes().startswith(kept)
    assert [line["id"] for line in lines_of("run")] == [f"q{n}" for n in range(40)]
