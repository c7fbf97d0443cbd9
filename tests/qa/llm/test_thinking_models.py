"""Models that think before they answer, as their servers send it."""

import itertools
import time
from typing import Any

import pytest
from misbehaving import (
    LONG,
    Behaviour,
    Request,
    Server,
    answer,
    serve,
    thinking,
)

from qa.llm.asking.dialect import THINKING_TOKENS, UNSEEN, known
from qa.llm.asking.request import THINKING
from qa.llm.endpoint import Endpoint, LanguageModelError, Message, Piece
from qa.llm.trial import Trial, try_model
from qa.types import Usage, Waiting

MESSAGES = [Message("user", "How are you?")]
ROOM = 20 + THINKING_TOKENS


def endpoint(server: Server, model: str = "m", timeout: float = LONG) -> Endpoint:
    return Endpoint(server.url, model, None, "The endpoint", timeout=timeout, retries=0)


def pieces(server: Server, *stop: str, model: str = "m", timeout: float = LONG) -> list[Piece]:
    return list(endpoint(server, model, timeout).stream(MESSAGES, 20, stop))


def text(said: list[Piece]) -> str:
    return "".join(piece for piece in said if isinstance(piece, str))


def limits(server: Server) -> list[Any]:
    return [request.body.get("max_tokens") for request in server.requests]


def room_for_thoughts(otherwise: Behaviour, answered: Behaviour) -> Behaviour:
    def behave(request: Request) -> None:
        (answered if request.body["max_tokens"] > 1000 else otherwise)(request)

    return behave


AS_SENT = [
    pytest.param(thinking("Let me ", "think."), thinking("Hm.", then=("Fine.",)), id="beside"),
    pytest.param(
        answer("<think>\nLet ", "me"), answer("<think>\nHm.\n</think>\n\n", "Fine."), id="tags"
    ),
    pytest.param(answer("[THINK]Let me"), answer("[THINK]Hm.[/THINK]Fine."), id="Mistral-text"),
    pytest.param(answer(), answer("Fine."), id="unseen"),
]


def cut_off(behaviour: Behaviour) -> Behaviour:
    """The same, ended by the limit."""

    def behave(request: Request) -> None:
        say = request.say
        request.say = lambda delta, finish=None: say(delta, finish and "length")  # type: ignore[method-assign]
        try:
            behaviour(request)
        finally:
            request.say = say  # type: ignore[method-assign]

    return behave


@pytest.mark.parametrize(("thoughts", "whole"), AS_SENT)
def test_who_only_thought_gets_room_once_and_from_then_on(
    thoughts: Behaviour, whole: Behaviour
) -> None:
    with serve(room_for_thoughts(cut_off(thoughts), whole)) as server:
        assert text(pieces(server)) == "Fine."
        assert limits(server) == [20, ROOM]
        assert text(pieces(server)) == "Fine."
    assert limits(server) == [20, ROOM, ROOM]


@pytest.mark.parametrize("finish", ["length", "stop"])
def test_who_only_thinks_is_not_asked_for_ever(finish: str) -> None:
    with serve(thinking("Let me think.", "Hm.", finish=finish)) as server:
        for asked in (1, 2):
            with pytest.raises(LanguageModelError, match=r"only thought and wrote no answer"):
                pieces(server)
            assert len(server.requests) == (asked if finish == "stop" else asked + 1)


def test_while_a_model_thinks_it_is_told_so() -> None:
    with serve(thinking(*["Hm. "] * 5, then=("Fine.",), pause=0.25)) as server:
        said = pieces(server)
    before = list(itertools.takewhile(lambda piece: piece != "Fine.", said))
    whys = [piece.why for piece in before if isinstance(piece, Waiting)]
    assert whys.count(THINKING) >= 4
    assert set(whys[whys.index(THINKING) :]) == {THINKING}
    assert text(said) == "Fine."


def test_many_thoughts_are_told_of_a_few_times_a_second() -> None:
    with serve(thinking(*["Hm. "] * 500, then=("Fine.",))) as server:
        said = pieces(server)
    assert text(said) == "Fine." and len(said) < 50


def test_silence_counts_from_the_last_thought() -> None:
    began = time.monotonic()
    with serve(thinking(*["Hm. "] * 6, then=("Fine.",), pause=0.5)) as server:
        assert text(pieces(server, timeout=1.2)) == "Fine."
    assert time.monotonic() - began > 2.5


def test_silence_after_a_thought_has_an_end() -> None:
    def stuck(request: Request) -> None:
        request.begin()
        request.say({"role": "assistant", "content": ""})
        request.say({"reasoning_content": "Hm."})
        request.wait_for_close()

    with serve(stuck) as server, pytest.raises(LanguageModelError, match=r"silent for 0\.5 sec"):
        pieces(server, timeout=0.5)


def test_who_thinks_unseen_may_be_silent_for_longer() -> None:
    def slow(request: Request) -> None:
        time.sleep(1.2)
        answer("Fine.")(request)

    with serve(room_for_thoughts(cut_off(answer()), slow)) as server:
        assert text(pieces(server, timeout=0.6)) == "Fine."
    assert known(server.url, "m").patience(0.6) == pytest.approx(0.6 * UNSEEN)


def test_stop_words_are_not_sent_to_who_thinks() -> None:
    def behave(request: Request) -> None:
        if "stop" in request.body:  # the server stops at them in the thought
            answer("<think>")(request)
        else:
            answer("<think>\nOne.\nTwo.\n</think>\n\nFine.", "\nMore.")(request)

    with serve(behave) as server:
        assert text(pieces(server, "\n")) == text(pieces(server, "\n")) == "Fine."
    assert ["stop" in request.body for request in server.requests] == [True, False, False]


def test_what_all_requests_cost_is_told() -> None:
    script = room_for_thoughts(thinking("Hm.", finish="length"), thinking("Hm.", then=("Fine.",)))
    with serve(script) as server:
        assert pieces(server)[-1] == Usage(18, 10)


def test_thoughts_without_an_opening_tag() -> None:
    """Where it stands in the prompt already: nothing tells until the thought is over."""
    script = answer("Let me think. ", "Hm.\n</think>\n\n", "Fine.")
    with serve(script) as server:
        assert text(pieces(server, model="deepseek-r1:8b")) == "Fine."
        with pytest.raises(LanguageModelError, match=r"thoughts as if they were the answer\. Ask"):
            pieces(server, model="some-model")
        assert text(pieces(server, model="some-model")) == "Fine."


def test_a_name_that_promises_thoughts_may_be_wrong() -> None:
    with serve(answer("I am ", "fine.")) as server:
        first, second = (pieces(server, model="a-thinking-model") for _ in range(2))
    assert text(first) == text(second) == "I am fine."
    assert "I am " not in first and "I am " in second  # then it is streamed


def test_a_trial_tells_the_time_of_thinking_as_time_to_the_first_word() -> None:
    script = thinking(*["Hm. "] * 3, then=("Fine", "."), pause=0.3)
    with serve(script) as server:
        *_, trial = try_model(endpoint(server))  # type: ignore[arg-type]
    assert isinstance(trial, Trial) and trial.said == "Fine." and trial.first_word > 0.8
