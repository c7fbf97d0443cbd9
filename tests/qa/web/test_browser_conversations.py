"""Conversations in Chromium: there after a restart, gone on with, found, saved, deleted."""

import contextlib
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from index import Article, build, remove
from qa.database.sqlite_file import FILE, SqliteFile
from qa.history.conversations import Conversations, new_id
from qa.history.exchange import ChatExchange
from qa.server.user_file import UserFile
from qa.settings import QASettings
from qa.types import Answer
from qa.web import store_views

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from in_browser import ask, begin_anew, go_back, go_to, open_rail
from served import served
from test_browser import HOSTILE, quoted
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
    """The conversations of the list."""
    open_rail(page)
    return page.locator("#rail .talks li")


def choose(row: "sync_api.Locator", name: str) -> None:
    """Opens the menu of a conversation, and chooses something of it."""
    row.hover()
    row.locator("summary").click()
    row.get_by_role("button", name=name).click()


@pytest.mark.slow
def test_a_conversation_survives_a_restart(serve: Serve, open_page, settings: QASettings) -> None:
    page = open_page(serve(settings.store, stream=stream))
    assert "What you ask is kept here." in page.inner_text("#talk-list")
    ask(page, "What did the tram cost?")
    page.locator("#latest").get_by_role("button", name="Right", exact=True).click()
    page.locator("#latest").get_by_text("Feedback saved.").wait_for()
    ask(page, "And the sea wall?")
    page.wait_for_function("location.search.startsWith('?c=')")
    assert page.title() == "What did the tram cost? – Ask the articles"
    address = page.url.partition("?")[2]
    begin_anew(page)
    page.wait_for_function("location.search === ''")
    ask(page, "Who builds the wall?")

    page = open_page(serve(settings.store, stream=stream))  # another server
    listed = open_list(page)
    sync_api.expect(listed).to_have_count(2)
    assert listed.locator(".title").all_inner_texts() == [
        "Who builds the wall?",
        "What did the tram cost?",
    ]
    assert page.locator(".talk-day").all_inner_texts() == ["Today"]
    assert "2 questions" in (listed.nth(1).locator(".title").get_attribute("title") or "")
    listed.get_by_role("button", name="What did the tram cost?", exact=True).click()
    page.locator("#latest .exchange").wait_for()
    page.wait_for_function("want => location.search === `?${want}`", arg=address)
    assert page.locator(".asked").all_text_contents() == [
        "What did the tram cost?",
        "And the sea wall?",
    ]
    assert page.locator(".since").count() == 0
    assert page.locator("#earlier [data-judge=right][aria-pressed=true]").count() == 1
    page.locator("#earlier .marker").click()
    page.wait_for_selector(".reader mark")
    assert page.locator(".reader mark").text_content() == QUOTES["tram"][1]
    page.keyboard.press("Escape")
    ask(page, "When was that?")  # goes on with what was said
    assert page.locator(".exchange").count() == 3
    assert asked[-1] == ("What did the tram cost?", "And the sea wall?", "When was that?")
    first = page.locator("#rail .talks li").first
    sync_api.expect(first.locator(".title")).to_have_attribute("aria-current", "true")
    assert first.locator(".title").inner_text() == "What did the tram cost?"
    assert "3 questions" in (first.locator(".title").get_attribute("title") or "")


