"""The library in Chromium: sorted, added to after a look, removed and undone, by keyboard alone."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle
from pathlib import Path

import pytest
from in_browser import go_back, go_to, open_adding
from served import quoted

from index import Article, build, open_store
from index.follow.subscriptions import Subscriptions
from index.readers import Found

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

Serve = Callable[..., str]
HOSTILE = "<img src=x onerror=window.pwned=1>${window.pwned=1}"
TRAM = Article("tram", "The tram opened. It was late.", "The tram", "Courier", date(2024, 5, 1))
MILL = Article("mill", "The mill was sold.", "A mill", "Bugle", date(2023, 5, 1))
STORM = Article("storm", "A storm broke the wall. Three died, they say.", "Storm")
DROP = """place => {
  const carried = new DataTransfer();
  carried.items.add(new File(["The lighthouse was painted."], "dropped.txt"));
  for (const type of ["dragenter", "dragover", "drop"]) {
    place.dispatchEvent(new DragEvent(type, { dataTransfer: carried, bubbles: true }));
  }
}"""

NOTE = """input => input.addEventListener("click", (event) => {
  event.preventDefault();
  window.choosing = true;
})"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    build(articles=[TRAM, MILL, STORM], store=tmp_path / "store")
    return tmp_path / "store"


def open_library(page: "sync_api.Page") -> "sync_api.Locator":
    """The titles in the table, once they are there."""
    go_to(page, "Articles")
    titles = page.locator("#listing .title")
    titles.first.wait_for()
    return titles


def wait_for_focus(page: "sync_api.Page", name: str) -> None:
    """Waits until what is called so has the focus, which comes a moment after it is shown."""
    script = """name => {
      const one = document.activeElement;
      return (one.ariaLabel || one.textContent).trim().startsWith(name);
    }"""
    page.wait_for_function(script, arg=name)


def test_sorted_searched_and_read_by_keyboard(serve: Serve, open_page, store: Path) -> None:
    page = open_page(serve(store))
    titles = open_library(page)
    assert titles.all_text_contents() == ["The tram", "A mill", "Storm"]
    table = page.get_by_role("table", name="Articles")
    head = table.get_by_role("columnheader", name="Title")
    head.get_by_role("button").focus()
    for names, direction in (
        (["A mill", "Storm", "The tram"], "ascending"),
        (["The tram", "Storm", "A mill"], "descending"),
    ):
        page.keyboard.press("Enter")
        page.locator(f"[aria-sort={direction}]", has_text="Title").wait_for()
        assert titles.all_text_contents() == names
        wait_for_focus(page, "Title")  # the table was made anew
    search = page.get_by_label("Search in titles, sources and texts")
    search.fill("bugle")
    page.get_by_text("1 article", exact=True).wait_for()
    assert titles.all_text_contents() == ["A mill"]
    titles.first.focus()
    page.keyboard.press("Enter")
    page.locator(".reader").wait_for()
    assert MILL.text in page.locator(".reader-text").inner_text()
    page.keyboard.press("Escape")
    wait_for_focus(page, "A mill")
    search.fill("three died")  # in its text
    page.locator("#listing .title", has_text="Storm").wait_for()
    assert titles.all_text_contents() == ["Storm"]
    hit = page.locator("#listing .hit").text_content() or ""
    assert "three" in hit.casefold()
    titles.first.click()  # opens there
    page.locator(".reader mark", has_text=hit).wait_for()
    page.keyboard.press("Escape")
    search.fill("")
    page.get_by_text("3 articles, ").wait_for()
    picture = page.locator("#library").get_by_role("img", name="Articles by month and source")
    assert picture.locator("rect").count() == 2
    assert "1 article without a date" in page.locator("#timeline").inner_text()


def test_bars_and_sources_of_the_picture_are_filters(serve: Serve, open_page, store: Path) -> None:
    page = open_page(serve(store))
    titles = open_library(page)
    bugle = page.locator("#timeline").get_by_role("button", name="Bugle 1", exact=True)
    bugle.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Only Bugle").wait_for()
    assert titles.all_text_contents() == ["A mill"]
    wait_for_focus(page, "Bugle")
    page.get_by_role("button", name="Show all").click()
    page.get_by_text("3 articles, ").wait_for()
    page.get_by_role("button", name="May 2024: 1 article (Courier 1)").click()
    page.get_by_text("Only 1 May 2024 to 31 May 2024").wait_for()
    assert titles.all_text_contents() == ["The tram"]


