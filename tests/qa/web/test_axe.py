"""axe finds nothing serious in what the page shows, in light and dark and on a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from in_browser import fill
from shown import all_at_once, built

from qa.generation.pool import AnswererPool
from qa.settings import QASettings
from qa.web.model_download import ModelDownloader

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)

pytestmark = pytest.mark.browser

Serve = Callable[..., str]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
_SEEN_THROUGH = (
    "#composer::before, .card .title::after, [role=tab]::after { display: none !important; }"
)
"""axe leaves out the contrast of what such a thing covers, though one sees through it."""


def serious(page: "sync_api.Page") -> list[str]:
    """What axe finds, as far as it is serious."""
    page.add_style_tag(content=_SEEN_THROUGH)
    response = axe.Axe().run(page).response
    assert len(response["passes"]) > 20  # it did look
    return [
        f"{one['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for one in response["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def serious_of_hint(page: "sync_api.Page") -> list[str]:
    """The same while a quotation is shown at its marker: once more where the page was drawn anew
    meanwhile, and the marker lost the focus."""
    marker = page.locator("#latest .marker").first
    for _ in range(5):
        marker.focus()
        page.locator("#latest .hint").first.wait_for()
        found = serious(page)
        if marker.evaluate("marker => marker === document.activeElement"):
            return found
    pytest.fail("the marker does not keep the focus")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    serve: Serve, open_page, tmp_path: Path, viewport: dict[str, int], scheme: str
) -> None:
    store = built(tmp_path)
    hosted = {"answerer": "auto", "hosted_url": "http://127.0.0.1:9/v1", "hosted_model": "big"}
    settings = QASettings(store=store, **hosted)
    url = serve(
        store,
        stream=all_at_once,
        downloader=ModelDownloader(AnswererPool(settings)),
        settings=settings,
    )
    page = open_page(url, viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    found = {"start": serious(page)}
    page.locator("#filters > button").click()
    fill(page.get_by_label("From", exact=True), "2025-02-30", page.locator("#active .problem"))
    found["filters"] = serious(page)
    page.get_by_label("From", exact=True).fill("2025-02-01")
    page.locator(".active-filters").wait_for()
    page.locator("#filters > button").click()
    page.get_by_label("From", exact=True).wait_for(state="hidden")
    box = page.get_by_role("textbox", name="Your question")
    for question in ("What of nothing?", "When does it open?"):
        box.fill(question)
        box.press("Enter")
        page.locator("#latest .asked", has_text=question).wait_for()
        page.locator("#latest .judging").wait_for()
        found[question] = serious(page)
    page.locator("#latest .kind summary").click()
    page.locator("#latest .kinds").wait_for()
    found["kinds"] = serious(page)
    page.keyboard.press("Escape")
    for summary in page.locator("#latest summary:not(.kind *)").all():
        summary.click()
    page.get_by_role("button", name="Wrong", exact=True).last.click()
    page.locator("#latest form[data-form=correction]").wait_for()
    page.locator("#latest").get_by_text("Noted.").wait_for()  # else it comes in between
    found["unfolded"] = serious(page)
    page.get_by_role("button", name="Wrong source").last.click()
    page.locator("#latest form[data-form=sources]").wait_for()
    found["sources"] = serious(page)
    found["quotation"] = serious_of_hint(page)
    page.keyboard.press("Enter")
    page.locator(".reader mark").wait_for()
    found["article"] = serious(page)
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Articles").click()
    page.locator("#listing .title").first.wait_for()
    found["articles"] = serious(page)
    page.locator(".timeline-undated").wait_for()
    page.get_by_label("Text to paste").fill("date 2025-03-01 The old mill was sold.")
    page.get_by_role("button", name="Preview").click()
    page.get_by_label("Date of article 1").fill("soon")
    page.get_by_role("button", name="Add the article").click()
    page.locator(".preview-row .problem").wait_for()
    found["preview"] = serious(page)
    page.get_by_label("Date of article 1").fill("2025-03-01")
    page.get_by_role("button", name="Add the article").click()
    page.locator("#report .report").wait_for()
    page.locator(".timeline svg").wait_for()
    page.get_by_role("button", name="Remove The tram").click()
    page.get_by_role("button", name="Undo").wait_for()
    found["library"] = serious(page)
    page.get_by_role("tab", name="Conversations").click()
    page.locator(".talks [data-rename]").click()
    page.locator(".renaming input").wait_for()
    found["conversations"] = serious(page)
    page.locator(".talks [data-remove]").click()
    page.locator("#talk-list .removed").wait_for()
    found["deleted"] = serious(page)
    page.get_by_role("tab", name="Feedback").click()
    page.locator("#verdicts .verdict").wait_for()
    found["feedback"] = serious(page)
    page.get_by_role("tab", name="Model").click()
    page.get_by_role("button", name="Test").click()
    page.locator("#model-result .problem").wait_for()
    found["model"] = serious(page)
    assert {where: what for where, what in found.items() if what} == {}
