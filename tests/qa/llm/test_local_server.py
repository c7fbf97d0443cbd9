"""The local model's process: with a small model, for real."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from misbehaving import LONG, until

from index import Store
from qa import QASettings
from qa.generation.generative import Generative
from qa.llm.endpoint import Endpoint, LanguageModelError, Message
from qa.llm.local_server import CRASHES, LocalServer
from qa.llm.models import LocalModel
from qa.llm.queue import FairQueue
from qa.pipeline import stream
from qa.question import Question
from qa.types import Waiting

pytestmark = pytest.mark.model
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
ROOT = Path(__file__).parents[3]
LONG_TASK = [Message("user", "Count from one to two thousand in words, without a pause.")]
QUESTION = Question("How much will the Harbour Tram cost?")


@pytest.fixture
def make(small_model: Path) -> Iterator[Callable[..., LocalServer]]:
    """Makes servers that are closed at the end."""
    made: list[LocalServer] = []

    def one(model: Path = small_model) -> LocalServer:
        made.append(LocalServer(model, slots=1, context=2048))
        return made[-1]

    yield one
    for server in made:
        server.close()


def address_of(server: LocalServer) -> str:
    *_, address = server.address()
    assert address
    return address


def endpoint(server: LocalServer) -> Endpoint:
    address = address_of(server)
    return Endpoint(f"{address}/v1", "local", server.key, "The local model", 60, retries=0)


def say_something(server: LocalServer) -> str:
    pieces = endpoint(server).stream([Message("user", "Say yes.")], 4)
    return "".join(piece for piece in pieces if isinstance(piece, str))


def is_alive(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def kill(server: LocalServer) -> None:
    pid = server.pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    assert until(lambda: server.pid is None)


def why_not(server: LocalServer) -> str:
    with pytest.raises(LanguageModelError) as caught:
        address_of(server)
    return str(caught.value)


def test_it_is_waited_for_and_then_writes(make: Callable[..., LocalServer]) -> None:
    server = make()
    assert server.pid is None
    waits = list(server.address())
    assert waits[0] is None and set(waits[:-1]) == {None} and server.pid
    assert say_something(server)
    assert list(server.address()) == [waits[-1]]
    pid = server.pid
    server.close()
    assert server.pid is None and until(lambda: not is_alive(pid))
    assert why_not(server) == "The local model was ended."


def test_only_who_has_the_key_is_served(local_server: LocalServer) -> None:
    address = address_of(local_server)
    body = {"messages": [{"role": "user", "content": "Hi"}], "max_tokens": 1}
    with httpx.Client(base_url=address, trust_env=False, timeout=LONG) as client:
        assert client.get("/health").status_code == 200
        for headers in ({}, {"Authorization": "Bearer wrong"}):
            asked = client.post("/v1/chat/completions", json=body, headers=headers)
            assert asked.status_code == 401
        for path in ("/slots", "/props", "/metrics", "/"):
            assert client.get(path).status_code in (401, 403, 404, 501), path
        right = {"Authorization": f"Bearer {local_server.key}"}
        assert client.post("/v1/chat/completions", json=body, headers=right).is_success


def test_it_listens_on_this_machine_alone(local_server: LocalServer) -> None:
    parts = urlsplit(address_of(local_server))
    assert parts.hostname == "127.0.0.1" and parts.port
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None)}
    for other in others - {"127.0.0.1", "::1"}:
        with pytest.raises(OSError), socket.create_connection((other, parts.port), 2):
            pass


@linux_only
def test_the_key_is_not_where_others_can_read_it(local_server: LocalServer) -> None:
    address_of(local_server)
    process = Path(f"/proc/{local_server.pid}")
    for name in ("cmdline", "environ"):
        assert local_server.key.encode() not in (process / name).read_bytes()
    assert local_server.key not in repr(local_server)


def busy_ticks(pid: int | None) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


@pytest.mark.parametrize("words", [0, 3])
def test_who_stops_frees_the_model_at_once(local_server: LocalServer, words: int) -> None:
    pieces = endpoint(local_server).stream(LONG_TASK, 2000)
    while words and not isinstance(next(pieces), Waiting):
        words -= 1
    pieces.close()  # type: ignore[attr-defined]
    assert say_something(local_server)  # it has one slot
    if sys.platform == "linux":
        time.sleep(0.5)
        before = busy_ticks(local_server.pid)
        time.sleep(1)
        assert busy_ticks(local_server.pid) - before < os.sysconf("SC_CLK_TCK") / 4


def test_a_crash_in_an_answer_is_told_and_the_next_one_is_written(
    make: Callable[..., LocalServer], seed_store: Store
) -> None:
    server = make()
    pieces = endpoint(server).stream(LONG_TASK, 2000)
    assert any(isinstance(piece, str) for piece in pieces)
    kill(server)
    with pytest.raises(LanguageModelError, match=r"The local model (broke off|cannot be reached)"):
        list(pieces)

    model = LocalModel("small", server, FairQueue(1), 2048)
    settings = QASettings.load()
    last = None
    for last in stream(QUESTION, seed_store, settings, answerer=Generative(model)):
        if last.draft and server.pid:
            kill(server)
    assert last and last.answerer == "extractive" and last.status == "answered"
    assert "The articles are quoted instead." in last.notices[0]
    assert say_something(server)


def test_three_crashes_and_it_rests(
    make: Callable[..., LocalServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = make()
    for _ in range(CRASHES):
        address_of(server)
        kill(server)
    for _ in range(2):
        assert why_not(server).endswith("It ended 3 times and is tried again in a few minutes.")
        assert server.pid is None
    monkeypatch.setattr("qa.llm.local_server.CRASHES_WITHIN", 0.0)
    assert say_something(server)


OWNER = """
import sys, time
from pathlib import Path
from qa.llm.local_server import LocalServer
server = LocalServer(Path(sys.argv[1]), slots=1, context=512)
if sys.argv[2] == "loaded":
    list(server.address())
