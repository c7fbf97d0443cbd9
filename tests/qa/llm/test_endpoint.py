"""The endpoint client against servers that misbehave."""

import logging
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from misbehaving import (
    LONG,
    Behaviour,
    Server,
    answer,
    cut_off,
    fail,
    fail_with,
    hang_up,
    no_finish,
    one_word,
    serve,
    silent,
    stream_of,
    until,
)

from qa.llm.endpoint import Endpoint, LanguageModelError, Message
from qa.types import Usage, Waiting

KEY = "sk-very-secret-0123456789"
MESSAGES = [Message("system", "Be short."), Message("user", "How are you?")]
SOON = {"retry_after_ms": "10"}


def endpoint(url: str, *, timeout: float = LONG, retries: int = 0) -> Endpoint:
    return Endpoint(url, "some-model", KEY, "The endpoint", timeout=timeout, retries=retries)


def words(asked: Endpoint, max_tokens: int = 20) -> str:
    pieces = asked.stream(MESSAGES, max_tokens, ("\n",))
    return "".join(piece for piece in pieces if isinstance(piece, str))


def failure(asked: Endpoint) -> str:
    """The one error's text."""
    with pytest.raises(LanguageModelError) as caught:
        words(asked)
    return str(caught.value)


@pytest.fixture(autouse=True)
def nothing_left(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """After each test no thread is left, and the key stands in no log."""
    caplog.set_level(logging.DEBUG)
    before = set(threading.enumerate())
    yield
    assert until(lambda: set(threading.enumerate()) <= before), threading.enumerate()
    assert KEY not in caplog.text


def test_words_come_as_they_are_sent() -> None:
    with serve(answer("I ", "am ", "“fine”.")) as server:
        assert words(endpoint(server.url), 33) == "I am “fine”."
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    sent = request.body
    assert sent["messages"] == [
        {"role": "system", "content": "Be short."},
        {"role": "user", "content": "How are you?"},
    ]
    assert (sent["model"], sent["max_tokens"], sent["stop"]) == ("some-model", 33, ["\n"])
    assert sent["stream"] is True and sent["temperature"] == 0


def test_a_slow_endpoint_is_waited_for_and_the_caller_gets_the_word_meanwhile() -> None:
    with serve(answer("I ", "am.", pause=0.7)) as server:
        pieces = list(endpoint(server.url).stream(MESSAGES, 20))
    assert [piece for piece in pieces if isinstance(piece, str)] == ["I ", "am."]
    assert pieces.index("am.") - pieces.index("I ") > 1
    assert Waiting() in pieces


TOLD = {"prompt_tokens": 70, "completion_tokens": 3, "total_tokens": 73}


@pytest.mark.parametrize(
    ("told", "last"),
    [(TOLD, Usage(70, 3)), (None, "am."), ({}, "am."), ({**TOLD, "prompt_tokens": None}, "am."),
     ({"prompt_tokens": "70", "completion_tokens": 3}, "am.")],
)  # fmt: skip
def test_what_it_cost_is_told_last_where_it_is_known(told: object, last: object) -> None:
    with serve(answer("I ", "am.", usage=told)) as server:
        pieces = [
            piece
            for piece in endpoint(server.url).stream(MESSAGES, 20)
            if not isinstance(piece, Waiting)
        ]
    assert pieces[:2] == ["I ", "am."] and pieces[-1] == last


def html(request: object) -> None:
    stream_of("<html><body>Sign in</body></html>", kind="text/html")(request)  # type: ignore[arg-type]


SPENT = {"error": {"message": "check your plan", "code": "insufficient_quota"}}
ERROR_IN_STREAM = 'data: {"error": {"message": "out of\\nmemory for KEY."}}\n\n'.replace("KEY", KEY)


@pytest.mark.parametrize(
    ("behaviour", "says"),
    [
        (cut_off, "The endpoint broke off in the middle of the answer."),
        (no_finish, "The endpoint broke off in the middle of the answer."),
        (hang_up, "The endpoint cannot be reached (Server disconnected without"),
        (fail(500), "The endpoint failed (500)."),
        (fail(503), "The endpoint failed (503)."),
        (fail(429, **SOON), "The endpoint asks to wait (429). Ask again in a minute."),
        (fail_with(429, SPENT), "The endpoint refused the request (429: check your plan)."),
        (fail(401, f"Wrong key {KEY}"), "The endpoint refuses the key (401). Check it"),
        (fail(403), "The endpoint refuses the key (403). Check it"),
        (fail(404), "The endpoint does not know the model 'some-model' or the address (404)."),
        (fail(400, f"bad {KEY} x"), "The endpoint refused the request (400: bad … x)."),
        (fail(307, Location="/v1/elsewhere"), "The endpoint refused the request (307: "),
        (html, "The endpoint sent something that is not an answer."),
        (stream_of("data: {broken\n\n"), "The endpoint sent something that is not an answer."),
        (stream_of(), "The endpoint sent something that is not an answer."),
        (stream_of("data: [DONE]\n\n"), "The endpoint sent something that is not an answer."),
        (stream_of("data: 3\n\n"), "The endpoint sent something that is not an answer."),
        (stream_of(ERROR_IN_STREAM), "The endpoint reported an error (out of memory for …)."),
        (stream_of('data: {"error": "full"}\n\n'), "The endpoint reported an error ("),
    ],
)  # fmt: skip
def test_each_failure_is_one_sentence(behaviour: Behaviour, says: str) -> None:
    with serve(behaviour) as server:
        said = failure(endpoint(server.url))
    assert said.startswith(says) and said.endswith(".") and "\n" not in said
    assert KEY not in said
    assert len(server.requests) == 1


@pytest.mark.parametrize("behaviour", [silent, one_word])
def test_silence_has_an_end(behaviour: Behaviour) -> None:
    with serve(behaviour) as server:
        said = failure(endpoint(server.url, timeout=0.5))
    assert said == "The endpoint was silent for 0.5 seconds. Ask again, or raise hosted_timeout."
    assert len(server.requests) == 1 and server.saw_close.is_set()


def test_nobody_listens() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        said = failure(endpoint(f"http://127.0.0.1:{unused.getsockname()[1]}/v1"))
    assert said.startswith("The endpoint cannot be reached (")
    assert said.endswith("See whether its server runs, and whether hosted_url is its address.")


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502])
def test_what_may_pass_is_tried_again(status: int) -> None:
    with serve(fail(status, **SOON), fail(status, **SOON), answer("Fine.")) as server:
        assert words(endpoint(server.url, retries=2)) == "Fine."
    assert len(server.requests) == 3


