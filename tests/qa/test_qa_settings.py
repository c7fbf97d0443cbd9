"""Settings of answers: how sure the program must be, and what may stand in their file."""

from pathlib import Path

import pytest

from index import Settings
from index.errors import UsageError
from qa.settings import THRESHOLDS, QASettings, Strictness


@pytest.mark.parametrize("strictness", list(THRESHOLDS))
def test_strictness_gives_both_thresholds(strictness: Strictness) -> None:
    settings = QASettings(strictness=strictness)
    assert settings.threshold(quotes=True) > settings.threshold(quotes=False)


def test_the_stricter_the_surer() -> None:
    needed = [QASettings(strictness=one).threshold(quotes=True) for one in ("strict", "balanced")]
    assert needed[0] > needed[1] > QASettings(strictness="eager").threshold(quotes=True)


def test_a_threshold_of_its_own_takes_the_place_of_strictness() -> None:
    settings = QASettings(strictness="strict", answer_threshold=0.0, model_threshold=0.25)
    assert settings.threshold(quotes=True) == 0.0
    assert settings.threshold(quotes=False) == 0.25


def test_a_key_in_the_settings_file_is_refused_and_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "article-qa.toml").write_text('hosted_key = "sk-secret-0123456789"')
    with pytest.raises(UsageError) as caught:
        QASettings.load()
    assert str(caught.value) == (
        "hosted_key must not stand in article-qa.toml, which others may read. Put it into the "
        "environment variable ARTICLE_QA_HOSTED_KEY."
    )


def test_the_store_alone_may_be_used_beside_settings_of_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARTICLE_QA_ANSWERER", "hosted")
    assert Settings.load() == Settings()
    monkeypatch.setenv("ARTICLE_QA_ANSWER", "hosted")
    with pytest.raises(UsageError, match="ARTICLE_QA_ANSWER is not a setting"):
        QASettings.load()
