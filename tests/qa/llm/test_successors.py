"""A process of the local model that takes the place of one that ended."""

import io
import json
import threading
from pathlib import Path

import pytest
from misbehaving import LONG, until

from qa.llm.local_server import LocalServer


class Process:
    """One that says where it listens; that it has ended is heard late."""

    pid = 1

    def __init__(self, address: str) -> None:
        self.stdin, self.stdout = io.StringIO(), io.StringIO(json.dumps({"address": address}))
        self.has_ended = False
        self.is_heard = threading.Event()

    def poll(self) -> int | None:
        return 1 if self.has_ended else None

    def wait(self) -> int:
        self.is_heard.wait(LONG)
        return 1

    def kill(self) -> None:
        self.has_ended = True
        self.is_heard.set()


def test_the_end_of_one_does_not_take_the_address_of_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = processes = [Process("http://first"), Process("http://second")]
    coming = iter(processes)
    monkeypatch.setattr("qa.llm.local_server.subprocess.Popen", lambda *_, **__: next(coming))
    monkeypatch.setattr(LocalServer, "_is_healthy", lambda *_: True)
    server = LocalServer(tmp_path / "model.gguf", slots=1, context=512)
    assert list(server.address())[-1] == "http://first"
    first.has_ended = True
    assert list(server.address())[-1] == "http://second"
    first.is_heard.set()
    assert until(lambda: first.stdout.closed and len(server._crashes) == 1)
    assert server.state == "loaded"
    assert list(server.address()) == ["http://second"]
    server.close()
    assert second.has_ended
