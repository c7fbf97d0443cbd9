"""The page in Chromium: who answers, and a test of it against an endpoint of our own."""

import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from in_browser import go_back, go_to, unfold
from shown import all_at_once, built

from qa.generation.pool import AnswererPool
from qa.llm.catalog import DEFAULT_GGUF, GgufModel
from qa.llm.source import Progress
from qa.settings import QASettings
from qa.web import model_download
from qa.web.model_download import ModelDownloader

sys.path.append(str(Path(__file__).parents[1] / "llm"))
import misbehaving

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

Serve = Callable[..., str]
KEY = "sk-secret-0123456789"
HOSTILE = "<img src=x onerror=window.pwned=1> ${window.pwned=1}"
WAIT = 30


@pytest.fixture
def open_panel(
    serve: Serve, open_page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., "sync_api.Page"]:
    """The page with the tab of models open, and a cache without any."""
    store = built(tmp_path)  # before the cache is another: that knows how texts are embedded here
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("ARTICLE_QA_HOSTED_KEY", KEY)
    monkeypatch.setattr(model_download, "warm", lambda answerers: None)

    def start(pull=None, viewport=None, **settings: object) -> "sync_api.Page":
        loaded = QASettings(store=store, **{"answerer": "auto", **settings})
        downloader = ModelDownloader(AnswererPool(loaded), *([pull] if pull else []))
        url = serve(store, stream=all_at_once, downloader=downloader, settings=loaded)
        page = open_page(url, **({"viewport": viewport} if viewport else {}))
        go_to(page, "Settings")
        page.locator("#in-use").wait_for()
        return page

    return start


@pytest.mark.slow
def test_a_hosted_model_is_tested_when_that_is_asked_for(open_panel) -> None:
    good = misbehaving.answer("The sea ", HOSTILE, " is blue.", pause=0.1, usage={
        "prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13,
    })  # fmt: skip
    wrong_key, unknown = misbehaving.fail(401, f"Wrong key {KEY}"), misbehaving.fail(404)
    with misbehaving.serve(good, wrong_key, unknown) as server:
        page = open_panel(
            hosted_url=server.url, hosted_model="big", viewport={"width": 390, "height": 844}
        )
        host = server.url.split("/")[2]
        assert page.locator("#in-use").inner_text() == "big writes the answers"
        assert host in page.locator("#in-use-now dl").inner_text()
        assert "The settings name it" in page.locator("#in-use-now").inner_text()
        assert page.get_by_role("button", name="Check the file").count() == 0
        page.wait_for_timeout(500)
        assert server.requests == []  # nothing before the click
        button, result = page.get_by_role("button", name="Test"), page.locator("#model-result")
        button.focus()
        page.keyboard.press("Enter")
        result.locator(".trial[role=status]").wait_for()
        assert f"The sea {HOSTILE} is blue." in result.inner_text()
        assert re.search(r"First word after \d+\.\d s, then .*\(4 tokens\)", result.inner_text())
        [request] = server.requests
        assert request.headers["Authorization"] == f"Bearer {KEY}"
        assert [one["content"] for one in request.body["messages"]] == [
            "Write one short sentence about the sea."
        ]
        for sentence in (
            "refuses the key (401). Check it, and what it may use.",
            "does not know the model 'big' or the address (404). Check hosted_model",
        ):
            button.click()
            result.locator(".problem[role=alert]", has_text=sentence).wait_for()
        assert KEY not in page.content() and page.evaluate("window.pwned") is None
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert len(server.requests) == 3
    button.click()  # now nobody listens
    result.get_by_text("See whether its server runs, and whether hosted_url is").wait_for()


def test_what_is_chosen_where_one_asks_is_what_is_in_use(open_panel) -> None:
    page = open_panel(hosted_url="http://127.0.0.1:9/v1", hosted_model="big")
    go_back(page)
    unfold(page, "Who writes the answer").get_by_role("radio", name="Quotations word").check()
    page.keyboard.press("Escape")
    go_to(page, "Settings")
    page.locator("#in-use", has_text="Answers are quotations").wait_for()
    assert "chosen under the question" in page.locator("#in-use-now").inner_text()
    assert "models pull" not in page.locator("#in-use-now").inner_text()
    assert page.get_by_role("button", name="Test").count() == 0


def test_without_a_model_there_is_nothing_to_choose(open_panel) -> None:
    page = open_panel()
    go_back(page)
    writers = unfold(page, "Who writes the answer")
    assert writers.get_by_role("radio").count() == 1  # what is automatic is the same
    assert writers.get_by_role("radio", name="Quotations").is_checked()


def test_a_model_is_downloaded_checked_and_offered(open_panel) -> None:
    may_arrive = threading.Event()

    def pull(gguf: GgufModel, progress: Progress) -> Path:
        progress("from the hub", 312_000_000, gguf.size)
        assert may_arrive.wait(WAIT)
        path = gguf.path()
        path.parent.mkdir(parents=True)
        with path.open("wb") as file:
            file.truncate(gguf.size or 0)
        return path

    page = open_panel(pull, profile="medium")  # a small one would not be taken by itself
    assert page.locator("#in-use").inner_text() == "Answers are quotations"
    assert "article-qa models pull" in page.locator("#in-use-now").inner_text()
    panel, line = page.locator("#model-offer"), page.locator("#offer")
    panel.get_by_role("button", name="Download").click()
    panel.get_by_text("312 of 1,117 MB").wait_for()
    go_back(page)
    line.get_by_text("312 of 1,117 MB").wait_for()  # one download, wherever it is seen
    go_to(page, "Settings")
    may_arrive.set()
    panel.get_by_text("The model is ready").wait_for()
    page.locator("#in-use", has_text=f"{DEFAULT_GGUF.name} writes the answers").wait_for()
    assert DEFAULT_GGUF.file in page.locator("#in-use-now").inner_text()
    page.get_by_role("button", name="Check the file").click()
    problem = page.locator("#model-result .problem")  # its size is right, its content is not
    problem.get_by_text("is not the file of").wait_for()
    go_back(page)
    unfold(page, "Who writes the answer").get_by_role("radio", name=DEFAULT_GGUF.name).wait_for()


def test_who_leaves_ends_the_test(open_panel) -> None:
    with misbehaving.serve(misbehaving.one_word) as server:
        page = open_panel(hosted_url=server.url, hosted_model="big")
        page.get_by_role("button", name="Test").click()
        assert misbehaving.until(lambda: len(server.requests) == 1)
        page.reload()
        assert server.saw_close.wait(WAIT)
