"""The program as people and scripts call it: in a process of its own."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(
        " date 2026-01-02 Mayor Ada Poe opened the Skarrow bridge. It rained."
    )
    (folder / "b.jsonl").write_text('{"id": "b1", "text": "The ferry sank on Monday."}\n{broken\n')
    return folder


@pytest.mark.slow
def test_index_ask_search_articles(news: Path, tmp_path: Path) -> None:
    done = run("index", "news", "--json", cwd=tmp_path)
    assert done.returncode == 3
    report = json.loads(done.stdout)
    assert set(report) >= {
        "articles", "passages", "added", "changed", "removed", "unchanged", "skipped", "embedded",
        "seconds", "generation",
    }  # fmt: skip
    assert (report["articles"], report["added"], report["generation"]) == (2, 2, 1)
    assert report["skipped"][0]["file"].endswith("b.jsonl") and report["skipped"][0]["line"] == 2
    assert (tmp_path / "storage").is_dir()

    answer = json.loads(run("ask", "Who opened the bridge?", "--json", cwd=tmp_path).stdout)
    assert answer["status"] == "answered"
    assert answer["citations"][0]["article_id"] == "news/a.txt"
    assert answer["citations"][0]["date"] == "2026-01-02"
    words = run("ask", "Who opened the bridge?", cwd=tmp_path)
    assert words.returncode == 0 and "[1] “Mayor Ada Poe" in words.stdout

    found = json.loads(run("search", "ferry", "-k", 1, "--json", cwd=tmp_path).stdout)
    assert found["query"] == "ferry"
    assert set(found["passages"][0]) >= {"article_id", "start", "end", "score", "text"}
    shown = json.loads(run("articles", "show", "news/a.txt", "--json", cwd=tmp_path).stdout)
    assert shown["text"].startswith("Mayor Ada Poe") and shown["date"] == "2026-01-02"
    assert "news/a.txt" in run("articles", cwd=tmp_path).stdout
    removed = run("articles", "remove", "b1", cwd=tmp_path)
    assert removed.returncode == 0 and "gone from the store for good" in removed.stdout
    assert "keep their quotations" in removed.stdout
    compacted = run("articles", "compact", cwd=tmp_path)
    assert compacted.returncode == 0 and "for good" in compacted.stdout
    assert "b1" not in run("articles", "list", cwd=tmp_path).stdout
    assert run("doctor", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["index"], 2, "article-qa index FOLDER"),
        (["index", "nowhere"], 2, "does not exist"),
        (["ask", ""], 2, "empty"),
        (["ask", "who?"], 1, "article-qa index FOLDER"),
        (["ask", "who?", "--after", "soon"], 2, "YYYY-MM-DD"),
        (["ask", "who?", "--after", "2024-02-02", "--before", "2024-01-01"], 2, "swap"),
        (["ask", "who?", "--answerer", "clever"], 2, "answerer"),
        (["ask", "who?", "--kind", "poem"], 2, "kind"),
        (["ask", "who?", "--history", "none.json"], 2, "none.json"),
        (["search", "x", "--store", "elsewhere"], 1, "elsewhere"),
        (["articles", "show", "x"], 1, "article-qa index"),
        (["nonsense"], 2, "nonsense"),
        (["--nonsense"], 2, "--nonsense"),
        (["--store", "elsewhere", "ask", "who?"], 2, "Put --store after the command"),
    ],
)
def test_failures_are_a_sentence(
    arguments: list[str], status: int, says: str, tmp_path: Path
) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == status
    assert says in done.stderr and "Traceback" not in done.stderr and not done.stdout
    assert not (tmp_path / "storage").exists()


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    assert "Traceback" in run("--debug", "index", "nowhere", cwd=tmp_path).stderr


def test_dry_run_and_stdin(news: Path, tmp_path: Path) -> None:
    assert "Would be 2 added" in run("index", "news", "--dry-run", cwd=tmp_path).stdout
    assert not (tmp_path / "storage").exists()
    line = '{"id": "s", "text": "Told on standard input."}\n'
    done = subprocess.run(
        [sys.executable, str(ROOT / "app.py"), "index", "-", "--json"],
        cwd=tmp_path, input=line, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["added"] == 1


def test_help_names_the_contract(tmp_path: Path) -> None:
    text = run("--help", cwd=tmp_path).stdout
    for command in ("index", "articles", "search", "ask", "chat", "models", "doctor"):
        assert command in text
    models = json.loads(run("models", "list", "--json", cwd=tmp_path).stdout)["models"]
    assert models[0]["licence"] == "Apache-2.0" and models[0]["place"]
    assert run("models", "verify", cwd=tmp_path).returncode == 0


@pytest.mark.slow
def test_doctor_looks_deep(news: Path, tmp_path: Path) -> None:
    (news / "b.jsonl").unlink()
    assert run("index", "news", cwd=tmp_path).returncode == 0
    said = run("doctor", "--deep", cwd=tmp_path)
    assert said.returncode == 0, said.stdout
    for part in ("database", "passages", "vectors", "model", "index of vectors", "index of words"):
        assert f"ok    store, {part}: " in said.stdout
    with closing(sqlite3.connect(tmp_path / "storage/articles.sqlite")) as connection:
        connection.execute("UPDATE passages SET stop = stop + 500")
        connection.commit()
    said = run("doctor", "--deep", "--json", cwd=tmp_path)
    (failed,) = [
        one for one in json.loads(said.stdout)["checks"] if one["name"].endswith("passages")
    ]
    assert said.returncode == 1 and not failed["ok"]
    assert "article-qa index --rebuild --store" in failed["finding"]
    assert run("index", "--rebuild", cwd=tmp_path).returncode == 0
    assert run("doctor", "--deep", cwd=tmp_path).returncode == 0
    assert (
        "store, part by part: There is no store"
        in run("doctor", "--deep", "--store", "nowhere", cwd=tmp_path).stdout
    )
