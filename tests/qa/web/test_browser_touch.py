"""The page in Chromium on a phone: what is touched is large enough."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from in_browser import ask, go_to, open_adding, open_rail, unfold

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Serve = Callable[..., str]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALL = """() => {
  const touched = "button, a[href], input, select, summary, textarea";
  const seen = (one) => one.checkVisibility({ visibilityProperty: true });
  const bars = (one) => one.closest(".brush, .timeline-bars"); // as narrow as their time
  const size = (one) => {
    const { width, height } = (one.closest("label:has(input)") ?? one).getBoundingClientRect();
    const around = getComputedStyle(one, "::after"); // what is touched, too
    const has = around.position === "absolute" && around.content !== "none";
    return [has ? parseFloat(around.width) : 0, has ? parseFloat(around.height) : 0].map(
      (more, at) => Math.max(more, [width, height][at]));
  };
  return [...document.querySelectorAll(touched)]
    .filter((one) => seen(one) && !bars(one) && one.getBoundingClientRect().width > 1)
    .map((one) => [...size(one).map(Math.round), one.outerHTML.slice(0, 120)])
    .filter(([width, height, html]) => {
      const least = html.includes('class="marker"') ? 28 : 44; // numbers stand side by side
      return width < least || height < 44;
    });
}"""


def test_what_is_touched_is_44_pixels_wide_and_high(
    serve: Serve, open_page, seed_folder: Path, tmp_path: Path
) -> None:
    store = shutil.copytree(seed_folder, tmp_path / "store")
    page = open_page(serve(store, examples=True), **PHONE)
    small: list[str] = []

    def look(where: str) -> None:
        page.wait_for_timeout(500)
        small.extend(f"{where}: {one}" for one in page.evaluate(SMALL))

    look("start")
    exchange = ask(page, "How did the cost of the Harbour Tram change?")
    look("answer")
    exchange.locator(".to-evidence").click()
    look("evidence")
    page.keyboard.press("Escape")
    exchange.locator(".marker").first.click()
    page.locator(".reader mark").first.wait_for()
    look("article")
    page.keyboard.press("Escape")
    exchange.get_by_role("button", name="Wrong", exact=True).click()
    exchange.get_by_text("Feedback saved.").wait_for()
    look("judging")
    for name in ("Dates", "Sources"):
        unfold(page, name)
        look(name)
        page.keyboard.press("Escape")
    open_rail(page)
    look("conversations")
    page.keyboard.press("Escape")
    go_to(page, "Articles")
    page.locator("#listing .title").first.wait_for()
    page.locator(".following > summary").click()
    page.locator(".timeline-numbers summary").click()
    look("articles")
    open_adding(page)
    page.get_by_label("Text to paste").fill("date 2025-03-01 The old mill was sold again.")
    page.get_by_role("button", name="Preview").click()
    page.locator(".preview").wait_for()
    look("adding")
    page.keyboard.press("Escape")
    go_to(page, "Stories")
    page.locator("#telling li [data-story]").first.click()
    page.locator("#story-title").wait_for()
    look("story")
    go_to(page, "Settings")
    page.locator("#verdicts .verdict").wait_for()
    look("settings")
    assert not small, "\n".join(small)
