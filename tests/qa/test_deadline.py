"""How long an answer may take, whoever writes it."""

from functools import partial
from pathlib import Path

import pytest
from scripted import Scripted

import qa.pipeline
import qa.ranking.likeliest
from index import Filters, Store
from qa import QASettings, Question
from qa.deadline import Deadline, TookTooLong
from qa.generation.generative import Generative
from qa.generation.pool import AnswererPool
from qa.llm.queue import Ticket
from qa.pipeline import READING, stream
from qa.ranking.ranker import rank_whole
from qa.server.api_service import ApiService, AskRequest
from qa.server.stores import OpenStores
from qa.web.asking.answering import next_exchange

ASKED = "What does the Harbour Tram cost?"


class Clock:
    """A time that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_deadline_lets_pass_until_it_is_over() -> None:
    clock = Clock()
    deadline = Deadline(10, clock)
    deadline.check()
    clock.seconds = 10
    assert list(deadline.each("ab")) == ["a", "b"]
    clock.seconds = 10.1
    with pytest.raises(TookTooLong, match=r"within 10 seconds.*setting deadline"):
        deadline.check()
    with pytest.raises(TookTooLong):
        next(deadline.each("ab"))


def test_what_is_waited_for_does_not_count() -> None:
    clock = Clock()
    deadline = Deadline(10, clock)
    clock.seconds = 4
    with deadline.paused():
        clock.seconds = 1004
        deadline.check()
    clock.seconds = 1010
    deadline.check()
    clock.seconds = 1010.1
    with pytest.raises(TookTooLong):
        deadline.check()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What the pipeline's deadlines go by."""
    clock = Clock()
    monkeypatch.setattr(qa.pipeline, "Deadline", partial(Deadline, now=clock))
    return clock


def slow(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Has each reading of passages take a minute and a half."""

    def slowly(*given, **more):
        clock.seconds += 90
        return rank_whole(*given, **more)

    monkeypatch.setattr(qa.ranking.likeliest, "rank_whole", slowly)


def test_an_answer_that_takes_too_long_ends_and_frees_its_place(
    seed_store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(clock, monkeypatch)
    answers = stream(Question(ASKED), seed_store, QASettings.load(answerer="extractive"))
    with pytest.raises(TookTooLong, match="There was no answer within 60 seconds"):
        list(answers)
    assert len(READING) == 0
    *_, last = stream(Question(ASKED), seed_store, QASettings.load(deadline=100))
    assert last.status == "answered"


def test_to_wait_for_others_does_not_count(seed_store: Store, clock: Clock) -> None:
    with READING.enter(Ticket("a")), READING.enter(Ticket("b")) as last_before:
        answers = stream(Question(ASKED, asker="c"), seed_store, QASettings.load())
        while not next(answers).waiting:
            pass
        clock.seconds = 1000
        assert next(answers).waiting.startswith("Waiting for others' questions")
        READING.leave(last_before)
        *_, last = answers
    assert last.status == "answered"


def test_a_language_model_has_time_of_its_own(seed_store: Store, clock: Clock) -> None:
    model = Scripted([["The final cost is ", "547 million crowns [1]."]])
    answers = stream(Question(ASKED), seed_store, QASettings.load(), answerer=Generative(model))
    while not next(answers).draft:
        pass
    clock.seconds = 1000
    *_, last = answers
    assert last.status == "answered" and last.answerer == "local"


def test_a_program_is_told_in_the_same_sentence(
    seed_folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(clock, monkeypatch)
    settings = QASettings.load(store=seed_folder, answerer="extractive")
    with AnswererPool(settings) as answerers:
        api = ApiService(OpenStores(settings), answerers)
        with pytest.raises(TookTooLong, match="Ask again"):
            list(api.ask(AskRequest(question=ASKED)))


def test_the_page_is_told_in_the_same_sentence(
    seed_folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(clock, monkeypatch)
    stores = OpenStores(QASettings.load(store=seed_folder, answerer="extractive"))
    *_, last = next_exchange(ASKED, Filters(), [], stores)
    assert last.is_done and (last.problem or "").startswith("There was no answer within 60 seconds")
