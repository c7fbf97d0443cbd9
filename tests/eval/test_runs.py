"""Runs of a question set: kept as they come, gone on with, never mixed."""

import json
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eval import pipelines
from eval.expectations import Expectations
from eval.pipelines import Pipeline, open_pipeline
from eval.runs import RESULTS, RUN, as_asked, describe, fingerprint, read_results, run
from eval.sets import EvalQuestion
from index import Filters, Store, build, open_store
from index.errors import UsageError
from qa import Answer, QASettings, Question, Turn
from qa.llm.endpoint import LanguageModelError

ASKED: list[str] = []


def question(number: int) -> EvalQuestion:
    return EvalQuestion(f"q{number}", f"What is the number {number}?", True, ("x",), ())


def answered(asked: Question) -> Answer:
    ASKED.append(asked.text)
    return Answer(asked.text, asked.text, "unanswered", "No.", 0.0, ())


@pytest.fixture
def pipeline() -> Pipeline:
    ASKED.clear()
    return Pipeline("ours", "extractive", None, answered)


def quiet(stage: str, done: int, total: int | None) -> None:
    pass


def test_a_run_goes_on_where_it_was_and_asks_nothing_twice(
    tmp_path: Path, pipeline: Pipeline
) -> None:
    questions = [question(number) for number in range(5)]
    run(questions[:2], pipeline, tmp_path, {"seed": 7}, quiet)
    with (tmp_path / RESULTS).open("ab") as file:
        file.write(b'{"id": "q2", "answer": {"que')  # killed while it wrote
    done = run(questions, pipeline, tmp_path, {"seed": 7}, quiet)
    assert [one.question for one in questions] == ASKED
    assert list(done.results) == [one.id for one in questions]
    lines = (tmp_path / RESULTS).read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [one.id for one in questions]
    assert done.about["seconds"] >= 0 and done.about["peak_memory_mb"] != 0


def test_answers_are_on_disk_before_the_next_question(tmp_path: Path) -> None:
    def fails_at_the_third(asked: Question) -> Answer:
        if "2" in asked.text:
            raise RuntimeError("power cut")
        return answered(asked)

    breaking = Pipeline("ours", "extractive", None, fails_at_the_third)
    with pytest.raises(RuntimeError):
        run([question(number) for number in range(5)], breaking, tmp_path, {}, quiet)
    assert list(read_results(tmp_path)) == ["q0", "q1"]
    assert {"date", "seconds", "peak_memory_mb"} <= json.loads((tmp_path / RUN).read_text()).keys()
    with (tmp_path / RESULTS).open("ab") as file:
        file.write(b'{"id": "q2", "ans')  # another run may be writing just now
    before = (tmp_path / RESULTS).read_bytes()
    assert list(read_results(tmp_path)) == ["q0", "q1"]
    assert (tmp_path / RESULTS).read_bytes() == before


def test_quotations_do_not_stand_in_for_a_model_that_is_not_there(
    tmp_path: Path, seed_folder: Path
) -> None:
    there = {"store": seed_folder, "hosted_url": "http://127.0.0.1:9/v1", "hosted_model": "big"}
    settings = QASettings.load(answerer="hosted", **there)
    asked = EvalQuestion("q0", "Which company got the contract for the sea wall?", True, ("x",), ())
    leaning = replace(
        asked, question="And who is its head?", history=(Turn("user", asked.question),)
    )
    with open_pipeline("ours", settings) as opened:
        for one in (asked, leaning):
            with pytest.raises(LanguageModelError, match=r"hosted_url is its address\.$"):
                run([one], opened, tmp_path, {}, quiet)
    assert read_results(tmp_path) == {}
    with open_pipeline("ours", QASettings.load(**{**there, "answerer": "extractive"})) as opened:
        (result,) = run([asked], opened, tmp_path, {}, quiet).results.values()
        assert result["answer"]["status"] == "answered"


def test_the_memory_of_the_model_is_told_beside_ours(tmp_path: Path, pipeline: Pipeline) -> None:
    about = run([question(0)], pipeline, tmp_path / "none", {}, quiet).about
    assert about["model_memory_mb"] is None and about["peak_memory_mb"] > 10
    served = replace(pipeline, pid=os.getpid)
    for _ in range(2):
        about = run([question(0)], served, tmp_path / "local", {}, quiet).about
        assert 5 < about["model_memory_mb"] <= about["peak_memory_mb"]


