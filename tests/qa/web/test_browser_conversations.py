"""Conversations in Chromium: there after a restart, gone on with, found, saved, deleted."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index import Article, build, remove
from qa.history.conversations import Conversations
from qa.history.database import FILE
from qa.server.users import Users
from qa.settings import QASettings
from qa.types import Answer

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from served import served
from test_browser import HOSTILE, ask, quoted
from test_browser_safe import PASSWORD, sign_in

pytestmark = pytest.mark.browser

TRAM = Article("tram.txt", "They met on Monday. The tram cost 547 million. It rained.", "The tram")
WALL = Article("wall.txt", "Lowmarsh builds the sea wall. It is long.", "The wall", "Courier")
QUOTES = {"tram": (TRAM, "The tram cost 547 million."), "wall": (WALL, WALL.text[:29])}
Serve = Callable[..., str]


@pytest.fixture
def settings(tmp_path: Path) -> QASettings:
    settings = QASettings(store=tmp_path / "store")
    build(articles=[TRAM, WALL], store=settings.store, settings=settings)
    return settings


asked: list[tuple[str, ...]] = []
"""What was asked, each time with the questions before."""


def stream(question, store, settings) -> Iterator[Answer]:
    """Quotes one of the two articles, by the question's words."""
    said = [turn.content for turn in question.history if turn.role == "user"]
    asked.append((*said, question.text))
    article, quote = QUOTES["wall" if "wall" in question.text else "tram"]
    yield quoted(article, quote, question.text)


def open_list(page: "sync_api.Page") -> "sync_api.Locator":
    page.get_by_role("tab", name="Conversations").click()
    page.locator("#talk-list .said").wait_for()
    return page.locator(".talks li")


def test_a_conversation_survives_a_restart(serve: Serve, open_page, settings: QASettings) -> None:
    page = open_page(serve(settings.store, stream=stream))
    open_list(page)
    assert "Nothing has been asked yet." in page.inner_text("#talk-list")
    page.get_by_role("tab", name="Ask").click()
    ask(page, "What did the tram cost?")
    page.locator("#latest").get_by_role("button", name="Right").click()
    page.locator("#latest").get_by_text("Noted.").wait_for()
    ask(page, "And the sea wall?")
    page.get_by_role("button", name="New conversation").click()
    page.locator(".welcome").wait_for()
    ask(page, "Who builds the wall?")

    page = open_page(serve(settings.store, stream=stream))  # another server
    listed = open_list(page)
    assert listed.locator(".title").all_inner_texts() == [
        "Who builds the wall?",
        "What did the tram cost?",
    ]
    assert "2 questions" in listed.nth(1).inner_text()
    listed.get_by_role("button", name="What did the tram cost?", exact=True).click()
    page.locator("#latest .exchange").wait_for()
    assert page.locator(".asked").all_text_contents() == [
        "What did the tram cost?",
        "And the sea wall?",
    ]
    assert page.locator(".since").count() == 0
    assert page.locator("#earlier [aria-pressed=true]").all_text_contents() == ["Right"]
    page.locator("#earlier .marker").click()
    page.wait_for_selector(".reader mark")
    assert page.locator(".reader mark").text_content() == QUOTES["tram"][1]
    page.keyboard.press("Escape")
    ask(page, "When was that?")  # goes on with what was said
    assert page.locator(".exchange").count() == 3
    assert asked[-1] == ("What did the tram cost?", "And the sea wall?", "When was that?")
    listed = open_list(page)
    page.locator(".about-part", has_text="open now").wait_for()
    assert listed.locator(".title").first.inner_text() == "What did the tram cost?"
    about = listed.first.locator(".about-part").all_inner_texts()
    assert about[1:] == ["3 questions", "open now"] and listed.count() == 2