@pytest.mark.slow
def test_addresses_back_and_reload(serve: Serve, open_page, settings: QASettings) -> None:
    url = serve(settings.store, stream=stream)
    page = open_page(url)
    ask(page, "What did the tram cost?")
    page.wait_for_function("location.search.startsWith('?c=')")
    talk = page.url
    page.locator("#latest .marker").click()
    page.locator(".reader mark").wait_for()
    assert "&a=tram.txt&s=20-46" in page.url
    article = page.url
    page.go_back()
    page.locator(".reader").wait_for(state="hidden")
    assert page.url == talk
    sync_api.expect(page.locator("#latest .marker")).to_be_focused()
    page.go_forward()
    page.locator(".reader mark").wait_for()
    page.reload()
    page.locator(".reader mark").wait_for()
    assert page.locator(".reader mark").text_content() == QUOTES["tram"][1]
    assert page.locator("#latest .asked").inner_text() == "What did the tram cost?"
    page.keyboard.press("Escape")
    page.wait_for_function("want => location.href === want", arg=talk)
    go_to(page, "Articles")
    page.locator("#listing .title").first.wait_for()
    assert page.url == f"{talk}&v=articles"
    page.go_back()
    page.locator("body[data-view=chat]").wait_for()
    begin_anew(page)
    page.wait_for_function("location.search === ''")
    page.go_back()
    page.locator("#latest .asked", has_text="What did the tram cost?").wait_for()
    shared = open_page(article)  # somebody else, with the link
    shared.locator(".reader mark").wait_for()
    assert shared.locator("#latest .asked").inner_text() == "What did the tram cost?"
    lost = open_page(f"{url}?c=nonesuch")
    lost.get_by_text("This conversation is not there any more.").wait_for()
    lost.wait_for_function("location.search === ''")


def held_up(patch: pytest.MonkeyPatch, owner: Any, name: str) -> tuple[Event, Event]:
    """Calls of a function set the first event, and wait for the second."""
    began, may_go_on, called = Event(), Event(), getattr(owner, name)

    def slow(*asked: Any) -> Any:
        began.set()
        assert may_go_on.wait(60)
        return called(*asked)

    patch.setattr(owner, name, slow)
    return began, may_go_on


def test_another_conversation_is_one_step_in_the_history_and_has_no_old_article(
    serve: Serve, open_page, settings: QASettings
) -> None:
    page = open_page(serve(settings.store, stream=stream))
    ask(page, "What did the tram cost?")
    begin_anew(page)
    ask(page, "Who builds the wall?")
    page.locator("#latest .marker").click()
    page.locator(".reader mark").wait_for()
    begin_anew(page)
    page.locator(".reader").wait_for(state="hidden")
    assert not page.url.partition("?")[2]
    go_to(page, "Articles")
    listed = open_list(page)
    listed.get_by_role("button", name="What did the tram cost?", exact=True).click()
    page.locator("#latest .asked", has_text="What did the tram cost?").wait_for()
    page.wait_for_function("location.search.startsWith('?c=')")
    page.go_back()
    page.locator("body[data-view=articles]").wait_for()
    page.go_forward()
    page.locator("#latest .asked", has_text="What did the tram cost?").wait_for()


def test_a_link_leads_to_its_answer(serve: Serve, open_page, settings: QASettings) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    page = open_page(serve(settings.store, stream=stream), permissions=allowed)
    for question in ("What did the tram cost?", "Who builds the wall?", "And the tram once more?"):
        ask(page, question)
    page.wait_for_function("location.search.startsWith('?c=')")
    page.locator("#earlier [data-share]").first.click()
    page.get_by_text("Link copied.").wait_for()
    shared = open_page(page.evaluate("navigator.clipboard.readText()"))
    shared.locator("#latest .exchange").wait_for()
    first = shared.locator(".asked", has_text="What did the tram cost?")
    sync_api.expect(first).to_be_in_viewport()
    sync_api.expect(shared.locator("#latest .asked")).to_have_text("And the tram once more?")
    page.set_viewport_size({"width": 1280, "height": 400})
    page.locator("#thread").evaluate("one => one.scrollTo(0, one.scrollHeight)")
    first = page.locator(".asked", has_text="What did the tram cost?")
    sync_api.expect(first).not_to_be_in_viewport()
    page.evaluate("location.hash = 'q1'")  # the same link in a tab where it is open
    sync_api.expect(first).to_be_in_viewport()


