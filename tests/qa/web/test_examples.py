"""Examples of questions are tried before they are offered."""

from pathlib import Path

import pytest

from index import Article, build
from qa.server.stores import OpenStores
from qa.settings import QASettings
from qa.web.asking.examples import Examples
from qa.web.render.welcome import render_examples


def test_what_is_offered_is_answered(seed_folder: Path) -> None:
    examples = Examples(OpenStores(QASettings(store=seed_folder)))
    found = examples.find()
    assert found[:2] == (
        "When will the Harbour Tram in Port Aldry carry its first passengers?",
        "Who will become director of the Coastal Survey?",
    )
    assert examples.find() is found  # once for each state of the store


def test_the_sample_and_an_empty_store_have_none(tmp_path: Path, seed_folder: Path) -> None:
    assert Examples(OpenStores(QASettings(store=tmp_path / "none"))).find() == ()
    assert Examples(OpenStores(QASettings(store=tmp_path / "none"), seed_folder)).find() == ()
    assert render_examples(()) == ""


def test_a_question_that_is_not_answered_is_not_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = QASettings(store=tmp_path / "store")
    article = Article("a.txt", "Ada Fenn won the Brackwater prize for poetry.", "A prize")
    build(articles=[article], store=settings.store, settings=settings)
    stores = OpenStores(settings)
    assert Examples(stores).find() == ("Who won the Brackwater prize for poetry?",)
    monkeypatch.setattr("qa.web.asking.examples.SURE", 1.1)
    assert Examples(stores).find() == ()
