"""The page in Chromium: whatever is taken away by a key, the focus does not fall to the body."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from in_browser import ask, go_back, go_to, open_adding, settled
from shown import all_at_once, built

from index import Article, build

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Serve = Callable[..., str]
MILL = Article("mill", "The mill was sold.", "A mill", "Bugle", date(2023, 5, 1), tags=("bay",))
LATER = 700
"""Milliseconds after which the focus has come to rest."""


@pytest.fixture
def page(serve: Serve, open_page, tmp_path: Path) -> "sync_api.Page":
    build(articles=[MILL], store=built(tmp_path))
    return open_page(serve(tmp_path / "store", stream=all_at_once))


def press(page: "sync_api.Page", button: "sync_api.Locator") -> None:
    """Presses Enter on it, and looks where the focus is once what follows has come."""
    button.focus()
    page.keyboard.press("Enter")
    look(page, str(button))


def look(page: "sync_api.Page", after: str) -> None:
    page.wait_for_timeout(LATER)
    assert page.evaluate("document.activeElement !== document.body"), after


def test_where_one_asks(page: "sync_api.Page") -> None:
    exchange = ask(page, "When does it open?")
    press(page, exchange.get_by_role("button", name="Wrong", exact=True))
    press(page, exchange.get_by_role("button", name="Undo").locator("visible=true"))
    press(page, exchange.locator(".marker").first)
    press(page, page.get_by_role("button", name="Close").locator("visible=true").first)
    press(page, exchange.locator(".kind summary"))
    press(page, exchange.locator(".kind [data-stop]").locator("visible=true").last)
    exchange.locator(".answer[aria-busy=false]").wait_for()
    press(page, exchange.get_by_role("button", name="Edit the question"))
    page.keyboard.press("Enter")
    look(page, "Enter in the field")
    press(page, exchange.get_by_role("button", name="Ask again"))
    page.locator("#rail .talks summary").first.focus()
    press(page, page.locator("#rail .talks summary").first)
    press(page, page.get_by_role("button", name="Delete").locator("visible=true"))
    press(page, page.get_by_role("button", name="Undo").locator("visible=true"))


def test_among_the_articles(page: "sync_api.Page") -> None:
    go_to(page, "Articles")
    page.locator("#listing .title").first.wait_for()
    settled(page)  # the list is shown once more when the view is opened
    press(page, page.locator("#listing .tag").first)
    press(page, page.get_by_role("button", name="Show all"))
    press(page, page.get_by_role("button", name="Remove A mill"))
    press(page, page.get_by_role("button", name="Undo").locator("visible=true"))
    press(page, page.locator(".following > summary"))
    page.fill(".follow-form [name=address]", "https://news.example/feed")
    press(page, page.get_by_role("button", name="Follow", exact=True))
    press(page, page.get_by_role("button", name="Stop following"))
    dialog = open_adding(page)
    page.get_by_label("Text to paste").fill("date 2025-03-01 The old mill was sold again.")
    press(page, dialog.get_by_role("button", name="Preview"))
    press(page, dialog.get_by_role("button", name="Add the article"))
    page.locator("#report .report").wait_for()
    page.keyboard.press("Escape")
    look(page, "Escape in the dialog")


def test_in_the_settings_and_back(page: "sync_api.Page") -> None:
    exchange = ask(page, "When does it open?")
    exchange.get_by_role("button", name="Right", exact=True).click()
    exchange.locator("[data-judge=right][aria-pressed=true]").wait_for()
    go_to(page, "Settings")
    verdict = page.locator("#verdicts .verdict").first
    verdict.wait_for()
    press(page, verdict.locator("[data-remove]"))
    press(page, page.locator("#verdicts [data-restore]"))
    page.keyboard.press("Alt+ArrowLeft")
    look(page, "Back")
    page.keyboard.press("Alt+ArrowRight")
    look(page, "Forward")
    go_back(page)
    look(page, "Back to the conversation")