def test_of_two_steps_back_in_a_row_the_last_is_shown(
    serve: Serve, open_page, settings: QASettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(serve(settings.store, stream=stream))
    for question in ("What did the tram cost?", "Who builds the wall?", "And the tram once more?"):
        ask(page, question)
        page.wait_for_function("location.search.startsWith('?c=')")
        begin_anew(page)
        page.wait_for_function("location.search === ''")
    began, may_go_on = held_up(monkeypatch, Conversations, "opened")
    page.go_back()
    assert began.wait(60)
    page.go_back()
    page.go_back()
    may_go_on.set()
    page.locator("#latest .asked", has_text="Who builds the wall?").wait_for()
    current = page.locator("#rail [aria-current] .talk-title")
    sync_api.expect(current).to_have_text("Who builds the wall?")


def test_an_article_that_comes_late_does_not_open_beside_another_conversation(
    serve: Serve, open_page, settings: QASettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, may_go_on = held_up(monkeypatch, store_views, "show_article")
    page = open_page(serve(settings.store, stream=stream))
    ask(page, "What did the tram cost?")
    page.locator("#latest .marker").first.click()
    assert began.wait(60)
    begin_anew(page)
    may_go_on.set()
    page.wait_for_function("document.querySelector('.reader')")  # it came
    assert page.locator("body.is-reading").count() == 0
    assert "a=" not in page.url
    ask(page, "Who builds the wall?")
    page.locator("#latest .marker").first.click()
    page.locator(".reader mark").wait_for()


def test_of_two_quotations_in_a_row_the_last_is_shown(
    serve: Serve, open_page, settings: QASettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, may_go_on = held_up(monkeypatch, store_views, "show_article")
    page = open_page(serve(settings.store, stream=stream))
    ask(page, "What did the tram cost?")
    ask(page, "And the sea wall?")
    ask(page, "And the tram once more?")
    page.locator("#earlier .marker").first.click()
    assert began.wait(60)
    page.locator("#earlier .marker").last.click()
    may_go_on.set()
    mark = page.locator(".reader mark")
    sync_api.expect(mark).to_have_text(QUOTES["wall"][1], timeout=30_000)
    assert "&a=wall.txt&s=0-29" in page.url


@pytest.mark.slow
def test_what_is_typed_or_asked_survives(serve: Serve, open_page, settings: QASettings) -> None:
    page = open_page(serve(settings.store, stream=stream))
    ask(page, "What did the tram cost?")
    page.wait_for_function("location.search.startsWith('?c=')")
    page.get_by_role("textbox", name="Your question").fill("And the <b>wall</b>?")
    page.reload()
    page.wait_for_selector("#frame", state="detached")
    page.locator("#latest .asked").wait_for()
    field = page.get_by_role("textbox", name="Your question")
    sync_api.expect(field).to_have_value("And the <b>wall</b>?")
    page.context.set_offline(True)
    field.press("Enter")
    page.get_by_text("The connection is lost.").wait_for()
    retry = page.get_by_role("button", name="Retry")
    retry.click()  # still away
    sync_api.expect(retry).to_be_enabled(timeout=30_000)
    page.context.set_offline(False)
    with page.expect_navigation():
        retry.click()
    page.wait_for_selector("#frame", state="detached")
    page.locator("#latest .asked", has_text="What did the tram cost?").wait_for()
    sync_api.expect(field).to_have_value("And the <b>wall</b>?")
    field.press("Enter")
    page.locator("#latest .asked", has_text="And the <b>wall</b>?").wait_for()
    assert page.locator(".exchange").count() == 2


@pytest.mark.slow
def test_found_renamed_and_deleted(serve: Serve, open_page, settings: QASettings) -> None:
    page = open_page(serve(settings.store, stream=stream), viewport={"width": 390, "height": 844})
    ask(page, "What did the tram cost?")
    begin_anew(page)
    ask(page, "Who builds the wall?")
    listed = open_list(page)
    sync_api.expect(listed).to_have_count(2)
    search = page.get_by_label("Search in conversations")
    search.fill("547 mill")
    page.locator(".excerpt", has_text="547 million").wait_for()
    assert listed.count() == 1
    search.fill("nobody said so")
    page.get_by_text("No conversation holds these words.").wait_for()
    search.fill("")
    sync_api.expect(listed).to_have_count(2)
    last = listed.nth(1)
    choose(last, "Rename")
    field = last.get_by_role("textbox", name="Title")
    assert field.input_value() == "What did the tram cost?"
    page.keyboard.press("Escape")
    assert not field.is_visible() and page.locator("#rail").is_visible()
    choose(last, "Rename")
    field.fill("<b>Tram</b> costs")
    field.press("Enter")
    page.locator(".talks .title", has_text="<b>Tram</b> costs").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    choose(last, "Delete")
    page.get_by_text("Deleted: <b>Tram</b> costs").wait_for()
    assert listed.count() == 1
    undo = page.get_by_role("button", name="Undo")
    sync_api.expect(undo).to_be_focused(timeout=30_000)
    undo.click()
    sync_api.expect(listed).to_have_count(2)
    assert page.get_by_role("button", name="Undo").count() == 0
    choose(listed.first, "Delete")  # the one that is open
    page.get_by_text("Deleted: Who builds the wall?").wait_for()
    page.locator(".welcome").wait_for(state="attached")
    assert page.locator(".exchange").count() == 0 and listed.count() == 1


@pytest.mark.slow
def test_a_long_list_is_scrolled_and_leaves_the_links_below_it_free(
    serve: Serve, open_page, settings: QASettings
) -> None:
    kept = Conversations(SqliteFile(settings.store / FILE))
    for number in range(40):
        said = quoted(*QUOTES["tram"], f"Question {number}?")
        kept.keep(new_id(), [ChatExchange(1, said.question, answer=said, is_done=True)])
    page = open_page(serve(settings.store, stream=stream))
    listed = open_list(page)
    sync_api.expect(listed).to_have_count(40)
    for name in ("Articles", "Stories", "Settings"):
        go_to(page, name)  # it is pressed where one sees it, so nothing may lie over it
        go_back(page)
    first = listed.last.get_by_role("button", name="Question 0?", exact=True)
    first.scroll_into_view_if_needed()
    bounds, foot = first.bounding_box(), page.locator("#foot").bounding_box()
    assert bounds and foot and bounds["y"] + bounds["height"] <= foot["y"]
    first.click()
    page.locator("#latest .asked", has_text="Question 0?").wait_for()


def test_saved_as_a_file(serve: Serve, open_page, settings: QASettings) -> None:
    page = open_page(serve(settings.store, stream=stream))
    ask(page, "What did the tram cost?")
    ask(page, HOSTILE[:120])
    row = open_list(page).first
    for _ in range(2):  # the same once more
        with page.expect_download() as waiting:
            choose(row, "Save as Markdown")
        assert waiting.value.suggested_filename == "what-did-the-tram-cost.md"
        text = Path(waiting.value.path()).read_text(encoding="utf-8")
        assert "[^1-1]: The tram · no date: “The tram cost 547 million.”" in text
    with page.expect_download() as waiting:
        choose(row, "Save as HTML")
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
    go_to(page, "Articles")
    go_back(page)
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
    since = page.locator("#evidence .since")
    since.get_by_text("no longer in the store").wait_for()
    page.locator("#earlier .to-evidence").click()
    since.get_by_text("no longer says this").wait_for()
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
    still_says = since.get_by_text("but still says this")
    for _ in range(20):  # the conversation arrives with the evidence of its latest answer
        page.locator("#earlier .to-evidence").click()
        with contextlib.suppress(sync_api.TimeoutError):
            still_says.wait_for(timeout=1500)
            break
    still_says.wait_for()
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


@pytest.mark.slow
def test_what_was_stopped_is_kept(serve: Serve, open_page, settings: QASettings) -> None:
    page = open_page(serve(settings.store, stream=slowly))
    kept = Conversations(SqliteFile(settings.store / FILE))

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
    open_list(page).first.locator(".title").click()
    page.locator("#latest .asked", has_text="Second?").wait_for()
    assert page.locator(".exchange").count() == page.get_by_text("Stopped.").count() == 2
    time.sleep(1)
    begin(page, "Third?")
    page.close()  # nobody is there any more
    wait_for(3)


@pytest.mark.slow
@pytest.mark.parametrize("slowed", [1, 6])
def test_what_was_left_does_not_come_back(
    serve: Serve, open_page, settings: QASettings, slowed: int
) -> None:
    """A page that is slow has much of an answer still before it when that is left."""
    page = open_page(serve(settings.store, stream=slowly))
    latest, send = page.locator("#latest"), page.get_by_role("button", name="Send")
    pace = page.context.new_cdp_session(page)

    def leave(button: "sync_api.Locator", wanted: "sync_api.Locator") -> None:
        pace.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
        time.sleep(1.5)  # long enough for what is not shown yet to pile up
        button.click()
        time.sleep(1)
        wanted.wait_for()
        send.wait_for()
        pace.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        time.sleep(2)
        assert wanted.count() == 1 and send.is_visible()
        assert "Error" not in latest.inner_text()

    begin(page, "First?")
    leave(page.get_by_role("button", name="Stop"), latest.get_by_text("Stopped."))
    anew = page.get_by_role("button", name="New conversation")
    anew.click()
    page.locator(".welcome").wait_for()
    begin(page, "Second?")
    leave(anew, page.locator(".welcome"))
    begin(page, "Third?")
    first = page.locator("#rail .talks .title", has_text="First?")
    leave(first, latest.locator(".asked", has_text="First?"))
    assert page.locator(".exchange").count() == 1


@pytest.mark.slow
def test_what_was_removed_while_it_grew_stays_so(
    serve: Serve, open_page, settings: QASettings
) -> None:
    page = open_page(serve(settings.store, stream=slowly))
    kept = Conversations(SqliteFile(settings.store / FILE))
    begin(page, "First?")
    page.get_by_role("button", name="Stop").click()
    page.locator("#latest").get_by_text("Stopped.").wait_for()
    page.get_by_role("button", name="Send").wait_for()
    begin(page, "Second?")
    choose(open_list(page).first, "Delete")
    page.get_by_text("Deleted: First?").wait_for()
    time.sleep(2)
    assert kept.listed() == []
    page.locator(".welcome").wait_for()
    assert page.get_by_role("button", name="Send").is_visible()


def test_no_list_where_none_are_kept(serve: Serve, open_page, tmp_path: Path) -> None:
    settings = QASettings(store=tmp_path / "store", keep_conversations=False)
    build(articles=[TRAM], store=settings.store, settings=settings)
    page = open_page(serve(settings.store, stream=stream, settings=settings))
    ask(page, "What did the tram cost?")
    assert page.locator("#talk-list, #talk-search").count() == 0
    assert not page.locator("#latest .share").is_visible()
    begin_anew(page)
    assert not (settings.store / "conversations.sqlite").exists()


@pytest.mark.slow
def test_each_person_has_conversations_of_their_own(
    open_page, settings: QASettings, browser: "sync_api.Browser", tmp_path: Path
) -> None:
    users = UserFile(tmp_path / "users.json")
    users.add("ada", PASSWORD)
    users.add("bob", PASSWORD)
    with served(settings.store, users=users) as url:
        pages = {}
        for name in ("ada", "bob"):
            pages[name] = page = browser.new_context().new_page()
            page.goto(url)
            sign_in(page, name, PASSWORD)
            page.wait_for_selector("#frame", state="detached")
            ask(page, f"What did the tram cost, asks {name}?")
        for name, page in pages.items():
            listed = open_list(page)
            sync_api.expect(listed).to_have_count(1)
            assert listed.locator(".title").all_inner_texts() == [
                f"What did the tram cost, asks {name}?"
            ]
            page.context.close()
    kept = Conversations(SqliteFile(settings.store / FILE))
    assert kept.count() == 0 and Conversations(kept.database, "ada").count() == 1
