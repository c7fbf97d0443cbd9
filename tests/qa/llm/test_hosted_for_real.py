"""A hosted model over real HTTP: our own server stands in for somebody else's."""

from collections.abc import Iterator

import pytest

from index import Store
from qa import REFUSAL, Answer, QASettings, Turn
from qa.generation.answerer import Answerer
from qa.generation.pool import AnswererPool
from qa.llm.local_server import LocalServer
from qa.pipeline import stream
from qa.question import Question

pytestmark = pytest.mark.model


@pytest.fixture
def settings(local_server: LocalServer) -> QASettings:
    *_, address = local_server.address()
    key = local_server.key
    return QASettings.load(
        answerer="auto",
        hosted_url=f"{address}/v1",
        hosted_key=key,
        hosted_model="local",
        profile="small",
    )


@pytest.fixture
def answerer(settings: QASettings) -> Iterator[Answerer]:
    with AnswererPool(settings) as answerers:
        yield answerers.choose()


def keeps_contract(answer: Answer, store: Store) -> None:
    numbers = {citation.number for citation in answer.citations}
    assert numbers == set(range(1, len(answer.citations) + 1))
    for sentence in answer.sentences:
        assert sentence.citations and set(sentence.citations) <= numbers
        assert 0 <= sentence.support <= 1 and "[" not in sentence.text
    for citation in answer.citations:
        article = store.article(citation.article_id)
        assert article and article.text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    "question",
    [
        Question("How much will the Harbour Tram cost?"),
        Question(
            "And what does it cost?",
            (Turn("user", "Which company got the contract for the sea wall at Lowmarsh?"),),
        ),
    ],
    ids=["plain", "follow-up"],
)
def test_the_whole_way(
    question: Question, answerer: Answerer, seed_store: Store, settings: QASettings
) -> None:
    # It is asked in any case, and no quotation stands in for it.
    alone = settings.model_copy(update={"answer_threshold": 1.0, "model_threshold": 0.0})
    answers = list(stream(question, seed_store, alone, answerer=answerer))
    for answer in answers:
        keeps_contract(answer, seed_store)
    last = answers[-1]
    assert (last.answerer, last.model) == ("hosted", "local")
    assert any(answer.draft for answer in answers)
    assert not last.draft and not last.waiting
    if last.status == "answered" or last.notices:  # it was read to its end
        assert last.usage and last.usage.prompt_tokens > 300 and last.usage.completion_tokens > 0
    if last.status == "answered":
        assert last.sentences and "[1]" in last.text
    else:
        assert last.text.startswith(REFUSAL) and not last.citations
    assert settings.hosted_key and settings.hosted_key.get_secret_value() not in repr(answers)


def test_with_a_wrong_key_the_articles_are_quoted(
    seed_store: Store, settings: QASettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = QASettings.load(**{**settings.model_dump(), "hosted_key": "sk-wrong"})
    with AnswererPool(wrong) as answerers:
        question = Question("How much will the Harbour Tram cost?")
        *_, last = stream(question, seed_store, wrong, answerer=answerers.choose())
    assert last.answerer == "extractive" and last.status == "answered"
    assert last.notices[:1] == (
        "The endpoint 127.0.0.1 refuses the key (401). Check it, and what it may use. The articles "
        "are quoted instead.",
    )
