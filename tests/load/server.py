"""The server under load: `article-qa chat` in a process of its own, on a store of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from qa.server.user_file import UserFile
from tests.qa.served import free_port

STARTING_S = 120.0
PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Server:
    """A server that runs, and what its people sign in by."""

    address: str
    process: psutil.Process
    tokens: list[str]
    log: Path

    def memory(self) -> float:
        """MB that it takes, with the processes that it has started."""
        own = [self.process, *self.process.children(recursive=True)]
        return sum(one.memory_info().rss for one in own if one.is_running()) / 1e6

    def processor_s(self) -> float:
        """Seconds of the processor that it has taken so far."""
        times = self.process.cpu_times()
        return times.user + times.system

    def tracebacks(self) -> int:
        """How many unforeseen errors it has written down."""
        return self.log.read_text(encoding="utf-8", errors="replace").count("Traceback")


def environment(place: Path) -> dict[str, str]:
    """Settings of the server and of the builds beside it; conversations apart from the store."""
    return {
        **os.environ,
        "ARTICLE_QA_STORE": str(place / "store"),
        "ARTICLE_QA_USERS": str(place / "users.json"),
        "ARTICLE_QA_CONVERSATIONS": str(place / "conversations.sqlite"),
        "ARTICLE_QA_ANSWERER": "extractive",
        "ARTICLE_QA_LOGIN": "true",
    }


def command(*words: str) -> list[str]:
    """A command of the program."""
    return [sys.executable, "-m", "qa.cli.main", *words]


@contextmanager
def serving(place: Path, people: int) -> Iterator[Server]:
    """A server on the store in `place`, for so many people; it ends with the block."""
    users, tokens = UserFile(place / "users.json"), []
    for number in range(people):
        users.add(f"person{number}", PASSWORD)
        tokens.append(users.new_token(f"person{number}"))
    port, log = free_port(), place / "server.log"
    with log.open("w") as output:
        words = command("chat", "--port", str(port))
        process = subprocess.Popen(words, env=environment(place), stdout=output, stderr=output)
        try:
            address = f"http://127.0.0.1:{port}/"
            _wait_until_open(address, process)
            yield Server(address, psutil.Process(process.pid), tokens, log)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_until_open(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTING_S
    while time.monotonic() < end and process.poll() is None:
        try:
            httpx.get(address, timeout=5)
            return
        except httpx.TransportError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start")
