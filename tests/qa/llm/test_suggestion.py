"""Which model is suggested for which machine, and what the commands say of it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import app
from qa.cli.checks import examine
from qa.llm import memory
from qa.llm.catalog import DEFAULT_GGUF, GENERAL_MODELS, GgufModel, find_model
from qa.llm.profile import profile_of
from qa.llm.suggestion import Machine, suggestion
from qa.settings import QASettings

GB = 2**30
LARGE = Machine(round(15.6 * GB), 8)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of models of its own, with none in it."""
    monkeypatch.setattr("qa.llm.catalog.user_cache_path", lambda *_, **__: tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


def put(model: GgufModel) -> None:
    with model.path().open("wb") as file:
        file.truncate(model.size or 0)


def test_the_sentence_tells_the_reason() -> None:
    suggested = suggestion(LARGE, DEFAULT_GGUF)
    assert suggested and suggested.why == (
        "This machine has 16 GB and 8 cores: Qwen3-4B-Instruct-2507 fits; it needs about 3.9 GB. "
        "Run: article-qa models pull Qwen3-4B-Instruct-2507, and set "
        'local_model = "Qwen3-4B-Instruct-2507"'
    )


@pytest.mark.parametrize(
    ("memory_gb", "cores", "name", "says"),
    [
        (31.2, 16, "Qwen3-4B-Instruct-2507", "31 GB and 16 cores"),
        (7.6, 4, "Qwen3-4B-Instruct-2507", "8 GB and 4 cores"),
        (7.6, 2, "Granite-4.1-3B", "about 3.4 GB, and a larger one would be slow on so few cores."),
        (5.4, 8, "Granite-4.1-3B", "5 GB and 8 cores: Granite-4.1-3B fits; it needs about 3.4 GB."),
        (3.8, 1, None, "4 GB and 1 core: quotations answer best on it"),
    ],
)
def test_by_memory_and_cores(memory_gb: float, cores: int, name: str | None, says: str) -> None:
    suggested = suggestion(Machine(round(memory_gb * GB), cores), DEFAULT_GGUF)
    assert suggested and says in suggested.why
    assert (suggested.model.name if suggested.model else None) == name


def test_none_where_a_model_is_there_that_is_not_small() -> None:
    put(DEFAULT_GGUF)
    assert suggestion(LARGE, DEFAULT_GGUF)
    best, other, _ = GENERAL_MODELS
    suggested = suggestion(LARGE, best)
    assert suggested and suggested.why.endswith("models pull Qwen3-4B-Instruct-2507")
    put(best)
    suggested = suggestion(LARGE, DEFAULT_GGUF)
    assert suggested and suggested.why.endswith(
        'It is there; the setting local_model = "Qwen3-4B-Instruct-2507" takes it.'
    )
    assert suggestion(LARGE, best) is None
    put(other)
    assert suggestion(LARGE, other) is None


def test_every_general_model_is_one_that_answers_unasked() -> None:
    for model in GENERAL_MODELS:
        assert profile_of(model.name, size=model.size).name == "medium"
    assert [find_model(model.name) for model in GENERAL_MODELS] == list(GENERAL_MODELS)


def test_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Machine.this().cores >= 1 and Machine.this().memory > GB // 4
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(memory, "_CONTAINER", limit)
    whole = memory.machine_bytes()
    limit.write_text("max\n")
    assert memory.machine_bytes() == whole
    limit.write_text("104857600\n")
    assert memory.machine_bytes() == 104_857_600


def test_the_list_and_the_doctor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Machine, "this", lambda: LARGE)
    suggested = suggestion(LARGE, DEFAULT_GGUF)
    assert suggested
    run = CliRunner().invoke(app.program, ["models", "list"])
    assert run.stdout.splitlines()[-1] == suggested.why
    listed = json.loads(CliRunner().invoke(app.program, ["models", "list", "--json"]).stdout)
    assert (listed["suggested"], listed["why"]) == ("Qwen3-4B-Instruct-2507", suggested.why)

    monkeypatch.setattr("qa.cli.checks._embedding", lambda settings: "not looked at")
    *_, check = examine(QASettings.load())
    assert check.ok and check.finding == f"extractive. {suggested.why}"
    *_, check = examine(QASettings.load(answerer="local"))
    assert not check.ok and check.finding.startswith(f"The model {DEFAULT_GGUF.name} is not there.")
    assert check.finding.endswith(suggested.why)
    put(GENERAL_MODELS[0])
    monkeypatch.setenv("ARTICLE_QA_LOCAL_MODEL", GENERAL_MODELS[0].name)
    listed = json.loads(CliRunner().invoke(app.program, ["models", "list", "--json"]).stdout)
    assert (listed["suggested"], listed["why"]) == (None, None)
