"""The page in Chromium while its server goes: what was asked is not lost."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from in_browser import ask, box
from served import free_port
from shown import all_at_once, built

from qa.settings import QASettings
from qa.types import Answer
from qa.web import OpenStores

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Serve = Callable[..., str]


def retry(page: "sync_api.Page") -> None:
    """Presses Retry, and waits for the page."""
    page.get_by_text("The connection is lost.").wait_for()
    with page.expect_navigation():
        page.get_by_role("button", name="Retry").click()
    page.wait_for_selector("#frame", state="detached")


def test_a_connection_breaks_while_an_answer_grows(serve: Serve, open_page, tmp_path: Path) -> None:
    may_end = threading.Event()

    def stream(question, *about) -> Iterator[Answer]:
        [answer] = all_at_once(question, *about)
        while "nothing" in question.text and not may_end.wait(0.05):
            yield replace(answer, text="", draft="It opens soon")
        yield answer

    page = open_page(serve(built(tmp_path), stream=stream))
    ask(page, "When does it open?")
    box(page).fill("What of nothing?")
    box(page).press("Enter")
    page.locator("#latest .draft").wait_for()
    page.context.set_offline(True)
    page.get_by_text("The connection is lost.").wait_for()
    page.context.set_offline(False)
    may_end.set()
    retry(page)
    page.locator(".asked", has_text="When does it open?").wait_for()
    there = page.locator(".asked", has_text="What of nothing?")
    assert there.count() or box(page).input_value() == "What of nothing?"


def test_a_server_is_started_again_under_an_open_page(open_page, tmp_path: Path) -> None:
    store, port = built(tmp_path), free_port()
    with running(store, port):
        page = open_page(f"http://127.0.0.1:{port}/")
        ask(page, "When does it open?")
        page.wait_for_function("location.search.startsWith('?c=')")
    with running(store, port):
        ask(page, "What of nothing?")  # goes on with what was said
        assert page.locator(".exchange").count() == 2
        assert page.locator("#rail .talks li").count() == 1
    with running(store, port):
        page.locator("#latest").get_by_role("button", name="Ask again").click()
        page.locator("#latest .answer[aria-busy=false]").wait_for()
        assert page.locator(".exchange").count() == 2


@contextmanager
def running(store: Path, port: int) -> Iterator[None]:
    """A server on that port, which ends."""
    from qa.web.page import build_page, launch

    page = build_page(OpenStores(QASettings(store=store)), all_at_once)
    launch(page, host="127.0.0.1", port=port)
    try:
        yield
    finally:
        page.close(verbose=False)