def test_found_renamed_and_deleted(serve: Serve, open_page, settings: QASettings) -> None:
    page = open_page(serve(settings.store, stream=stream), viewport={"width": 390, "height": 844})
    ask(page, "What did the tram cost?")
    page.get_by_role("button", name="New conversation").click()
    page.locator(".welcome").wait_for()
    ask(page, "Who builds the wall?")
    listed = open_list(page)
    assert listed.count() == 2
    page.get_by_label("Search in conversations").fill("547 mill")
    page.locator(".excerpt", has_text="547 million").wait_for()
    assert listed.count() == 1
    page.get_by_label("Search in conversations").fill("nobody said so")
    page.get_by_text("No conversation holds these words.").wait_for()
    page.get_by_label("Search in conversations").fill("")
    page.wait_for_function("document.querySelectorAll('.talks li').length == 2")
    last = listed.nth(1)
    last.get_by_role("button", name="Rename").click()
    field = last.get_by_role("textbox", name="Title")
    assert field.input_value() == "What did the tram cost?"
    page.keyboard.press("Escape")
    assert not field.is_visible()
    last.get_by_role("button", name="Rename").click()
    field.fill("<b>Tram</b> costs")
    field.press("Enter")
    page.locator(".talks .title", has_text="<b>Tram</b> costs").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    last.get_by_role("button", name="Delete").click()
    page.get_by_text("Deleted: <b>Tram</b> costs").wait_for()
    assert listed.count() == 1
    undo = page.get_by_role("button", name="Undo")
    sync_api.expect(undo).to_be_focused(timeout=30_000)
    undo.click()
    page.wait_for_function("document.querySelectorAll('.talks li').length == 2")
    assert page.get_by_role("button", name="Undo").count() == 0
    listed.first.get_by_role("button", name="Delete").click()  # the one that is open
    page.get_by_text("Deleted: Who builds the wall?").wait_for()
    page.get_by_role("tab", name="Ask").click()
    page.locator(".welcome").wait_for()
    assert page.locator(".exchange").count() == 0
    assert open_list(page).count() == 1


def test_saved_as_a_file(serve: Serve, open_page, settings: QASettings) -> None:
    page = open_page(serve(settings.store, stream=stream))
    ask(page, "What did the tram cost?")
    ask(page, HOSTILE[:120])
    [row] = open_list(page).all()
    for _ in range(2):  # the same once more
        with page.expect_download() as waiting:
            row.get_by_role("button", name="Save Markdown").click()
        assert waiting.value.suggested_filename == "what-did-the-tram-cost.md"
        text = Path(waiting.value.path()).read_text(encoding="utf-8")
        assert "[^1-1]: The tram · no date: “The tram cost 547 million.”" in text
    with page.expect_download() as waiting:
        row.get_by_role("button", name="Save HTML").click()
    assert waiting.value.suggested_filename == "what-did-the-tram-cost.html"
    saved = Path(waiting.value.path())
    reading = page.context.new_page()
    reading.set_content(saved.read_text(encoding="utf-8"))
    reading.locator("sup a").first.click()
    assert reading.locator("#note-1-1 blockquote").inner_text() == "“The tram cost 547 million.”"
    assert HOSTILE[:120] in reading.locator("h2").nth(1).inner_text()
    assert reading.evaluate("window.pwned") is None
    assert reading.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    downloads: list[object] = []
    page.on("download", lambda download: downloads.append(download))
    page.get_by_role("tab", name="Ask").click()
    open_list(page)
    assert downloads == []


