"""The page in Chromium while a language model writes, and while one is downloaded."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from in_browser import MOST_SHIFTED, measure_shifts, shifted

from index import Article, build
from index.errors import ModelError
from qa.generation.pool import AnswererPool
from qa.llm.catalog import GgufModel
from qa.llm.source import Progress
from qa.settings import QASettings
from qa.types import Answer, AnswerSentence, Citation, RankedPassage
from qa.web import model_download
from qa.web.model_download import ModelDownloader

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

WAIT = 30
HOSTILE = "<img src=x onerror=window.pwned=1> ${window.pwned=1} {{this}}"
QUOTE = f"The tram {HOSTILE} opens in May."
ARTICLE = Article("tram.txt", f"It is late. {QUOTE}\n\nSo they say.", "The tram")
Serve = Callable[..., str]


class SlowModel:
    """Writes until it is let go on: waits, then a draft without end, then all of it."""

    def __init__(self) -> None:
        self.may_write = threading.Event()
        self.may_check = threading.Event()
        self.may_end = threading.Event()
        self.closed = threading.Event()

    def __call__(self, question, store, settings) -> Iterator[Answer]:
        begun = growing(question.text)
        try:
            while not self.may_write.wait(0.05):
                yield replace(begun, waiting=f"Waiting {HOSTILE} …")
            words = 0
            while not self.may_check.wait(0.05):
                words += 1
                yield replace(begun, draft=f"It opens {HOSTILE} " + "soon " * (words % 20))
            checked = checked_answer(begun)
            while not self.may_end.wait(0.05):
                yield replace(checked, draft="And then")
            yield replace(checked, evidence=())
        finally:
            self.closed.set()


def growing(question: str) -> Answer:
    """An answer of which only the evidence is there."""
    start = ARTICLE.text.index(QUOTE)
    span = (start, start + len(QUOTE))
    about = (ARTICLE.id, ARTICLE.title, ARTICLE.source, ARTICLE.date, ARTICLE.url)
    return Answer(
        question=question,
        query=question,
        status="unanswered",
        text="",
        confidence=0.9,
        passages=(RankedPassage(ARTICLE.id, 0, len(ARTICLE.text), 1.0, ARTICLE.text),),
        evidence=(Citation(1, *about, "It is late.", 0, 11), Citation(2, *about, QUOTE, *span)),
        answerer="local",
        model="Model-1B",
    )


def checked_answer(begun: Answer) -> Answer:
    return replace(
        begun,
        status="answered",
        text="It opens in May. [1]",
        sentences=(AnswerSentence("It opens in May.", (1,), 0.9),),
        citations=(replace(begun.evidence[1], number=1),),
    )


@pytest.fixture
def store(tmp_path: Path) -> Path:
    settings = QASettings(store=tmp_path / "store")
    build(articles=[ARTICLE], store=settings.store, settings=settings)
    return settings.store


@pytest.fixture
def model() -> Iterator[SlowModel]:
    model = SlowModel()
    yield model
    for event in (model.may_write, model.may_check, model.may_end):
        event.set()


def begin(page: "sync_api.Page", question: str = "When does the tram open?") -> "sync_api.Locator":
    """Sends a question and waits until something is shown of its answer."""
    page.get_by_role("textbox", name="Your question").fill(question)
    page.get_by_role("textbox", name="Your question").press("Enter")
    page.locator("#evidence .card").first.wait_for()
    return page.locator("#latest .answer")


@pytest.mark.slow
def test_an_answer_is_seen_to_grow(serve: Serve, open_page, store: Path, model: SlowModel) -> None:
    page = open_page(serve(store, stream=model))
    answer = begin(page)
    assert f"Waiting {HOSTILE} …" in answer.locator(".waiting").inner_text()
    cards = page.locator("#evidence .card")
    assert QUOTE in cards.nth(1).locator("blockquote").text_content()
    sentence = cards.nth(1).locator(".title")
    assert changes(page) == 0  # what is the same is not sent again
    box = page.get_by_role("textbox", name="Your question")
    box.fill("The next question")
    model.may_write.set()
    draft = answer.locator(".draft")
    draft.wait_for()
    assert f"It opens {HOSTILE}" in draft.inner_text()
    assert "not checked yet" in answer.locator(".waiting").inner_text()
    assert draft.evaluate("draft => getComputedStyle(draft).fontStyle") == "italic"
    assert draft.get_attribute("aria-live") == "off"
    sentence.click()  # while the draft grows
    page.locator(".reader mark").wait_for()
    assert page.locator(".reader mark").text_content() == QUOTE
    page.keyboard.press("Escape")
    sync_api.expect(sentence).to_be_focused(timeout=30_000)
    assert changes(page) > 0
    sync_api.expect(sentence).to_be_focused(timeout=30_000)
    assert box.input_value() == "The next question"
    model.may_check.set()
    answer.locator(".marker").wait_for()
    assert answer.locator(".answer-text").inner_text().startswith("It opens in May. [1]")
    model.may_end.set()
    page.locator("#latest .answer[aria-busy=false]").wait_for()
    assert answer.locator(".draft, .writing").count() == 0
    sync_api.expect(cards).to_have_count(1)
    assert QUOTE in cards.locator("blockquote").inner_text()
    assert "Written by Model-1B" in answer.inner_text()
    assert box.input_value() == "The next question"
    assert page.evaluate("window.pwned") is None


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desk", "phone"])
def test_nothing_moves_while_a_model_writes(
    serve: Serve, open_page, store: Path, model: SlowModel, size: tuple[int, int]
) -> None:
    url = serve(store, stream=model)
    page = open_page(url, viewport=dict(zip(("width", "height"), size, strict=True)))
    field = page.locator("#box").bounding_box()
    measure_shifts(page)
    page.get_by_role("textbox", name="Your question").fill("When does the tram open?")
    page.get_by_role("textbox", name="Your question").press("Enter")
    answer = page.locator("#latest .answer")
    for step, seen in (
        (None, ".waiting"),
        (model.may_write, ".draft"),
        (model.may_check, ".marker"),
        (model.may_end, ".origin"),
    ):
        if step:
            step.set()
        answer.locator(seen).first.wait_for()
        page.wait_for_timeout(600)
    assert shifted(page) < MOST_SHIFTED
    assert page.locator("#box").bounding_box() == field


def changes(page: "sync_api.Page") -> int:
    """How often what the page shows of the answer changes in a second."""
    return page.evaluate(
        """() => new Promise((resolve) => {
          let changes = 0;
          const observer = new MutationObserver(() => { changes += 1; });
          const watched = { subtree: true, childList: true, characterData: true, attributes: true };
          observer.observe(document.querySelector("#latest"), watched);
          setTimeout(() => { observer.disconnect(); resolve(changes); }, 1000);
        })"""
    )


@pytest.mark.slow
def test_stop_keeps_what_was_checked(
    serve: Serve, open_page, store: Path, model: SlowModel
) -> None:
    page = open_page(serve(store, stream=model))
    model.may_write.set()
    model.may_check.set()
    answer = begin(page)
    answer.locator(".marker").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("Stopped.").wait_for()
    assert model.closed.wait(WAIT)
    page.get_by_role("button", name="Send").wait_for()
    assert answer.locator(".answer-text").inner_text() == "It opens in May. [1]"
    assert answer.locator(".draft, .writing").count() == 0
    assert page.locator("#evidence .card").count() == 1
    time.sleep(0.5)
    assert "Stopped." in answer.inner_text()


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["waits", "writes"])
@pytest.mark.parametrize("leave", ["Stop", "New conversation", "close", "reload"])
def test_whoever_leaves_ends_the_writing(
    serve: Serve, open_page, store: Path, model: SlowModel, leave: str, moment: str
) -> None:
    page = open_page(serve(store, stream=model))
    answer = begin(page)
    if moment == "writes":
        model.may_write.set()
        answer.locator(".draft").wait_for()
    assert not model.closed.is_set()
    if leave == "close":
        page.close()
    elif leave == "reload":
        page.reload()
    else:
        page.get_by_role("button", name=leave).click()
    assert model.closed.wait(WAIT)
    if leave == "New conversation":
        page.locator(".welcome").wait_for()
        sync_api.expect(page.locator(".exchange")).to_have_count(0)  # what was on its way, too


@pytest.mark.slow
def test_a_model_is_downloaded(
    serve: Serve,
    open_page,
    store: Path,
    model: SlowModel,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(model_download, "warm", lambda answerers: None)
    may_fail, may_arrive = threading.Event(), threading.Event()

    def pull(gguf: GgufModel, progress: Progress) -> Path:
        progress("from the hub", 312_000_000, gguf.size)
        if not may_fail.is_set():
            assert may_fail.wait(WAIT)
            raise ModelError(f"It is not reached: {HOSTILE}.")
        assert may_arrive.wait(WAIT)
        path = gguf.path()
        path.parent.mkdir(parents=True)
        with path.open("wb") as file:
            file.truncate(gguf.size or 0)
        return path

    downloader = ModelDownloader(AnswererPool(QASettings(answerer="auto", store=store)), pull)
    url = serve(store, stream=model, downloader=downloader)
    page = open_page(url)
    offered = page.locator("#offer")
    offered.get_by_text("(1.1 GB, Apache-2.0)").wait_for()
    offered.get_by_role("button", name="Download").click()
    offered.locator("progress").wait_for()
    assert "312 of 1,117 MB" in offered.inner_text()
    other = open_page(url).locator("#offer")
    other.locator("progress").wait_for()
    for event in (may_fail, model.may_write, model.may_check, model.may_end):
        event.set()
    page.locator("#offer .problem").wait_for()
    assert f"It is not reached: {HOSTILE}." in offered.inner_text()
    begin_and_end(page)  # in a conversation it is told once, and not held before one's eyes
    offered.locator(".problem").wait_for(state="hidden")
    page.get_by_role("button", name="New conversation").click()
    offered.get_by_role("button", name="Try again").click()
    offered.locator("progress").wait_for()
    begin_and_end(page)  # the chat goes on meanwhile
    assert "312 of 1,117 MB" in offered.inner_text()
    may_arrive.set()
    offered.get_by_text("The model is ready").wait_for()
    begin_and_end(page)
    offered.get_by_text("The model is ready").wait_for(state="detached")
    late = open_page(url)
    late.locator(".welcome").wait_for()
    assert late.locator("#offer .offer").count() == 0
    assert page.evaluate("window.pwned") is None


def begin_and_end(page: "sync_api.Page") -> None:
    asked = page.locator(".exchange").count()
    page.get_by_role("textbox", name="Your question").fill("When does the tram open?")
    page.get_by_role("textbox", name="Your question").press("Enter")
    page.wait_for_function(f"document.querySelectorAll('.exchange').length == {asked + 1}")
    page.locator("#latest .answer[aria-busy=false]").wait_for()
