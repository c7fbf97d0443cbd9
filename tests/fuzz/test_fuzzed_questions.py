"""Questions and conversations drawn at random: each has an answer that keeps what is promised."""

import json
import os
import random

import pytest
from generated import history_of, question_of

from index import Store
from index.errors import UsageError
from qa import Answer, QASettings, ask
from qa.question import UNSEARCHED

QUESTIONS = int(os.environ.get("FUZZED_QUESTIONS", "60"))
"""How many are drawn; set more for a long run."""

pytestmark = pytest.mark.slow


@pytest.mark.timeout(120 + 5 * QUESTIONS)
def test_every_question_has_an_answer_that_keeps_what_is_promised(seed_store: Store) -> None:
    rng = random.Random(20261126)
    settings = QASettings.load(answerer="extractive", deadline=3600)  # however busy the machine is
    refused = 0
    for _ in range(QUESTIONS):
        text, history = question_of(rng), history_of(rng)
        try:
            answer = ask(text, store=seed_store, settings=settings, history=history)
        except UsageError as error:
            refused += 1
            assert str(error).endswith((".", "?"))
            continue
        check(answer, seed_store)
    assert refused < QUESTIONS / 2


def check(answer: Answer, store: Store) -> None:
    """What docs/formats.md says of an answer, whatever was asked."""
    content = json.loads(json.dumps(answer.to_json()))
    assert 0 <= content["confidence"] <= 1
    numbers = [one.number for one in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    for one in answer.citations:
        article = store.article(one.article_id)
        assert article and article.text[one.start : one.end] == one.quote
    for sentence in answer.sentences:
        assert set(sentence.citations) <= set(numbers)
        assert sentence.citations and sentence.verdict == "quoted"
    if answer.kind in UNSEARCHED or answer.status == "unanswered":
        assert not answer.sentences and not answer.citations and answer.text
    else:
        assert answer.sentences
    if answer.status == "unanswered":
        assert answer.short is None
