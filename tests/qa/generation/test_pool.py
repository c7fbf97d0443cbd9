"""Which answerer the settings mean."""

from pathlib import Path

import pytest

from index.errors import UsageError
from qa.generation.pool import AnswererPool
from qa.llm.models import is_named
from qa.settings import QASettings

KEY = "sk-secret-0123456789"


@pytest.fixture(autouse=True)
def no_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A current folder without article-qa.toml, and no answerer but by default."""
    monkeypatch.delenv("ARTICLE_QA_ANSWERER", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "settings", [{"hosted_url": "https://h/v1"}, {"hosted_model": "m"}, {"answerer": "hosted"}]
)
def test_half_a_hosted_model_is_refused(settings: dict[str, str]) -> None:
    with (
        AnswererPool(QASettings.load(**settings)) as answerers,
        pytest.raises(UsageError) as caught,
    ):
        answerers.choose()
    assert "settings hosted_url and hosted_model" in str(caught.value)


def test_who_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def chosen(**settings: object) -> str:
        with AnswererPool(QASettings.load(local_model=local, **settings)) as answerers:
            return answerers.choose().name

    local = "someone/something/never-fetched.gguf"
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.setenv(name, "https://stray.example/v1")
    assert chosen() == "extractive"
    monkeypatch.setenv("ARTICLE_QA_HOSTED_KEY", KEY)
    assert chosen() == "extractive" and not is_named(QASettings.load())
    named = {"hosted_url": "https://h/v1", "hosted_model": "m"}
    assert chosen(**named) == "hosted"
    assert chosen(**named, answerer="extractive") == "extractive"
    (tmp_path / "own-1.5b.gguf").write_bytes(b"GGUF")
    local = str(tmp_path / "own-1.5b.gguf")
    assert chosen() == "extractive" and chosen(answerer="local") == "local"
    assert chosen(profile="medium") == "local"
    (tmp_path / "own-8b.gguf").write_bytes(b"GGUF")
    local = str(tmp_path / "own-8b.gguf")
    assert chosen() == "local" and chosen(**named) == "hosted"
    assert chosen(**named, answerer="local") == "local"
