"""What is asked for is imported, and no more: help needs none of the heavy libraries."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import qa

ROOT = Path(__file__).parents[3]
HEAVY = {
    "anyio", "argon2", "dateparser", "faiss", "fastapi", "feedparser", "gradio", "httpcore",
    "httpx", "huggingface_hub", "ir_measures", "jinja2", "llama_index", "lxml", "matplotlib", "mcp",
    "numpy", "onnxruntime", "openai", "pandas", "prometheus_client", "psutil", "psycopg",
    "py3langid", "pydantic_settings", "pypdf", "rapidfuzz", "requests", "scipy",
    "sentence_transformers", "sklearn", "sqlalchemy", "starlette", "tantivy", "tokenizers", "torch",
    "trafilatura", "transformers", "xllamacpp", "yaml",
}  # fmt: skip
LAST_LINE = """
import json, sys
try:
    {code}
finally:
    print("\\n" + json.dumps(sorted({{name.partition(".")[0] for name in sys.modules}})))
"""


def imported_by(code: str) -> set[str]:
    """Top names of all modules that are imported once `code` has run in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", LAST_LINE.format(code=code)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return set(json.loads(run.stdout.splitlines()[-1]))


def help_of(*arguments: str) -> str:
    called = ["article-qa", *arguments, "--help"]
    return f"sys.argv = {called!r}; from qa.cli.main import main; main()"


@pytest.mark.parametrize("command", ["", "ask", "chat", "doctor", "eval", "feedback", "index"])
def test_help_imports_nothing_heavy(command: str) -> None:
    names = imported_by(help_of(*command.split()))
    assert not names & {*HEAVY, "pydantic"}
    assert "typer" in names  # so the names are seen


@pytest.mark.parametrize("command", ["models pull", "users add", "conversations export"])
def test_help_of_a_part_of_a_command_imports_nothing_heavy(command: str) -> None:
    # But pydantic: typer itself imports it to read the options of `models`.
    assert not imported_by(help_of(*command.split())) & HEAVY


@pytest.mark.parametrize("code", ["import qa", "from qa.question import Question, Turn"])
def test_the_package_imports_what_is_asked_for(code: str) -> None:
    assert not imported_by(code) & {*HEAVY, "pydantic", "typer"}


def test_the_names_of_the_package() -> None:
    for name in qa.__all__:
        assert getattr(qa, name) is not None
    from qa import Question, ask
    from qa.api import ask as defined
    from qa.question import Question as Defined

    assert ask is defined and Question is Defined
    with pytest.raises(AttributeError, match="module 'qa' has no attribute 'nonsense'"):
        _ = qa.nonsense
