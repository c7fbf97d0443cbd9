"""What is told, and what is there already, while one waits for others."""

from collections.abc import Generator
from contextlib import ExitStack

import pytest
from scripted import Scripted

import qa.pipeline
from index import Store
from qa import QASettings
from qa.generation.generative import Generative
from qa.llm.endpoint import Piece
from qa.llm.models import HostedModel
from qa.llm.queue import PATIENCE, FairQueue, PlaceLost, Ticket
from qa.pipeline import stream
from qa.question import Question, Turn
from qa.types import Waiting

ASKED = "How much will the Harbour Tram cost?"
SAID = "The Harbour Tram in Port Aldry will cost 547 million crowns. "
HISTORY = (Turn("user", "What is the Harbour Tram?"), Turn("assistant", "It is a tram."))


class Endpoint:
    """Stands for one that writes at once; knows who is served while it does."""

    def __init__(self, turns: FairQueue) -> None:
        self.turns = turns
        self.served: list[int] = []

    def stream(self, *asked: object) -> Generator[Piece]:
        self.served.append(len(self.turns))
        yield SAID


def test_evidence_is_there_while_a_follow_up_waits_to_be_put_into_words(seed_store: Store) -> None:
    line = [Waiting(f"{before} before you") for before in (2, 1)]
    model = Scripted([[*line, "What will the Harbour Tram cost?"], [*line, SAID]])
    question = Question("And what will it cost?", HISTORY)
    answers = list(stream(question, seed_store, QASettings.load(), answerer=Generative(model)))
    waiting = [one for one in answers if "before you" in one.waiting]
    assert [one.waiting for one in waiting] == ["2 before you", "1 before you"] * 2
    assert all(one.passages for one in waiting)
    assert not waiting[0].evidence and waiting[-1].evidence
    last = answers[-1]
    assert last.query == "What will the Harbour Tram cost?" and last.status == "answered"
    assert not last.waiting


def test_passages_are_read_in_turn_and_those_found_are_there_meanwhile(
    seed_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qa.pipeline, "READING", turns := FairQueue(1))
    with ExitStack() as others:
        others.enter_context(turns.enter(Ticket("others")))
        answers = stream(Question(ASKED, asker="me"), seed_store, QASettings.load())
        assert not next(answers).waiting
        waiting = next(answers)
        assert waiting.waiting == "Waiting for others' questions: 1 before you."
        assert waiting.passages and len(turns) == 2
        others.close()
        *_, last = answers
    assert last.status == "answered" and not last.waiting
    assert len(turns) == 0


def test_who_stops_while_waiting_leaves_every_line(
    seed_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qa.pipeline, "READING", reading := FairQueue(1))
    writing = FairQueue(1)
    model = HostedModel("m", Endpoint(writing), writing)  # type: ignore[arg-type]
    for turns in (reading, writing):
        with turns.enter():
            answers = stream(
                Question(ASKED), seed_store, QASettings.load(), answerer=Generative(model)
            )
            assert any("1 before you" in one.waiting for one in answers)  # stops at the first
            assert len(turns) == 2
            answers.close()  # type: ignore[attr-defined]
            assert len(turns) == 1
    assert len(reading) == len(writing) == 0


def test_a_model_writes_when_it_is_ones_turn_and_the_place_is_given_up(seed_store: Store) -> None:
    writing = FairQueue(1)
    endpoint = Endpoint(writing)
    model = HostedModel("m", endpoint, writing)  # type: ignore[arg-type]
    *_, last = stream(Question(ASKED), seed_store, QASettings.load(), answerer=Generative(model))
    assert last.status == "answered" and endpoint.served == [1] and len(writing) == 0


def test_who_does_not_read_is_told_and_the_articles_are_quoted(seed_store: Store) -> None:
    now = [0.0]
    writing = FairQueue(1, now=lambda: now[0])
    model = HostedModel("m", Endpoint(writing), writing)  # type: ignore[arg-type]
    answers = stream(Question(ASKED), seed_store, QASettings.load(), answerer=Generative(model))
    assert any(one.draft for one in answers)  # stops reading at the first word
    with writing.enter() as waiting:
        now[0] += PATIENCE
        assert waiting.wait(0.0) == 0
    *_, last = answers
    assert last.answerer == "extractive" and last.status == "answered"
    (notice,) = [one for one in last.notices if "while others waited" in one]
    assert notice.endswith("The articles are quoted instead.")


def test_who_does_not_read_keeps_nobody_from_the_reader(
    seed_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(qa.pipeline, "READING", reading := FairQueue(1, now=lambda: now[0]))
    with reading.enter():
        unread = stream(Question(ASKED, asker="unread"), seed_store, QASettings.load())
        assert any(one.waiting for one in unread)  # stops reading in the queue
    assert len(reading) == 1
    now[0] += PATIENCE
    *_, last = stream(Question(ASKED, asker="me"), seed_store, QASettings.load())
    assert last.status == "answered"
    with pytest.raises(PlaceLost):
        next(unread)
