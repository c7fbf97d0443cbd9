"""Who answers now, why, and how the page tells it; nothing is asked of anyone."""

from pathlib import Path

import pytest

from qa.generation.in_use import in_use
from qa.generation.pool import AnswererPool
from qa.llm.catalog import DEFAULT_GGUF
from qa.settings import QASettings
from qa.web.render.model_panel import in_words, render_in_use

KEY = "sk-secret-0123456789"


@pytest.fixture(autouse=True)
def nothing_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No model in the cache, no settings."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("ARTICLE_QA_ANSWERER", raising=False)
    monkeypatch.chdir(tmp_path)


def using(monkeypatch: pytest.MonkeyPatch, **settings: object) -> tuple[str, str, str, str]:
    loaded = QASettings.load(**settings)
    with AnswererPool(loaded) as answerers:
        used = in_use(answerers)
        html = str(render_in_use(used, loaded))
        assert KEY not in html and KEY not in repr(used)
        assert answerers.local_pid() is None  # nothing was started
        return used.name, used.why, used.problem, html


def put_there() -> None:
    path = DEFAULT_GGUF.path()
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        file.truncate(DEFAULT_GGUF.size or 0)


def test_quotations_and_how_to_get_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    name, why, problem, html = using(monkeypatch)
    assert (name, problem) == ("extractive", "") and "no local one is on this machine" in why
    assert "Answers are quotations" in html and "article-qa models pull" in html
    assert "hosted_url" in html and "MB" in html
    name, why, _, html = using(monkeypatch, answerer="extractive")
    assert name == "extractive" and why == "The setting answerer says so: extractive."
    assert "models pull" not in html


def test_a_local_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    name, _, problem, html = using(monkeypatch, answerer="local")
    assert name == "local" and "article-qa models pull" in problem and problem in html
    assert "is to write the answers</h2>" in html and "Apache-2.0" in html
    put_there()
    name, why, problem, html = using(monkeypatch)
    assert (name, problem) == ("extractive", "")
    assert f"{DEFAULT_GGUF.name} is on this machine, but quotation is right more often" in why
    name, why, problem, html = using(monkeypatch, profile="medium")
    assert (name, problem) == ("local", "") and "Its file is on this machine" in why
    assert f"<bdi>{DEFAULT_GGUF.name}</bdi> writes the answers</h2>" in html
    assert "on this machine" in html
    assert DEFAULT_GGUF.file in html and "1.1 GB" in html and "not loaded" in html
    assert str(tmp_path) not in html
    assert using(monkeypatch, local_model="none")[:1] == ("local",)
    assert "There is no local model" in using(monkeypatch, local_model="none")[2]


def test_a_hosted_model(monkeypatch: pytest.MonkeyPatch) -> None:
    named = {"hosted_url": "https://models.example:8443/v1", "hosted_model": "<b>big</b>"}
    name, why, problem, html = using(monkeypatch, **named)
    assert (name, problem) == ("hosted", "") and "hosted_url" in why
    assert "<bdi>&lt;b&gt;big&lt;/b&gt;</bdi> writes the answers</h2>" in html
    assert "<dd>models.example:8443</dd>" in html
    assert "<dt>Key</dt><dd>none" in html
    monkeypatch.setenv("ARTICLE_QA_HOSTED_KEY", KEY)
    assert "one is sent along; it is never shown" in using(monkeypatch, **named)[3]
    _, _, problem, html = using(monkeypatch, hosted_url="https://models.example/v1")
    assert "needs the settings hosted_url and hosted_model" in problem and problem in html


def test_memory_as_far_as_the_system_tells_it() -> None:
    assert in_words(424, 1612) == "424 MB (1,612 MB at most)"
    assert in_words(424, 424) == "424 MB"
    assert in_words(None, 612) == "612 MB at most"
    assert in_words(None, None) == "not known here"
