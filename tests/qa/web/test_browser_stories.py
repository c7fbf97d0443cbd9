"""The stories in Chromium: the list, one of them as a timeline, and a question within it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from in_browser import ask, go_to

from index import Article, Settings, build, remove

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

LONG = 30_000
HOSTILE = "<img src=x onerror=window.pwned=1>${window.pwned=1}"
COST = (
    "The Harbour Tram in Port Aldry will cost {} million crowns, said the Harbour Tram Authority."
)


def tram(number: int, cost: int, title: str) -> Article:
    text = f"{COST.format(cost)} Nobody in Port Aldry was surprised, wrote reporter {number}."
    return Article(f"tram{number}", text, title, "Courier", date(2024, 5, number))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    articles = [
        tram(1, 412, f"Harbour Tram {HOSTILE}"),
        tram(9, 455, f"Harbour Tram dearer {HOSTILE}"),
        Article("mill", "A museum opened in the old mill.", "A mill", "Bugle", date(2024, 5, 3)),
    ]
    build(articles=articles, store=tmp_path / "store")
    return tmp_path / "store"


def test_listed_told_and_asked_within(serve: Callable[..., str], open_page, store: Path) -> None:
    page = open_page(serve(store))
    go_to(page, "Stories")
    story = page.locator("#telling [data-story]")
    story.wait_for()
    assert HOSTILE in story.inner_text()
    assert page.locator(".days-strip rect").count() == 2
    story.click()
    page.locator("#story-title").wait_for()
    page.wait_for_function("document.activeElement.id === 'story-title'")
    days = page.locator("#telling .day").all_inner_texts()
    assert days == ["1 May 2024:\nCourier", "9 May 2024:\nCourier"]
    assert page.locator(".strip b").all_inner_texts() == [
        "412 million crowns",
        "455 million crowns",
    ]
    page.locator(".strip-point").last.click()
    assert "455" in page.locator(".reader mark").inner_text()
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Ask within this story").click()
    chip = page.locator(".of-story")
    chip.wait_for()
    assert HOSTILE in chip.inner_text()
    assert "museum" not in ask(page, "What opened in the old mill?").inner_text()
    within = page.locator(".asked-of").last.inner_text()
    assert within.startswith("Only articles of the story “Harbour Tram") and HOSTILE in within
    chip.get_by_role("button", name="Search all stories").click()
    chip.wait_for(state="hidden")
    assert "A museum opened" in ask(page, "What was opened in the old mill?").inner_text()
    assert page.evaluate("window.pwned") is None


@pytest.mark.slow
def test_a_story_has_an_address(serve: Callable[..., str], open_page, store: Path) -> None:
    url = serve(store)
    page = open_page(url)
    go_to(page, "Stories")
    listed, title = page.locator("#telling li [data-story]"), page.locator("#story-title")
    listed.click()
    sync_api.expect(title).to_be_focused(timeout=LONG)
    story = page.url
    assert "?v=stories&t=" in story
    page.go_back()
    sync_api.expect(listed).to_be_focused(timeout=LONG)
    assert page.url == f"{url}?v=stories"
    page.go_forward()
    sync_api.expect(title).to_be_focused(timeout=LONG)
    page.reload()
    title.wait_for()
    assert page.url == story
    page.locator("#telling .strip-point").last.click()
    page.locator(".reader mark").wait_for()
    article = page.url
    assert article.startswith(f"{story}&a=tram9&s=")
    page.go_back()
    page.locator(".reader").wait_for(state="hidden")
    title.wait_for()
    page.get_by_role("button", name="All stories").click()
    sync_api.expect(listed).to_be_focused(timeout=LONG)
    page.go_back()
    sync_api.expect(title).to_be_focused(timeout=LONG)
    page.locator(".foot [data-view=stories]").click()  # in a story, leads to all of them
    listed.wait_for()
    assert page.url == f"{url}?v=stories"
    page.go_back()
    page.get_by_role("button", name="Ask within this story").click()
    page.locator("body[data-view=chat]").wait_for()
    assert page.url == url
    page.go_back()
    title.wait_for()

    shared = open_page(url)  # somebody else, with the link
    shared.goto(article)
    shared.locator("#story-title").wait_for()
    shared.locator(".reader mark").wait_for()

    remove(["tram1"], store=store, settings=Settings(store=store))
    page.reload()
    page.get_by_text("The story that the address names is not there any more.").wait_for()
    page.wait_for_function("want => location.href === want", arg=f"{url}?v=stories")
    page.get_by_text("No two dated articles tell of one story yet.").wait_for()


def test_without_stories_a_sentence_says_so(
    serve: Callable[..., str], open_page, tmp_path: Path
) -> None:
    build(articles=[tram(1, 412, "Harbour Tram")], store=tmp_path / "store")
    page = open_page(serve(tmp_path / "store"))
    go_to(page, "Stories")
    page.get_by_text("No two dated articles tell of one story yet.").wait_for()
