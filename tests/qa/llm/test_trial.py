"""A few words with a language model; the endpoint is our own."""

import time
from pathlib import Path

import pytest
from scripted import Scripted

from qa.generation.in_use import in_use
from qa.generation.pool import AnswererPool
from qa.llm.endpoint import LanguageModelError
from qa.llm.trial import SENTENCE, Trial, _rate, try_model
from qa.settings import QASettings
from qa.types import Usage, Waiting
from qa.web.render.model_panel import render_in_use, render_trial

KEY = "sk-secret-0123456789"


@pytest.fixture(autouse=True)
def nothing_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No model in the cache, no settings."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("ARTICLE_QA_ANSWERER", raising=False)
    monkeypatch.chdir(tmp_path)


def tried(*pieces: object) -> Trial:
    model = Scripted([pieces])  # type: ignore[list-item]
    *_, trial = try_model(model)
    assert isinstance(trial, Trial)
    assert [message.content for message in model.asked[0]] == [SENTENCE]
    return trial


def test_what_it_says_and_how_fast() -> None:
    trial = tried("The sea ", Waiting(), "is blue.", Usage(12, 9))
    assert (trial.said, trial.tokens, trial.is_counted) == ("The sea is blue.", 9, True)
    trial = tried("The sea ", "is\nblue.")
    assert (trial.said, trial.tokens, trial.is_counted) == ("The sea is blue.", 2, False)
    assert "then about " in render_trial(trial)


@pytest.mark.parametrize(
    ("tokens", "pieces", "first", "last", "rate"),
    [
        (11, 11, 1.0, 2.0, 10),  # ten after the first, in a second
        (30, 3, 2.0, 3.0, 10),  # it thought before, or hands out several at once
        (20, 20, 2.0, 2.0, 10),  # all at once
        (1, 1, 0.5, 0.5, 2),
    ],
)
def test_tokens_a_second(tokens: int, pieces: int, first: float, last: float, rate: float) -> None:
    assert _rate(tokens, pieces, first, last) == rate
    assert _rate(1, 1, 0.0, 0.0) > 0


def test_loading_and_turns_are_not_taken_for_slowness() -> None:
    class Slow(Scripted):
        def _say(self, script):  # type: ignore[no-untyped-def]
            for _ in range(3):
                yield Waiting("The model is being loaded …")
                time.sleep(0.1)
            yield from super()._say(script)

    *waiting, trial = try_model(Slow([["Yes."]]))
    assert {one.why for one in waiting if isinstance(one, Waiting)} == {
        "The model is being loaded …"
    }
    assert isinstance(trial, Trial) and trial.waited >= 0.2 > trial.first_word
    assert "loading and waiting took 0." in render_trial(trial)


def test_nothing_is_no_answer_and_failures_are_told() -> None:
    with pytest.raises(LanguageModelError, match="answers with nothing"):
        tried(" ", "\n")
    with pytest.raises(LanguageModelError, match="no key"):
        tried("The", LanguageModelError("no key"))


def test_who_stops_a_trial_ends_the_request() -> None:
    model = Scripted([[Waiting()] * 50])
    states = try_model(model)
    next(states)
    states.close()
    assert model.closed == 1


def test_a_trial_takes_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    named = {"hosted_url": "http://127.0.0.1:9/v1", "hosted_model": "m", "hosted_slots": 1}
    with AnswererPool(QASettings.load(**named)) as answerers:
        model = in_use(answerers).language_model
        assert model is not None
        with model.queue.enter():  # type: ignore[attr-defined]
            states = try_model(model)
            assert next(states) == Waiting("Waiting for the language model: 1 before you.")
            states.close()


@pytest.mark.model
def test_the_small_model_for_real(small_model: Path) -> None:
    settings = QASettings.load(answerer="local", local_model=str(small_model))
    with AnswererPool(settings) as answerers:
        used = in_use(answerers)
        assert used.state == "ended" and used.language_model is not None
        *seen, (_, trial) = [
            (in_use(answerers).state, told) for told in try_model(used.language_model)
        ]
        assert isinstance(trial, Trial) and trial.said and trial.is_counted and trial.rate > 0
        assert seen[0][0] == "loading"
        used = in_use(answerers)
        assert used.state == "loaded" and used.process == answerers.local_pid()
        html = render_in_use(used, settings)
        assert "loaded" in html and "Model’s memory" in html