def test_the_address_says_what_the_list_shows(serve: Serve, open_page, tmp_path: Path) -> None:
    many = [
        Article(f"{n}", f"Report {n} of the day.", f"Title {n:03}", source, date(2024, 5, 1))
        for n, source in zip(range(240), cycle(["Courier", "Bugle"]), strict=False)
    ]
    build(articles=many, store=tmp_path / "store")
    page = open_page(serve(tmp_path / "store"))
    titles = open_library(page)
    search = page.get_by_label("Search in titles, sources and texts")

    def first_is(title: str) -> None:
        page.wait_for_function(
            "title => document.querySelector('#listing .title')?.textContent.trim() === title",
            arg=title,
        )

    page.locator("#listing").get_by_role("button", name="Next").wait_for()
    page.locator("#timeline").get_by_role("button", name="Bugle 120", exact=True).click()
    page.get_by_text("Only Bugle").wait_for()
    page.get_by_role("columnheader", name="Title").get_by_role("button").click()
    page.locator("[aria-sort=ascending]", has_text="Title").wait_for()
    page.get_by_role("button", name="Next").click()
    first_is("Title 101")
    assert page.url.endswith("?v=articles&source=Bugle&sort=title&p=2")
    page.reload()
    page.wait_for_selector("#frame", state="detached")
    first_is("Title 101")
    assert page.get_by_text("Only Bugle").is_visible()
    page.go_back()
    first_is("Title 001")
    page.go_back()
    page.go_back()
    page.get_by_text("240 articles, ").wait_for()
    assert page.url.endswith("?v=articles")
    for typed in ("0", "07", "077"):
        search.fill(typed)
    first_is("Title 077")
    page.wait_for_url("**?v=articles&q=077")
    titles.first.click()
    page.locator(".reader").wait_for()
    page.go_back()
    page.locator(".reader").wait_for(state="hidden")
    assert titles.count() == 1
    page.go_back()
    page.get_by_text("240 articles, ").wait_for()
    sync_api.expect(search).to_have_value("")
    page.go_forward()
    first_is("Title 077")
    sync_api.expect(search).to_have_value("077")
    go_back(page)
    assert "077" not in page.url
    go_to(page, "Articles")  # as it was left
    assert titles.count() == 1 and page.url.endswith("?v=articles&q=077")


def test_closing_an_article_leaves_what_was_searched_meanwhile(
    serve: Serve, open_page, store: Path
) -> None:
    page = open_page(serve(store))
    titles, search = open_library(page), page.get_by_label("Search in titles, sources and texts")
    search.fill("mi")
    page.get_by_text("1 article", exact=True).wait_for()
    titles.first.click()
    page.locator(".reader").wait_for()
    search.fill("st")
    page.locator("#listing .title", has_text="Storm").wait_for()
    page.keyboard.press("Escape")
    page.locator(".reader").wait_for(state="hidden")
    page.wait_for_timeout(600)
    sync_api.expect(search).to_have_value("st")
    assert titles.all_text_contents() == ["Storm"]


def test_one_article_after_another_is_closed_at_once(serve: Serve, open_page, store: Path) -> None:
    page = open_page(f"{serve(store)}?v=articles&a=tram")
    reader = page.locator(".reader")
    reader.get_by_role("heading", name="The tram").wait_for()
    page.locator("#listing .title", has_text="A mill").click()
    reader.get_by_role("heading", name="A mill").wait_for()
    page.keyboard.press("Escape")
    reader.wait_for(state="hidden")
    page.wait_for_timeout(600)
    assert not reader.is_visible() and "&a=" not in page.url


def test_a_wrong_address_shows_what_is_right_in_it(serve: Serve, open_page, store: Path) -> None:
    wrong = "v=articles&p=0x&sort=colour&from=2024-13-01&until=soon&source=Bugle"
    page = open_page(f"{serve(store)}?{wrong}")
    page.get_by_text("Only Bugle").wait_for()
    assert page.locator("#listing .title").all_text_contents() == ["A mill"]


def test_many_articles_have_pages(serve: Serve, open_page, tmp_path: Path) -> None:
    many = [Article(f"{n}", f"Report {n} of the day.", f"Title {n:03}") for n in range(120)]
    build(articles=many, store=tmp_path / "store")
    page = open_page(serve(tmp_path / "store"))
    titles = open_library(page)
    assert titles.count() == 50
    pages = page.get_by_role("navigation", name="Pages")
    pages.get_by_role("button", name="Next").click()
    pages.get_by_text("51 to 100 of 120").wait_for()
    pages.get_by_role("button", name="Next").click()
    pages.get_by_text("101 to 120 of 120").wait_for()
    assert titles.count() == 20
    assert pages.get_by_role("button", name="Next").is_disabled()


