"""An OpenAI-compatible endpoint of our own that misbehaves as a script says.

A behaviour is a function of the request's handler. Each request takes the next one of
the script; the last one is taken for ever.
"""

from __future__ import annotations

import copy
import json
import select
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LONG = 20.0
"""Seconds that nothing should take, however slow the machine is."""


class Request(BaseHTTPRequestHandler):
    """One request, and what a behaviour may do with it."""

    protocol_version = "HTTP/1.1"
    server: Server

    def setup(self) -> None:
        super().setup()
        with self.server.lock:
            self.server.open += 1

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            pass
        finally:
            with self.server.lock:
                self.server.open -= 1

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        self.body: dict[str, Any] = json.loads(
            self.rfile.read(int(self.headers["Content-Length"] or 0)) or b"{}"
        )
        self.at = time.monotonic()
        with self.server.lock:
            number = len(self.server.requests)
            self.server.requests.append(copy.copy(self))  # one handler may get several
        script = self.server.script
        try:
            script[min(number, len(script) - 1)](self)
        except OSError:
            self.close_connection = True

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:
            self.close_connection = True

    def begin(self, kind: str = "text/event-stream") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def send(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def say(self, delta: Mapping[str, Any] | str, finish: str | None = None) -> None:
        if isinstance(delta, str):
            delta = {"content": delta}
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        content = {
            "id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m",
            "choices": [choice],
        }  # fmt: skip
        self.send(f"data: {json.dumps(content)}\n\n")

    def end(self) -> None:
        self.wfile.write(b"0\r\n\r\n")

    def wait_for_close(self) -> None:
        """Says nothing until the client closes the connection."""
        end = time.monotonic() + LONG
        while time.monotonic() < end:
            is_ready = select.select([self.connection], [], [], 0.05)[0]
            if is_ready and not self.connection.recv(1024):
                self.server.saw_close.set()
                break
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


Behaviour = Callable[[Request], None]


class Server(ThreadingHTTPServer):
    """Listens on this machine alone; knows what it was asked and who is connected."""

    daemon_threads = True

    def __init__(self, *script: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.script = script
        self.lock = threading.Lock()
        self.requests: list[Request] = []
        self.open = 0
        self.saw_close = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}/v1"


@contextmanager
def serve(*script: Behaviour) -> Iterator[Server]:
    """A server; at the end nobody may be connected any more."""
    with Server(*script) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
            assert until(lambda: server.open == 0), "a connection was left open"
        finally:
            server.shutdown()
            thread.join()


def until(holds: Callable[[], bool], seconds: float = LONG) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while not (is_so := holds()) and time.monotonic() < end:
        time.sleep(0.02)
    return is_so


def answer(*words: str, pause: float = 0.0, usage: Any = None, finish: str = "stop") -> Behaviour:
    """A good answer, with pauses between the words; `usage` is told last if it is asked for."""

    def behave(request: Request) -> None:
        request.begin()
        request.say({"role": "assistant", "content": ""})
        for word in words:
            time.sleep(pause)
            request.say(word)
        request.say({}, finish)
        if usage is not None and request.body.get("stream_options", {}).get("include_usage"):
            last = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
            request.send(f"data: {json.dumps({**last, 'choices': [], 'usage': usage})}\n\n")
        request.send("data: [DONE]\n\n")
        request.end()

    return behave


def fail(status: int, message: str = "no", **headers: str) -> Behaviour:
    """An error as OpenAI sends it; a `retry_after` header is named so."""

    return fail_with(status, {"error": {"message": message, "type": "t"}}, **headers)


def fail_with(status: int, content: Any, **headers: str) -> Behaviour:
    """An error in any form; text that is not JSON as it is."""

    def behave(request: Request) -> None:
        body = (content if isinstance(content, str) else json.dumps(content)).encode()
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return behave


def refusing(refusals: Mapping[str, Behaviour], otherwise: Behaviour) -> Behaviour:
    """Fails as long as a field is sent that it does not take."""

    def behave(request: Request) -> None:
        sent = (refusal for name, refusal in refusals.items() if name in request.body)
        next(sent, otherwise)(request)

    return behave


def thinking(
    *thoughts: str, then: tuple[str, ...] = (), pause: float = 0.0, finish: str = "stop"
) -> Behaviour:
    """Thoughts beside the text, with pauses, then words; 9 tokens were read, 5 written."""

    def behave(request: Request) -> None:
        request.begin()
        request.say({"role": "assistant", "content": ""})
        for thought in thoughts:
            time.sleep(pause)
            request.say({"reasoning_content": thought})
        for word in then:
            request.say(word)
        request.say({}, finish)
        told = {"prompt_tokens": 9, "completion_tokens": 5, "total_tokens": 14}
        last = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        request.send(f"data: {json.dumps({**last, 'choices': [], 'usage': told})}\n\n")
        request.send("data: [DONE]\n\n")
        request.end()

    return behave


def stream_of(*texts: str, kind: str = "text/event-stream") -> Behaviour:
    """Some text, whatever it is, that ends as it should."""

    def behave(request: Request) -> None:
        request.begin(kind)
        for text in texts:
            request.send(text)
        request.end()

    return behave


def silent(request: Request) -> None:
    """Not even a status."""
    request.wait_for_close()


def one_word(request: Request) -> None:
    """A word, then silence."""
    request.begin()
    request.say("One ")
    request.wait_for_close()


def cut_off(request: Request) -> None:
    """The socket closes in the middle of the chunks."""
    request.begin()
    request.say("One ")
    request.close_connection = True


def no_finish(request: Request) -> None:
    """The stream ends as it should, but the answer does not say that it is whole."""
    request.begin()
    request.say("One ")
    request.end()


def hang_up(request: Request) -> None:
    """The connection closes before a status."""
    request.close_connection = True
