"""Less evidence where a model's context is too small."""

import re
import sys
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from scripted import Piece, Scripted

from index import Store
from qa import Answer, QASettings
from qa.api import ask
from qa.generation.generative import Generative
from qa.generation.shortened import with_less
from qa.llm.endpoint import ContextTooSmall, Endpoint, LanguageModelError
from qa.llm.models import HostedModel
from qa.llm.profile import PROFILES
from qa.llm.queue import FairQueue
from qa.types import Claim, Draft, Shown, Step, Waiting

sys.path.append(str(Path(__file__).parents[1] / "llm"))
import misbehaving

ASKED = "How much will the Harbour Tram cost?"
SAID = "The final cost of the Harbour Tram is 547 million crowns."
FULL = ContextTooSmall("It cannot take in so much.")

EIGHT = replace(PROFILES["small"], sentences=8, characters=1600)


def asked(store: Store, *scripts: list[Piece]) -> tuple[Answer, Scripted]:
    model = Scripted(list(scripts))
    answerer = Generative(model, EIGHT)
    answer = ask(ASKED, store=store, settings=QASettings.load(), answerer=answerer)
    return answer, model


def shown(model: Scripted) -> list[int]:
    """Numbered sentences in the last message of each request."""
    return [len(re.findall(r"(?m)^\[\d+\]", messages[-1].content)) for messages in model.asked]


def test_half_the_evidence_is_shown_where_all_is_too_much(seed_store: Store) -> None:
    answer, model = asked(seed_store, [Waiting(), FULL], [FULL], [SAID])
    full, half, quarter = shown(model)
    assert full > half > quarter >= 1
    assert answer.status == "answered" and answer.answerer == "local"
    assert answer.sentences[0].text == SAID and len(model.asked) == 3
    assert not any("cannot take in" in notice for notice in answer.notices)


def test_what_is_too_much_in_the_end_is_quoted(seed_store: Store) -> None:
    answer, model = asked(seed_store, *[[FULL]] * 3)
    assert len(model.asked) == 3 and answer.answerer == "extractive"
    assert answer.notices[0] == "It cannot take in so much. The articles are quoted instead."


def test_nothing_is_written_twice(seed_store: Store) -> None:
    answer, model = asked(seed_store, [SAID + " And", FULL])
    assert len(model.asked) == 1 and answer.answerer == "extractive"


def test_other_failures_are_not_answered_with_less(seed_store: Store) -> None:
    _, model = asked(seed_store, [LanguageModelError("It is gone.")])
    assert len(model.asked) == 1


@pytest.mark.parametrize("written", [Claim("It is.", frozenset()), Draft("It")])
def test_what_was_written_stands(written: Step) -> None:
    parts = []

    def write(part: int) -> Generator[Step]:
        parts.append(part)
        yield Shown(())
        if part == 2:
            yield written
        raise FULL

    with pytest.raises(ContextTooSmall):
        list(with_less(write))
    assert parts == [1, 2]


def test_a_real_endpoint_with_a_small_context(seed_store: Store) -> None:
    limit, sizes = [10**6], []
    too_much = misbehaving.fail(400, "This model's maximum context length is 2048 tokens.")
    fine = misbehaving.answer(SAID)

    def behave(request: misbehaving.Request) -> None:
        sizes.append(sum(len(one["content"]) for one in request.body["messages"]))
        (too_much if sizes[-1] > limit[0] else fine)(request)

    with misbehaving.serve(behave) as server:
        endpoint = Endpoint(server.url, "m", None, "It", retries=0)
        answerer = Generative(HostedModel("m", endpoint, FairQueue(1)), EIGHT)
        settings = QASettings.load()
        assert ask(ASKED, store=seed_store, settings=settings, answerer=answerer).sentences
        limit[0] = sizes[0] - 200
        answer = ask(ASKED, store=seed_store, settings=settings, answerer=answerer)
    assert answer.answerer == "hosted" and answer.sentences[0].text == SAID
    assert sizes[1] == sizes[0] > limit[0] >= sizes[2] and len(sizes) == 3
