"""The default language model over the seeds: slow, and only where it has been fetched."""

from collections.abc import Iterator

import pytest

from index import Store
from qa import Answer, QASettings, ask
from qa.generation.pool import AnswererPool

pytestmark = [pytest.mark.large_model, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def answerers() -> Iterator[AnswererPool]:
    with AnswererPool(QASettings.load(answerer="local")) as all_of_them:
        if not all_of_them.local_model().is_there():
            pytest.skip("the language model is not there; run: article-qa models pull")
        yield all_of_them


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("In how many test runs did the signals on the Oule Bridge fail?", "17"),
        ("Which company got the contract for the sea wall at Lowmarsh?", "Brenning"),
        ("How many people marched in Port Aldry?", "000"),
    ],
)
def test_it_answers_and_what_it_says_is_quoted(
    question: str, held: str, seed_store: Store, answerers: AnswererPool
) -> None:
    answer = ask(question, store=seed_store, answerer=answerers.choose())
    assert (answer.status, answer.answerer) == ("answered", "local")
    assert held in answer.text
    assert any(held in citation.quote for citation in answer.citations)
    check_form(answer, seed_store)


def test_what_the_articles_do_not_say_is_not_said(
    seed_store: Store, answerers: AnswererPool
) -> None:
    settings = QASettings.load(model_threshold=0.0)  # so that the model is asked at all
    answer = ask(
        "Which football club did Dr. Senna Marlock play for?",
        store=seed_store,
        settings=settings,
        answerer=answerers.choose(),
    )
    assert answer.status == "unanswered"


def check_form(answer: Answer, store: Store) -> None:
    numbers = {citation.number for citation in answer.citations}
    for sentence in answer.sentences:
        assert sentence.citations and numbers.issuperset(sentence.citations)
    for citation in answer.citations:
        article = store.article(citation.article_id)
        assert article and article.text[citation.start : citation.end] == citation.quote
