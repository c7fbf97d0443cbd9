"""Several people at once: each sees the evidence and their place, and nobody is held up besides."""

import queue
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import httpx
import pytest
from gradio_client import Client
from in_browser import go_back, go_to, open_adding

from qa.generation.pool import AnswererPool
from qa.llm.endpoint import STEP, Piece, Waiting
from qa.llm.models import HostedModel
from qa.llm.queue import FairQueue
from qa.server.api_service import ApiService, AskRequest
from qa.settings import QASettings
from qa.web import OpenStores
from qa.web.asking.answering import answer_with
from qa.web.asking.filters import Options

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from served import apart, free_port

pytestmark = pytest.mark.browser

WAIT = 30
ASKED = "What will the Harbour Tram cost?"
SAID = "The Harbour Tram will cost 547 million crowns. "


class Gated:
    """Stands for an endpoint: each call waits until it is let go, then says the same."""

    def __init__(self) -> None:
        self.calls: queue.SimpleQueue[threading.Event] = queue.SimpleQueue()

    def stream(self, *asked: object) -> Generator[Piece]:
        may_write = threading.Event()
        self.calls.put(may_write)
        while not may_write.wait(STEP):
            yield Waiting()
        yield SAID

    def begun(self) -> threading.Event:
        """What lets the next call go, once there is one."""
        return self.calls.get(timeout=WAIT)


class Chat:
    """The page and the programs over a store, with a model that writes one answer at a time."""

    def __init__(self, store: Path) -> None:
        from qa.server.serving import Access
        from qa.web.page import build_page, launch

        self.model = Gated()
        self.queue = FairQueue(1)
        named = {"hosted_url": "http://127.0.0.1:9/v1", "hosted_model": "Model-1B"}
        settings = QASettings(store=store, answerer="hosted", **named)
        self.answerers = AnswererPool(settings)
        self.answerers._hosted = HostedModel("Model-1B", self.model, self.queue)  # type: ignore[arg-type]
        stores = OpenStores(settings)
        stores.warm()
        self.programs = ApiService(stores, self.answerers)
        self.page = build_page(stores, answer_with(self.answerers), api=self.programs)
        port = free_port()
        launch(self.page, host="127.0.0.1", port=port, access=Access(self.programs))
        self.url = f"http://127.0.0.1:{port}/"


@pytest.fixture
def chat(tmp_path: Path, seed_folder: Path) -> Iterator[Chat]:
    chat = Chat(shutil.copytree(seed_folder, tmp_path / "store"))
    yield chat
    chat.page.close(verbose=False)


def ask(page: "sync_api.Page", question: str = ASKED) -> "sync_api.Locator":
    """Asks, and waits for evidence; gives the line that says what is going on."""
    page.get_by_role("textbox", name="Your question").fill(question)
    page.get_by_role("textbox", name="Your question").press("Enter")
    page.locator("#evidence .card").first.wait_for()
    return page.locator("#latest .waiting")


def says(line: "sync_api.Locator", words: str) -> None:
    sync_api.expect(line).to_contain_text(words, timeout=WAIT * 1000)


def answered(page: "sync_api.Page") -> str:
    page.locator("#latest .answer[aria-busy=false] .answer-text").wait_for()
    return page.locator("#latest .answer-text").inner_text()


@pytest.mark.slow
def test_who_waits_sees_evidence_and_their_place_and_nobody_else_waits(
    chat: Chat, open_page: Callable[..., "sync_api.Page"]
) -> None:
    first, second, third = (open_page(chat.url) for _ in range(3))
    ask(first)
    may_write = chat.model.begun()
    waits = ask(second)
    says(waits, "1 before you")
    last = ask(third)
    says(last, "2 before you")

    second.locator("#evidence .card .title").first.click()  # while waiting, one reads
    second.locator(".reader mark").first.wait_for()
    second.keyboard.press("Escape")
    go_to(third, "Articles")  # … searches
    third.get_by_label("Search in titles").press_sequentially("sea wall", delay=50)
    sync_api.expect(third.locator("#listing .title").first).to_contain_text("sea wall")
    third.locator("#listing .title").first.click()
    third.locator(".reader h2").first.wait_for()
    third.keyboard.press("Escape")
    client = apart(lambda: Client(chat.url, verbose=False))
    found = apart(lambda: client.predict("harbour tram cost", k=1, api_name="/search"))
    assert len(found["passages"]) == 1
    sold = b"The lighthouse of Skarrow was sold on Monday."
    file = {"name": "sold.txt", "mimeType": "text/plain", "buffer": sold}
    third.locator(".reader").wait_for(state="hidden")
    open_adding(third)
    third.locator("#files input[type=file]").set_input_files(file)
    sync_api.expect(third.locator("#files")).to_contain_text("sold", timeout=WAIT * 1000)
    third.get_by_role("button", name="Preview").click()
    third.get_by_role("button", name="Add the article").click()  # … and adds
    sync_api.expect(third.locator("#report")).to_contain_text("1 article", timeout=WAIT * 1000)
    third.keyboard.press("Escape")
    go_back(third)
    says(last, "2 before you")

    second.get_by_role("button", name="Stop").click()  # who stops leaves the line
    says(last, "1 before you")
    assert second.locator("#latest .answer").inner_text().count("Stopped.") == 1
    may_write.set()
    assert answered(first).startswith(SAID.strip())
    may_write = chat.model.begun()
    sync_api.expect(last).not_to_contain_text("before you")
    may_write.set()
    assert answered(third).startswith(SAID.strip())
    assert len(chat.queue) == 0


@pytest.mark.slow
def test_the_tenth_has_evidence_and_a_place_and_a_program_overtakes_nobody(
    chat: Chat, open_page: Callable[..., "sync_api.Page"]
) -> None:
    page = open_page(chat.url)
    send = asking_event(chat)
    joined(chat, send, 1)
    may_write = chat.model.begun()
    program = [threading.Thread(target=insist, args=(chat,)) for _ in range(5)]
    for thread in program:
        thread.start()
    assert until(lambda: len(chat.queue) == 6)
    joined(chat, send, 8)
    assert until(lambda: len(chat.queue) == 14)
    line = ask(page)
    says(line, "10 before you")  # one that writes, eight persons, and of the program one
    may_write.set()
    for left in range(9, 0, -1):
        may_write = chat.model.begun()
        says(line, f"{left} before you")
        may_write.set()
    chat.model.begun().set()
    assert answered(page).startswith(SAID.strip())
    for _ in program[1:]:
        chat.model.begun().set()
    for thread in program:
        thread.join(WAIT)


def insist(chat: Chat) -> None:
    """Asks as a program does, to the end."""
    for _ in chat.programs.ask(AskRequest(question=ASKED)):
        pass


def asking_event(chat: Chat) -> int:
    """The number by which the page's server knows the click on Send."""
    config = httpx.get(f"{chat.url}config").json()
    (send,) = (one["id"] for one in config["components"] if one["props"].get("elem_id") == "send")
    events = config["dependencies"]
    return next(one["id"] for one in events if [send, "click"] in one["targets"])


def joined(chat: Chat, event: int, persons: int) -> None:
    """As many persons ask as their pages do, each from a page of its own."""
    for _ in range(persons):
        data = [ASKED, None, Options(answerer="hosted").to_json(), "balanced", ""]
        body = {"fn_index": event, "session_hash": secrets.token_hex(8), "data": data}
        assert httpx.post(f"{chat.url}gradio_api/queue/join", json=body).status_code == 200


def until(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + WAIT
    while not (is_so := holds()) and time.monotonic() < end:
        time.sleep(0.02)
    return is_so
