"""Indexing and asking where no extra is installed; each part that needs one says which."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.extras import MODULES

ROOT = Path(__file__).parents[3]
MISSING = sorted({module for modules in MODULES.values() for module in modules})
MISSING.remove("huggingface_hub")  # gradio brings it
CODE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
sys.modules.update(dict.fromkeys({MISSING!r}))  # as if they were not installed
from qa.cli.main import main
main()
"""


def run(*arguments: str, cwd: Path, status: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", CODE, *arguments],
        cwd=cwd,
        env={**os.environ, "XDG_CACHE_HOME": str(cwd)},  # no model is there
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == status, done.stderr
    return done


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    (folder / "a.txt").write_text("date 2026-01-02\nMayor Ada Poe opened the Skarrow bridge.")
    run("index", "a.txt", cwd=folder)
    return folder


def test_it_answers(folder: Path) -> None:
    answer = json.loads(run("ask", "Who opened the Skarrow bridge?", "--json", cwd=folder).stdout)
    assert answer["status"] == "answered" and "Ada Poe" in answer["text"]


def test_doctor_is_content_and_tells_which_are_missing(folder: Path) -> None:
    said = run("doctor", cwd=folder).stdout
    missing = "eval, train, local, models, metrics, milvus, postgres, ray"
    assert f"extras: none; not installed: {missing}" in said


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (["eval", "set.jsonl"], "eval"),
        (["models", "pull", "SmolLM2-135M-Instruct"], "local"),
        (["search", "bridge", "--store", "milvus://127.0.0.1:9/x"], "milvus"),
    ],
)
def test_a_part_says_what_to_install(arguments: list[str], extra: str, folder: Path) -> None:
    said = run(*arguments, cwd=folder, status=1).stderr.strip()
    assert "\n" not in said and f'pip install "article-qa[{extra}]"' in said


@pytest.mark.parametrize("setting", ["EMBEDDING_MODEL", "READER"])
def test_another_model_says_what_to_install(
    setting: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"ARTICLE_QA_{setting}", "somebody/another-model")
    said = run("ask", "Who opened it?", "--store", "storage", cwd=folder, status=1).stderr
    assert 'pip install "article-qa[models]"' in said and "Traceback" not in said