def test_earlier_turns_are_asked_and_the_answers_stand_between_them(tmp_path: Path) -> None:
    heard: list[Question] = []

    def counting(asked: Question) -> Answer:
        heard.append(asked)
        return Answer(asked.text, asked.text, "answered", f"Answer {len(heard)}.", 0.9)

    given = (Turn("user", "Hello"), Turn("assistant", "Good day"))
    first = replace(
        question(0), question="And when?", history=given, turns=("Who?", "Why?"),
        filters=Filters(as_of=date(2024, 5, 1)),
        expectations=Expectations(all=(re.compile("Answer 3"),), none=(re.compile("Answer"),)),
    )  # fmt: skip
    pipeline = Pipeline("ours", "extractive", None, counting)
    done = run([first, question(1)], pipeline, tmp_path, {}, quiet)
    who = (*given, Turn("user", "Who?"), Turn("assistant", "Answer 1."))
    why = (*who, Turn("user", "Why?"), Turn("assistant", "Answer 2."))
    assert [(one.text, one.history) for one in heard[:3]] == [
        ("Who?", given), ("Why?", who), ("And when?", why),
    ]  # fmt: skip
    assert all(one.as_of == date(2024, 5, 1) for one in heard[:3]) and heard[3].history == ()
    assert done.results["q0"]["answer"]["text"] == "Answer 3."
    assert done.results["q0"]["faults"] == ["says “Answer”"]
    assert done.results["q1"].keys() == {"id", "answer"}
    again = run([first, question(1)], pipeline, tmp_path, {}, quiet).results  # from the file
    assert again == done.results and len(heard) == 4
    assert as_asked(first, again["q0"]) == replace(first, history=why, turns=())
    assert as_asked(question(1), again["q1"]) == question(1)


@pytest.mark.parametrize(
    "line",
    ['{"id": "q0", "answer": null}', '{"id": "q0", "answer": []}', '{"id": "q0"}', "[]", "q0"],
)
def test_a_line_that_is_no_answer_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / RESULTS).write_text(f"{line}\n")
    with pytest.raises(UsageError, match=r"line 1 is damaged\. Delete that line"):
        read_results(tmp_path)


@pytest.mark.parametrize("name", ["seed", "settings"])
def test_runs_of_other_settings_are_not_mixed(
    tmp_path: Path, pipeline: Pipeline, name: str
) -> None:
    run([question(0)], pipeline, tmp_path, {"seed": 7, "settings": {}}, quiet)
    with pytest.raises(UsageError, match=name):
        run([question(0)], pipeline, tmp_path, {"seed": 7, "settings": {}, name: 1}, quiet)
    (tmp_path / RUN).unlink()
    with pytest.raises(UsageError, match="unknown run"):
        run([question(0)], pipeline, tmp_path, {}, quiet)


def test_what_describes_a_run_holds_no_key(
    tmp_path: Path, seed_store: Store, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARTICLE_QA_HOSTED_KEY", "sesame")
    path = tmp_path / "set.jsonl"
    path.write_text("{}\n")
    about = describe(pipeline, path, QASettings.load(), seed_store, 7)
    assert "sesame" not in json.dumps(about)
    assert about["store"]["fingerprint"] == fingerprint(seed_store)


@pytest.mark.parametrize("changed", [{"title": "T"}, {"source": "S"}, {"url": "https://b.example"}])
def test_the_fingerprint_changes_with_what_is_known_of_an_article(
    tmp_path: Path, changed: dict[str, str]
) -> None:
    article = {"id": "a", "text": "The tram costs 455 million crowns.", "title": "Tram"}
    found = []
    for content in (article, article, {**article, **changed}):
        (tmp_path / "in.jsonl").write_text(json.dumps(content))
        build([tmp_path / "in.jsonl"], store=tmp_path / "store")
        with open_store(tmp_path / "store") as store:
            found.append(fingerprint(store))
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize("name", ["ours", "minilm", "bm25", "fusion"])
def test_every_pipeline_answers_from_the_same_passages(name: str, seed_folder: Path) -> None:
    settings = QASettings.load(store=seed_folder)
    with open_pipeline(name, settings) as opened:
        answer = opened.answer(Question("Which company got the contract for the sea wall?"))
    assert len(answer.passages) >= 10 and opened.name == name
    assert answer.status == "answered"
    content: dict[str, Any] = answer.to_json()
    assert content["citations"] and content["timings"]["total_ms"] > 0


@pytest.mark.parametrize("name", ["bm25", "fusion"])
def test_what_has_no_word_of_the_question_is_not_found_by_words(
    name: str, seed_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipelines, "FUSED", 10)
    settings = QASettings.load(store=seed_folder)
    with open_pipeline(name, settings) as opened:
        found = opened.answer(Question("zzzz qqqq")).passages
    with open_pipeline("minilm", settings) as opened:
        near = opened.answer(Question("zzzz qqqq")).passages
    wanted = [(one.article_id, one.start) for one in near]
    assert [(one.article_id, one.start) for one in found] == ([] if name == "bm25" else wanted)


def test_a_text_of_plain_has_its_sentences_without_marks() -> None:
    said = "It cost 5 [2]. It opens in May. [1][9]"
    told = [(one.text, one.citations) for one in pipelines._sentences(said, [2, 1])]
    assert told[0] == ("It cost 5.", (2,))
    assert " ".join(text for text, _ in told) == "It cost 5. It opens in May."
    assert {number for _, own in told for number in own} == {1, 2}
