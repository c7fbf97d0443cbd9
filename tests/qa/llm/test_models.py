"""The hosted model that the settings mean, and that its key goes nowhere else."""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from misbehaving import LONG, Request, answer, one_word, serve, until
from typer.testing import CliRunner

import app
from index.errors import UsageError
from qa.llm.endpoint import LanguageModelError, Message, Piece, warm
from qa.llm.models import HostedModel, read_key
from qa.llm.queue import PATIENCE, FairQueue
from qa.settings import QASettings
from qa.types import Waiting

KEY = "sk-secret-0123456789"
posix_only = pytest.mark.skipif(os.name != "posix", reason="files have no mode here")


@pytest.fixture(autouse=True)
def no_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A current folder without article-qa.toml, and no answerer but by default."""
    monkeypatch.delenv("ARTICLE_QA_ANSWERER", raising=False)
    monkeypatch.chdir(tmp_path)


def hosted(url: str = "https://models.example/v1", **more: object) -> QASettings:
    return QASettings.load(hosted_url=url, hosted_model="some-model", **more)


def key_file(folder: Path, content: bytes, mode: int = 0o600) -> QASettings:
    path = folder / "key"
    path.write_bytes(content)
    path.chmod(mode)
    return hosted(hosted_key_file=path)


def test_the_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_key(hosted()) is None
    monkeypatch.setenv("ARTICLE_QA_HOSTED_KEY", f" {KEY}\n")
    assert read_key(hosted()) == KEY
    assert HostedModel.of(hosted()).endpoint.key == KEY
    monkeypatch.setenv("ARTICLE_QA_HOSTED_KEY", "  ")
    assert read_key(hosted()) is None


@pytest.mark.parametrize("odd", [f"{KEY} x", f"{KEY}\nx", f"{KEY}\x07", f"{KEY}é"])
def test_a_key_that_is_none_is_refused_and_not_shown(
    odd: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARTICLE_QA_HOSTED_KEY", odd)
    with pytest.raises(UsageError, match="must hold the key and nothing else") as caught:
        HostedModel.of(hosted())
    assert "secret" not in str(caught.value)


def test_a_key_file_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_key(key_file(tmp_path, f"{KEY}\n".encode())) == KEY
    monkeypatch.setenv("HOME", str(tmp_path))
    assert read_key(hosted(hosted_key_file="~/key")) == KEY
    monkeypatch.setenv("ARTICLE_QA_HOSTED_KEY", "another")
    assert read_key(hosted(hosted_key_file="~/key")) == "another"


@posix_only
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_key_file_for_others_too_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(UsageError, match=r"Others may read the key in .*chmod 600 .*key"):
        read_key(key_file(tmp_path, KEY.encode(), mode))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "must hold the key and nothing else"),
        (b" \n", "must hold the key and nothing else"),
        (b"two sk-secret", "must hold the key and nothing else"),
        (b"KEY=1\nsk-secret", "must hold the key and nothing else"),
        (b"\xff\xfe secret", "cannot be read: it is not text"),
    ],
)
def test_a_key_file_with_something_else_is_refused(
    tmp_path: Path, content: bytes, says: str
) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        read_key(key_file(tmp_path, content))
    assert "secret" not in str(caught.value)


def test_a_key_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none cannot be read: No such file"):
        read_key(hosted(hosted_key_file=tmp_path / "none"))
    tmp_path.chmod(0o700)
    with pytest.raises(UsageError, match="cannot be read"):
        read_key(hosted(hosted_key_file=tmp_path))


@pytest.mark.parametrize(
    "host", ["models.example", "8.8.8.8", "[2606:4700::1]:8080", "localhost.example", "127.0.0.1.x"]
)
def test_a_key_does_not_go_unencrypted_into_the_world(host: str) -> None:
    with pytest.raises(UsageError, match=r"unencrypted\. Use https"):
        HostedModel.of(hosted(f"http://{host}/v1", hosted_key=KEY))
    assert HostedModel.of(hosted(f"https://{host}/v1", hosted_key=KEY)).endpoint.key == KEY
    assert HostedModel.of(hosted(f"http://{host}/v1")).endpoint.key is None


@pytest.mark.parametrize(
    "host",
    [
        "localhost:11434",
        "127.0.0.1:1",
        "[::1]",
        "192.168.1.5:8000",
        "10.0.0.7",
        "ollama",
        "a.local",
    ],
)
def test_a_key_may_go_to_a_host_nearby(host: str) -> None:
    assert HostedModel.of(hosted(f"http://{host}/v1", hosted_key=KEY)).endpoint.key == KEY


@pytest.mark.parametrize("url", ["http://", "https://?x", "http://[::1", "http://h:99999/v1"])
def test_an_address_without_a_host_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match=r"hosted_url cannot be .* it names no host"):
        HostedModel.of(hosted(url))


def test_the_settings_reach_the_endpoint() -> None:
    model = HostedModel.of(hosted(hosted_timeout=7, hosted_slots=3))
    assert (model.name, model.model, model.queue.at_once) == ("hosted", "some-model", 3)
    endpoint = model.endpoint
    assert (endpoint.url, endpoint.model) == ("https://models.example/v1", "some-model")
    assert (endpoint.timeout, endpoint.name) == (7, "The endpoint models.example")


@pytest.mark.parametrize("login", [f"me:{KEY}", KEY, f":{KEY}"])
def test_an_address_with_a_password_is_refused_and_not_shown(login: str) -> None:
    with pytest.raises(UsageError, match="must not hold a name or password") as caught:
        HostedModel.of(hosted(f"https://{login}@models.example/v1"))
    assert KEY not in str(caught.value)


def test_eight_who_ask_at_once_are_all_answered_in_the_order_they_came() -> None:
    at_once, inside, lock = 0, 0, threading.Lock()

    def counting(request: Request) -> None:
        nonlocal at_once, inside
        with lock:
            inside += 1
            at_once = max(at_once, inside)
        answer("Fine.", pause=0.4)(request)  # longer than a turn is slept over
        with lock:
            inside -= 1

    answers: dict[int, str] = {}
    warm()  # the first one would take seconds more than the others

    def ask(number: int) -> None:
        pieces = model.stream([Message("user", f"person {number}")], 5)
        answers[number] = "".join(piece for piece in pieces if isinstance(piece, str))

    with serve(counting) as server:
        model = HostedModel.of(hosted(server.url, hosted_slots=2))
        with model.queue.enter(), model.queue.enter():  # none is served before all have come
            threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
            for number, thread in enumerate(threads):
                thread.start()
                assert until(lambda number=number: len(model.queue) == number + 3)  # type: ignore[misc]
            assert not server.requests
        for thread in threads:
            thread.join(4 * LONG)
    assert answers == dict.fromkeys(range(8), "Fine.") and at_once <= 2
    came = [int(one.body["messages"][0]["content"].split()[1]) for one in server.requests]
    assert sorted(came) == list(range(8))
    assert all(abs(place - number) < 4 for place, number in enumerate(came))
    assert len(model.queue) == 0


def test_who_waits_is_told_how_many_are_before() -> None:
    model = HostedModel.of(hosted("http://127.0.0.1:9/v1"))
    model.queue = FairQueue(1)
    with model.queue.enter(), model.queue.enter():
        pieces = model.stream([Message("user", "Hello")], 5)
        assert next(pieces) == Waiting("Waiting for the language model: 2 before you.")
    pieces.close()  # type: ignore[attr-defined]
    with model.queue.enter() as place:
        assert place.ahead == 0


def stopped_reading(model: HostedModel) -> Iterator[Piece]:
    """An answer that somebody has begun to read, and does not go on with."""
    pieces = model.stream([Message("user", "Hello")], 5)
    assert any(isinstance(piece, str) for piece in pieces)
    return pieces


def test_who_does_not_read_an_answer_does_not_keep_the_model() -> None:
    now = [0.0]
    with serve(one_word, answer("Fine.")) as server:
        model = HostedModel.of(hosted(server.url))
        model.queue = FairQueue(1, now=lambda: now[0])
        unread = stopped_reading(model)
        pieces = model.stream([Message("user", "Hello")], 5)
        assert next(pieces) == Waiting("Waiting for the language model: 1 before you.")
        now[0] += PATIENCE
        assert "Fine." in list(pieces)
        assert server.saw_close.wait(LONG)  # its request was cancelled, though nobody pulled
        with pytest.raises(LanguageModelError, match=r"for 30 seconds while others waited.*\.$"):
            next(unread)


def test_an_answer_that_is_written_is_kept_for_who_reads_it_later() -> None:
    with serve(answer("One ", "two.")) as server:
        model = HostedModel.of(hosted(server.url))
        model.queue = FairQueue(1)
        unread = stopped_reading(model)
        assert until(lambda: len(model.queue) == 0)  # it holds up nobody
        assert "two." in list(model.stream([Message("user", "Hello")], 5))
        assert list(unread) == ["two."]


def test_the_key_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_QA_HOSTED_KEY", KEY)
    settings = hosted("http://127.0.0.1:9/v1")
    for shown in (settings, HostedModel.of(settings), settings.model_dump()):
        assert KEY not in f"{shown!r} {shown}"
    assert KEY not in settings.model_dump_json()


@pytest.mark.parametrize("command", [["doctor", "--json"], ["models", "list", "--json"]])
def test_no_command_shows_the_key(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("KEY", KEY), ("URL", "http://127.0.0.1:9/v1"), ("MODEL", "m")):
        monkeypatch.setenv(f"ARTICLE_QA_HOSTED_{name}", value)
    result = CliRunner().invoke(app.program, command)
    assert json.loads(result.stdout)
    assert KEY not in result.output and KEY not in str(result.exception)