def test_articles_that_changed_or_went(serve: Serve, open_page, settings: QASettings) -> None:
    page = open_page(serve(settings.store, stream=stream))
    ask(page, "What did the tram cost?")
    ask(page, "Who builds the wall?")
    changed = Article(TRAM.id, "The tram cost 600 million. It rained.", "The tram", "Gazette")
    build(articles=[changed], store=settings.store, settings=settings)
    remove([WALL.id], store=settings.store, settings=settings)
    page.locator("#earlier .marker").click()  # still open, told at the click
    page.locator(".reader .as-it-was").wait_for()
    page.keyboard.press("Escape")
    open_list(page).first.locator(".title").click()
    page.locator("#latest .since").wait_for()
    assert "no longer says this" in page.locator("#earlier .since").inner_text()
    assert "no longer in the store" in page.locator("#latest .since").inner_text()
    assert QUOTES["tram"][1] in page.locator("#earlier .answer-text").inner_text()
    page.locator("#earlier .marker").click()
    reader = page.locator(".reader")
    reader.get_by_text("As it was quoted:").wait_for()
    assert reader.locator("blockquote").text_content() == QUOTES["tram"][1]
    assert "600 million" in reader.locator(".reader-text").inner_text()
    assert reader.locator("mark").count() == 0
    page.keyboard.press("Escape")
    page.locator("#latest .marker").click()
    page.locator(".reader h2", has_text="The wall").wait_for()
    assert reader.locator("blockquote").text_content() == QUOTES["wall"][1]
    assert "no longer in the store" in reader.inner_text()
    moved = Article(TRAM.id, "It rained. The tram cost 547 million.", "The tram")
    build(articles=[moved], store=settings.store, settings=settings)
    page.keyboard.press("Escape")
    open_list(page).first.locator(".title").click()
    page.locator("#earlier .since", has_text="but still says this").wait_for()
    page.locator("#earlier .marker").click()
    page.wait_for_selector(".reader mark")
    assert reader.locator("mark").text_content() == QUOTES["tram"][1]


def test_it_goes_on_where_nothing_can_be_kept(
    serve: Serve, open_page, settings: QASettings
) -> None:
    (settings.store / "conversations.sqlite").write_text("This is no database. " * 400)
    page = open_page(serve(settings.store, stream=stream))
    ask(page, "What did the tram cost?")
    assert "This conversation is not kept." in page.locator("#unkept").inner_text()
    assert "is damaged" in page.locator("#unkept").inner_text()
    ask(page, "Who builds the wall?")
    assert page.locator(".exchange").count() == 2
    page.get_by_role("tab", name="Conversations").click()
    page.locator("#talk-list .problem").wait_for()
    assert "is damaged" in page.locator("#talk-list").inner_text()


def slowly(question, store, settings) -> Iterator[Answer]:
    """Minutes of an answer that grows: more than a busy machine needs to stop it."""
    whole = quoted(TRAM, QUOTES["tram"][1], question.text)
    for number in range(3000):
        yield replace(whole, text=f"Step {number}. {whole.text}")
        time.sleep(0.1)


def begin(page: "sync_api.Page", question: str) -> None:
    """Asks, and waits until some of the answer is there."""
    page.get_by_role("textbox", name="Your question").fill(question)
    page.get_by_role("button", name="Send").click()
    page.locator("#latest .asked", has_text=question).wait_for()
    page.locator("#latest .answer-text", has_text=re.compile(r"Step ([6-9]|\d\d)")).wait_for()


def test_what_was_stopped_is_kept(serve: Serve, open_page, settings: QASettings) -> None:
    page = open_page(serve(settings.store, stream=slowly))
    kept = Conversations(settings.store / FILE)

    def wait_for(questions: int) -> None:
        for _ in range(300):
            if [one.questions for one in kept.listed()] == [questions]:
                return
            time.sleep(0.1)
        pytest.fail(f"{kept.listed()}")

    begin(page, "First?")
    page.get_by_role("button", name="Stop").click()
    wait_for(1)
    page.locator("#latest").get_by_text("Stopped.").wait_for()
    page.get_by_role("button", name="Send").wait_for()
    begin(page, "Second?")
    page.get_by_role("button", name="New conversation").click()  # stops it, too
    wait_for(2)
    page.locator(".welcome").wait_for()
    open_list(page).locator(".title").click()
    page.locator("#latest .asked", has_text="Second?").wait_for()
    assert page.locator(".exchange").count() == page.get_by_text("Stopped.").count() == 2
    time.sleep(1)
    begin(page, "Third?")
    page.close()  # nobody is there any more
    wait_for(3)


