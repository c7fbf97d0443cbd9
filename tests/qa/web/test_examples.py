"""Examples of questions are made of sentences by rule, and tried before they are offered."""

from pathlib import Path

import pytest

from index import Article, build
from qa.server.stores import OpenStores
from qa.settings import QASettings
from qa.web.asking.example_rules import questions
from qa.web.asking.examples import Examples, candidates
from qa.web.render.welcome import render_examples


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "Ada Fenn won the Brackwater prize for poetry on Monday, said the jury.",
            "Who won the Brackwater prize for poetry?",
        ),
        (
            "Dr. Senna Marlock will become director of the Coastal Survey on Oct. 1.",
            "Who will become director of the Coastal Survey?",
        ),
        (
            "About 4,000 people marched through Port Aldry on Saturday, police said.",
            "How many people marched through Port Aldry?",
        ),
        (
            "The Harbour Tram in Port Aldry will cost 455 million crowns, 43 million more.",
            "How much will the Harbour Tram in Port Aldry cost?",
        ),
        (
            "The Harbour Tram will carry its first passengers on Saturday, April 18.",
            "When will the Harbour Tram carry its first passengers?",
        ),
        (
            "The old mill at Brackwater was sold to the town in March.",
            "When was the old mill at Brackwater sold to the town?",
        ),
        (
            "The siren came late, said Berit Sondal, the mayor of Lowmarsh, after the storm.",
            "Who is the mayor of Lowmarsh?",
        ),
        (
            "Joan Cope was arrested after a fight Wednesday night at a Texas school.",
            "Who was arrested after a fight at a Texas school?",
        ),
    ],
)
def test_a_sentence_becomes_a_question(sentence: str, question: str) -> None:
    assert question in list(questions(f"Nothing here. {sentence} And so on."))


@pytest.mark.parametrize(
    "sentence",
    [
        "She won the Brackwater prize for poetry on Monday.",
        "“Ada Fenn won the prize of Brackwater in May,” said the jury.",
        "More than 300 people were late on Monday.",
        "Ada Fenn won it.",
        "Ada Fenn won <b>the prize</b> of Brackwater.",
        "Ada Fenn won the prize at https://x.example/a of Brackwater.",
        f"Ada Fenn won the {'very ' * 40}old prize of Brackwater.",
        "",
    ],
)
def test_what_makes_no_good_question_makes_none(sentence: str) -> None:
    assert list(questions(sentence)) == []


def test_articles_take_turns(seed_store) -> None:
    found = list(candidates(seed_store, list(seed_store.articles())))
    assert len({article for _, article in found}) == len(found) >= 5
    opening = [question.split()[0] for question, _ in found[:3]]
    assert opening == ["When", "Who", "How"]


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
