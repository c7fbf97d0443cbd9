"""Flag, environment, file, default, in that order; anything unknown is named."""

from pathlib import Path

import pytest

from index import Settings
from index.errors import UsageError
from qa.settings import QASettings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_order(monkeypatch: pytest.MonkeyPatch) -> None:
    assert QASettings.load().passage_characters == 900
    Path("article-qa.toml").write_text("passage_characters = 500\nport = 8000\n")
    assert QASettings.load().passage_characters == 500
    monkeypatch.setenv("ARTICLE_QA_PASSAGE_CHARACTERS", "600")
    assert QASettings.load().passage_characters == 600
    assert QASettings.load(passage_characters=700).passage_characters == 700
    assert QASettings.load(port=None).port == 8000


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("pasage_characters = 500", "pasage_characters"),
        ("port = 99999", "port"),
        ("answerer = 'clever'", "answerer"),
        ("port = ", "TOML"),
        ("\ufeffport = 8000", "byte order mark"),
    ],
)
def test_errors_name_the_setting(content: str, named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARTICLE_QA_ANSWERER", raising=False)
    Path("article-qa.toml").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=named):
        QASettings.load()


def test_a_list_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_QA_IGNORE", "dates")
    with pytest.raises(UsageError, match="ARTICLE_QA_IGNORE is not a list"):
        QASettings.load()
    monkeypatch.setenv("ARTICLE_QA_IGNORE", '["dates"]')
    assert QASettings.load().ignore == ["dates"]


def test_an_unknown_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_QA_PROT", "1")
    with pytest.raises(UsageError, match="ARTICLE_QA_PROT"):
        QASettings.load()


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_QA_STORE", "")
    assert QASettings.load().store == Path("storage")


def test_a_stray_key_means_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    assert "secret" not in repr(QASettings.load())


def test_the_store_alone_leaves_the_settings_of_answers_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path("article-qa.toml").write_text("port = 8000\npassage_characters = 500\n")
    monkeypatch.setenv("ARTICLE_QA_ANSWERER", "extractive")
    assert Settings.load().passage_characters == 500


def test_a_setting_that_is_gone_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("article-qa.toml").write_text("embedding_backend = 'float32'\n")
    with pytest.raises(UsageError) as caught:
        QASettings.load()
    assert str(caught.value) == (
        "'embedding_backend' in article-qa.toml is no setting any more: the packaged model runs in "
        "one way alone. Take it out."
    )
    Path("article-qa.toml").unlink()
    monkeypatch.setenv("ARTICLE_QA_EMBEDDING_BACKEND", "float32")
    with pytest.raises(UsageError, match=r"ARTICLE_QA_EMBEDDING_BACKEND is no setting any more"):
        QASettings.load()