@pytest.mark.parametrize("slowed", [1, 6])
def test_what_was_left_does_not_come_back(
    serve: Serve, open_page, settings: QASettings, slowed: int
) -> None:
    """A page that is slow has much of an answer still before it when that is left."""
    page = open_page(serve(settings.store, stream=slowly))
    latest, send = page.locator("#latest"), page.get_by_role("button", name="Send")
    pace = page.context.new_cdp_session(page)

    def leave(name: str, wanted: "sync_api.Locator", role: str = "button") -> None:
        pace.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
        time.sleep(1.5)  # long enough for what is not shown yet to pile up
        page.get_by_role(role, name=name).click()
        if role == "tab":
            page.locator(".talks li", has_text="First?").locator(".title").click()
        time.sleep(1)
        wanted.wait_for()
        send.wait_for()
        pace.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        time.sleep(2)
        assert wanted.count() == 1 and send.is_visible()
        assert "Error" not in latest.inner_text()

    begin(page, "First?")
    leave("Stop", latest.get_by_text("Stopped."))
    page.get_by_role("button", name="New conversation").click()
    page.locator(".welcome").wait_for()
    begin(page, "Second?")
    leave("New conversation", page.locator(".welcome"))
    begin(page, "Third?")
    leave("Conversations", latest.locator(".asked", has_text="First?"), role="tab")
    assert page.locator(".exchange").count() == 1


def test_what_was_removed_while_it_grew_stays_so(
    serve: Serve, open_page, settings: QASettings
) -> None:
    page = open_page(serve(settings.store, stream=slowly))
    kept = Conversations(settings.store / FILE)
    begin(page, "First?")
    page.get_by_role("button", name="Stop").click()
    page.locator("#latest").get_by_text("Stopped.").wait_for()
    page.get_by_role("button", name="Send").wait_for()
    begin(page, "Second?")
    open_list(page).get_by_role("button", name="Delete").click()
    page.get_by_text("Deleted: First?").wait_for()
    time.sleep(2)
    assert kept.listed() == []
    page.get_by_role("tab", name="Ask").click()
    page.locator(".welcome").wait_for()
    assert page.get_by_role("button", name="Send").is_visible()


def test_no_tab_where_none_are_kept(serve: Serve, open_page, tmp_path: Path) -> None:
    settings = QASettings(store=tmp_path / "store", keep_conversations=False)
    build(articles=[TRAM], store=settings.store, settings=settings)
    page = open_page(serve(settings.store, stream=stream, settings=settings))
    ask(page, "What did the tram cost?")
    assert page.get_by_role("tab", name="Conversations").count() == 0
    assert page.get_by_role("tab", name="Articles").count() == 1
    assert not (settings.store / "conversations.sqlite").exists()


def test_each_person_has_conversations_of_their_own(
    open_page, settings: QASettings, browser: "sync_api.Browser", tmp_path: Path
) -> None:
    users = Users(tmp_path / "users.json")
    users.add("ada", PASSWORD)
    users.add("bob", PASSWORD)
    with served(settings.store, users=users) as url:
        pages = {}
        for name in ("ada", "bob"):
            pages[name] = page = browser.new_context().new_page()
            page.goto(url)
            sign_in(page, name, PASSWORD)
            page.locator(".holdings").wait_for()
            ask(page, f"What did the tram cost, asks {name}?")
        for name, page in pages.items():
            listed = open_list(page)
            page.locator(".about-part", has_text="open now").wait_for()
            assert listed.locator(".title").all_inner_texts() == [
                f"What did the tram cost, asks {name}?"
            ]
            page.context.close()
    kept = Conversations(settings.store / FILE)
    assert kept.count() == 0 and Conversations(kept.path, "ada").count() == 1