else:
    server.start()
print(server.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.parametrize("when", ["loaded", "loading"])
def test_it_ends_with_its_owner_however_that_ends(small_model: Path, when: str) -> None:
    command = [sys.executable, "-c", OWNER, str(small_model), when]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as owner:
        assert owner.stdout
        pid = int(owner.stdout.readline())
        assert is_alive(pid)
        owner.kill()
    assert until(lambda: not is_alive(pid))


def test_a_file_that_is_no_model(make: Callable[..., LocalServer], tmp_path: Path) -> None:
    for name, content in (("text.gguf", b"not a model"), ("cut.gguf", b"GGUF\x03\x00\x00\x00")):
        (tmp_path / name).write_bytes(content)
        said = why_not(make(tmp_path / name))
        assert said.startswith(f"The local model {name} could not be started (")
        assert "\n" not in said and len(said) < 400


def test_a_model_that_is_not_there(make: Callable[..., LocalServer], tmp_path: Path) -> None:
    assert "none.gguf could not be started" in why_not(make(tmp_path / "none.gguf"))


def test_two_who_start_at_once_get_one_process(make: Callable[..., LocalServer]) -> None:
    server = make()
    pids: list[int | None] = []
    together = threading.Barrier(4)

    def start() -> None:
        together.wait()
        server.start()
        pids.append(server.pid)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(pids)) == 1 and pids[0]
    address_of(server)
    assert server.pid == pids[0]


def test_who_closes_before_it_is_loaded_ends_it(make: Callable[..., LocalServer]) -> None:
    server = make()
    addresses = server.address()
    assert next(addresses) is None
    pid = server.pid
    server.close()
    assert pid and until(lambda: not is_alive(pid))
    with pytest.raises(LanguageModelError, match="was ended"):
        next(addresses)
    server.start()
    assert server.pid is None