def test_files_can_be_dropped_anywhere(serve: Serve, open_page, store: Path) -> None:
    page = open_page(serve(store))
    page.locator("#latest").evaluate(DROP)
    dialog = page.get_by_role("dialog", name="Add articles")
    dialog.wait_for()
    page.locator("#files [aria-label='dropped.txt']").wait_for()
    for _ in range(12):  # Tab stays within
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('#adding').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert not dialog.is_visible()


@pytest.mark.slow
def test_previewed_edited_added_and_opened(serve: Serve, open_page, store: Path) -> None:
    page = open_page(serve(store))
    open_library(page)
    open_adding(page)
    rows = [
        {"id": "odd", "title": HOSTILE, "source": HOSTILE, "text": f"{HOSTILE} It is."},
        {"id": "tram", "title": "The tram", "text": "The tram opened. It was on time."},
        {"id": "none", "title": "No text"},
    ]
    content = "\n".join(map(json.dumps, rows)).encode()
    upload = {"name": "news.jsonl", "mimeType": "text/plain", "buffer": content}
    page.locator("#files input[type=file]").evaluate(NOTE)
    page.locator("#files button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("window.choosing")  # the browser's own dialog would open
    page.locator("#files input[type=file]").set_input_files([upload])
    page.locator("#files [aria-label='news.jsonl']").wait_for()
    page.get_by_role("button", name="Preview").click()
    preview = page.locator(".preview")
    preview.wait_for()
    wait_for_focus(page, "Look it over, then add")
    said = preview.inner_text()
    assert "2 articles were read (1 new, 1 changed). Nothing is stored yet." in said
    assert "uploads/news.jsonl, line 3" in said and 'has no field "text"' in said
    title = page.get_by_label("Title of article 1")
    assert title.input_value() == HOSTILE
    assert HOSTILE in preview.locator(".opening").first.inner_text()
    page.get_by_label("Source of article 1").fill("The Gazette")
    page.get_by_label("Date of article 1").fill("soon")
    page.get_by_label("Title of article 2").fill("The tram was on time")
    page.keyboard.press("Enter")
    preview.get_by_text("“soon” is not a day.").wait_for()
    wait_for_focus(page, "Date of article 1")
    assert page.get_by_label("Title of article 2").input_value() == "The tram was on time"
    with open_store(store) as opened:
        assert opened.counts()[0] == 3
    page.get_by_label("Date of article 1").fill("2025-06-01")
    page.get_by_role("button", name="Add 2 articles").click()
    page.locator("#report .report").wait_for()
    assert "1 article added, 1 changed." in page.locator("#report").inner_text()
    page.keyboard.press("Escape")
    preview.wait_for(state="detached")
    page.locator("#listing").get_by_text("The tram was on time").wait_for()
    titles = page.locator("#listing .title")
    assert titles.first.text_content() == HOSTILE
    titles.first.click()
    page.locator(".reader").wait_for()
    assert page.locator(".reader h2").text_content() == HOSTILE
    assert "The Gazette" in page.locator(".reader .about").inner_text()
    page.keyboard.press("Escape")
    page.locator(".reader").wait_for(state="hidden")
    page.get_by_role("button", name=f"Remove {HOSTILE}").click()
    page.get_by_role("button", name="Undo").wait_for()
    assert HOSTILE in page.locator(".removal").inner_text()
    assert page.evaluate("window.pwned") is None
    assert page.locator("main img, main script").count() == 0


@pytest.mark.slow
def test_removed_and_undone(serve: Serve, open_page, store: Path) -> None:
    page = open_page(serve(store))
    titles = open_library(page)
    page.get_by_role("button", name="Remove A mill").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Undo").wait_for()
    wait_for_focus(page, "Undo")
    assert titles.all_text_contents() == ["The tram", "Storm"]
    assert "gone for good" in page.locator(".removal").inner_text()
    page.locator(".view-about", has_text="2 articles · 1 source").wait_for()
    page.get_by_label("Search in titles, sources and texts").fill("tram")
    page.get_by_text("1 article", exact=True).wait_for()
    page.get_by_role("button", name="Undo").press("Enter")  # it is still offered
    page.locator(".view-about", has_text="3 articles · 2 sources").wait_for()
    page.get_by_label("Search in titles, sources and texts").fill("")
    page.get_by_role("button", name="Remove A mill").wait_for()
    with open_store(store) as opened:
        assert opened.article("mill") == MILL
    page.get_by_role("button", name="Remove Storm").click()
    page.get_by_role("button", name="Undo").wait_for()
    page.get_by_role("button", name="Remove A mill").click()
    page.locator(".removal", has_text="A mill").wait_for()
    assert page.get_by_role("button", name="Undo").count() == 1
    go_back(page)
    go_to(page, "Articles")
    page.locator(".removal").wait_for(state="detached")
    assert titles.all_text_contents() == ["The tram"]


def test_a_slow_answer_holds_nothing_up(serve: Serve, open_page, store: Path) -> None:
    may_end = threading.Event()

    def stream(question, opened, settings) -> Iterator[object]:
        yield quoted(TRAM, question.text, "The tram")
        may_end.wait(60)

    page = open_page(serve(store, stream=stream))
    try:
        page.get_by_role("textbox", name="Your question").fill("Is it slow?")
        page.keyboard.press("Enter")
        page.locator("#latest .answer[aria-busy=true]").wait_for()
        titles = open_library(page)
        page.get_by_label("Search in titles, sources and texts").fill("storm")
        page.get_by_text("1 article", exact=True).wait_for()
        titles.first.click()
        page.locator(".reader").wait_for()
        page.keyboard.press("Escape")
        page.locator(".reader").wait_for(state="hidden")
        open_adding(page)
        page.locator("#files button").first.evaluate(DROP)
        page.locator("#files [aria-label='dropped.txt']").wait_for()
        page.get_by_role("button", name="Preview").click()
        page.get_by_role("button", name="Add the article").click()
        page.locator("#report .report").wait_for()
        assert "1 article added" in page.locator("#report").inner_text()
        page.keyboard.press("Escape")
        go_back(page)
        assert page.locator("#latest .answer[aria-busy=true]").count() == 1
    finally:
        may_end.set()
    page.locator("#latest .answer[aria-busy=false]").wait_for()


def test_nothing_is_as_wide_as_to_leave_a_phone(serve: Serve, open_page, store: Path) -> None:
    page = open_page(serve(store), viewport={"width": 390, "height": 844})
    open_library(page)
    open_adding(page)
    long = "https://x.example/" + "word" * 60
    page.get_by_label("Text to paste").fill(f"title: {long}\nsource: {long}\n\nIt is long. {long}")
    page.get_by_role("button", name="Preview").click()
    page.locator(".preview").wait_for()
    for name in ("Title", "Source", "Date"):
        bounds = page.get_by_label(f"{name} of article 1").bounding_box()
        assert bounds and bounds["x"] >= 0 and bounds["width"] > 100
        assert bounds["x"] + bounds["width"] <= 390
    page.get_by_role("button", name="Add the article").click()
    page.locator("#report .report").wait_for()
    page.keyboard.press("Escape")
    page.locator("#listing").get_by_text(long).first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    table = page.get_by_role("table", name="Articles")  # rows are blocks here, and still rows
    assert table.get_by_role("row").count() == 5 and table.get_by_role("cell").count() > 0
    page.get_by_role("button", name="Discard").wait_for(state="detached")


@pytest.mark.slow
def test_following_tags_and_earlier_texts(serve: Serve, open_page, store: Path) -> None:
    for number in range(2):
        told = Article("toll", f"The toll is {number} crowns.", "The toll", tags=("bay",))
        build(fetched={"https://news.example/toll": [Found(told)]}, store=store, versions=3)
    page = open_page(serve(store))
    titles = open_library(page)
    page.locator(".following summary").click()
    page.fill(".follow-form [name=address]", "https://news.example/feed?key=SECRET")
    page.fill(".follow-form [name=tags]", "bay")
    page.get_by_role("button", name="Follow", exact=True).click()
    followed = page.locator(".followed li")
    sync_api.expect(followed).to_contain_text("news.example/feed?… #bay")
    assert page.locator("details.following").get_attribute("open") is not None
    assert page.input_value(".follow-form [name=address]") == ""
    (one,) = Subscriptions(store).all()
    assert (one.address, one.tags) == ("https://news.example/feed?key=SECRET", ("bay",))
    page.get_by_role("button", name="Stop following").click()
    sync_api.expect(followed).to_have_count(0)

    page.locator(".library .tag").click()
    sync_api.expect(titles).to_have_count(1)
    titles.first.click()
    page.locator(".versions summary").click()
    page.locator(".versions button").first.click()
    text = page.locator(".reader-text")
    sync_api.expect(text).to_have_text("The toll is 0 crowns.")
    page.get_by_role("button", name="As it stands now").click()
    sync_api.expect(text).to_have_text("The toll is 1 crowns.")
