"""How long a language model may take for one answer."""

import time
from collections.abc import Generator

import pytest
from misbehaving import LONG, Request, serve, until

from index import Store
from qa import QASettings, Question
from qa.deadline import Allowance, TookTooLong
from qa.generation.generative import Generative
from qa.generation.pool import AnswererPool
from qa.llm.models import HostedModel
from qa.pipeline import stream

ASKED = "What does the Harbour Tram cost?"


def test_an_allowance_is_spent_by_all_requests_together() -> None:
    passed = [0.0]
    allowance = Allowance(10, lambda: passed[0])
    closed = []

    def written(seconds: float) -> Generator[str]:
        try:
            for word in ("one", "two", "three"):
                passed[0] += seconds
                yield word
        finally:
            closed.append(seconds)

    assert list(allowance.spend(written(2))) == ["one", "two", "three"]
    said = []
    with pytest.raises(TookTooLong, match=r"within 10 seconds.*model_deadline"):
        said.extend(allowance.spend(written(3)))
    assert len(said) <= 1 and closed == [2, 3]


def rambling(request: Request) -> None:
    """Goes on and on, and never falls silent."""
    request.begin()
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        request.say("Well, let me see. ")
        time.sleep(0.05)


def test_a_model_that_takes_too_long_is_stopped_and_the_articles_are_quoted(
    seed_store: Store,
) -> None:
    with serve(rambling) as server:
        settings = QASettings.load(
            answerer="hosted", hosted_url=server.url, hosted_model="m", model_deadline=1,
            hosted_slots=1,
        )  # fmt: skip
        with AnswererPool(settings) as answerers:
            start = time.monotonic()
            answerer = answerers.choose()
            *_, last = stream(Question(ASKED), seed_store, settings, answerer=answerer)
            assert time.monotonic() - start < LONG / 2
            assert last.status == "answered" and last.answerer == "extractive"
            notice = "The language model had no answer within 1 seconds (setting model_deadline). "
            assert last.notices[0] == f"{notice}The articles are quoted instead."
            assert isinstance(answerer, Generative)
            assert isinstance(answerer.language_model, HostedModel)
            assert len(answerer.language_model.queue) == 0
            assert until(lambda: server.open == 0)