def test_the_pause_asked_for_is_kept() -> None:
    with serve(fail(429, Retry_After="1"), answer("Fine.")) as server:
        pieces = list(endpoint(server.url, retries=1).stream(MESSAGES, 20))
    first, second = (request.at for request in server.requests)
    assert second - first >= 0.95
    assert "Fine." in pieces and pieces.count(Waiting()) >= 3


@pytest.mark.parametrize("status", [429, 500])
def test_what_does_not_pass_is_given_up(status: int) -> None:
    with serve(fail(status, **SOON)) as server:
        assert f"({status})" in failure(endpoint(server.url, retries=2))
    assert len(server.requests) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_what_will_not_pass_is_not_tried_again(status: int) -> None:
    with serve(fail(status)) as server:
        failure(endpoint(server.url, retries=2))
    assert len(server.requests) == 1


def test_a_redirect_is_not_followed() -> None:
    with serve(answer("Mine.")) as other, serve(fail(308, Location=other.url)) as server:
        assert "(308: " in failure(endpoint(server.url))
    assert not other.requests


def stopped_before_a_word(server: Server) -> None:
    pieces = endpoint(server.url).stream(MESSAGES, 20)
    assert next(pieces) == Waiting()
    assert until(lambda: len(server.requests) == 1)
    pieces.close()  # type: ignore[attr-defined]


def stopped_after_a_word(server: Server) -> None:
    pieces = endpoint(server.url).stream(MESSAGES, 20)
    assert "One " in pieces
    pieces.close()  # type: ignore[attr-defined]


def let_go(server: Server) -> None:
    """The iterator is not closed, only dropped."""
    assert "One " in endpoint(server.url).stream(MESSAGES, 20)


@pytest.mark.parametrize(
    ("behaviour", "stop"),
    [(silent, stopped_before_a_word), (one_word, stopped_after_a_word), (one_word, let_go)],
)
def test_who_stops_closes_the_connection(
    behaviour: Behaviour, stop: Callable[[Server], None]
) -> None:
    with serve(behaviour) as server:
        stop(server)
        assert server.saw_close.wait(LONG / 2)


def test_stopping_while_a_pause_is_kept_does_not_wait_for_its_end() -> None:
    with serve(fail(429, Retry_After="50")) as server:
        pieces = endpoint(server.url, retries=1).stream(MESSAGES, 20)
        assert next(pieces) == Waiting()
        assert until(lambda: len(server.requests) == 1)
        start = time.monotonic()
        pieces.close()  # type: ignore[attr-defined]
        assert time.monotonic() - start < LONG


def test_nothing_of_the_environment_is_sent_or_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID", "WEBHOOK_SECRET"):
        monkeypatch.setenv(f"OPENAI_{name}", f"junk-{name}")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Junk: junk-header\nAuthorization: Bearer junk-2")
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with serve(answer("Fine.")) as server:
        assert words(endpoint(server.url)) == "Fine."
        keyless = Endpoint(server.url, "m", None, "It")
        assert words(keyless) == "Fine."
    for request in server.requests:
        assert "junk" not in str(request.headers).lower()
        assert "openai-organization" not in map(str.lower, request.headers)
    assert [request.headers["Authorization"] for request in server.requests] == [
        f"Bearer {KEY}",
        "Bearer none",
    ]


@pytest.mark.parametrize("proxy", ["socks5://u:pass@127.0.0.1:9", "socks://u:pass@h:9", "h:port"])
def test_a_proxy_that_cannot_be_used_is_named(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ALL_PROXY", proxy)
    monkeypatch.setitem(sys.modules, "socksio", None)
    with pytest.raises(LanguageModelError) as caught:
        words(endpoint("http://models.example/v1"))
    assert str(caught.value) == (
        "The endpoint cannot be asked, because the proxy in ALL_PROXY cannot be used; name one "
        "that begins with http://, or unset it."
    )


def test_the_key_is_not_shown() -> None:
    assert KEY not in repr(endpoint("http://127.0.0.1:9/v1"))
