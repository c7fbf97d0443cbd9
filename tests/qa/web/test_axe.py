"""axe finds nothing worse than minor in what the page shows, in light and dark and on a phone."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from in_browser import ask, box, go_back, go_to, open_adding, open_rail, settled, unfold
from shown import all_at_once, built

import qa.pipeline
from qa.generation.pool import AnswererPool
from qa.question import Question
from qa.settings import QASettings
from qa.types import Answer
from qa.web.model_download import ModelDownloader

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)

pytestmark = pytest.mark.browser

Serve = Callable[..., str]
PHONE = {"width": 390, "height": 844}
TABLET = {"width": 820, "height": 1180}
DESK = {"width": 1280, "height": 800}
DRAG = """() => {
  const carried = new DataTransfer();
  carried.items.add(new File(["The lighthouse was painted."], "dropped.txt"));
  const about = { dataTransfer: carried, bubbles: true };
  document.body.dispatchEvent(new DragEvent("dragover", about));
}"""
_SEEN_THROUGH = ".card .title::after { display: none !important; }"
"""axe leaves out the contrast of what such a thing covers, though one sees through it."""


def serious(page: "sync_api.Page") -> list[str]:
    """What axe finds, as far as it is more than minor."""
    page.add_style_tag(content=_SEEN_THROUGH)
    response = axe.Axe().run(page).response
    assert len(response["passes"]) > 20  # it did look
    return [
        f"{one['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for one in response["violations"]
        if one["impact"] in ("moderate", "serious", "critical")
        for node in one["nodes"]
    ]


def serious_of_hint(page: "sync_api.Page") -> list[str]:
    """The same while a quotation is shown at its marker: once more where the page was drawn anew
    meanwhile, and the marker lost the focus."""
    marker = page.locator("#latest .marker").first
    for _ in range(5):
        marker.hover()
        page.locator("#latest .hint").first.wait_for()
        found = serious(page)
        if page.locator("#latest .hint").first.is_visible():
            return found
    pytest.fail("the quotation does not stay")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(DESK, "light"), (DESK, "dark"), (TABLET, "light"), (PHONE, "light"), (PHONE, "dark")],
    ids=["desk", "desk-dark", "tablet", "phone", "phone-dark"],
)
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
    is_narrow = viewport is not DESK
    found = {"start": serious(page)}
    unfold(page, "Dates").get_by_label("From").fill("2025-02-01")
    found["dates"] = serious(page)
    page.keyboard.press("Escape")
    unfold(page, "Sources").get_by_role("checkbox", name="Courier").check()
    found["sources chosen"] = serious(page)
    page.keyboard.press("Escape")
    unfold(page, "Who writes the answer")
    found["answerers"] = serious(page)
    page.keyboard.press("Escape")
    for question in ("What of nothing?", "When does it open?"):
        ask(page, question)
        found[question] = serious(page)
    page.locator("#latest .kind summary").click()
    page.locator("#latest .kind .menu-items").wait_for()
    found["kinds"] = serious(page)
    page.keyboard.press("Escape")
    page.locator("#latest .dropped summary").click()
    page.get_by_role("button", name="Wrong", exact=True).last.click()
    page.locator("#latest form[data-form=correction]").wait_for()
    page.locator("#latest").get_by_text("Feedback saved.").wait_for()  # else it comes in between
    found["unfolded"] = serious(page)
    page.get_by_role("button", name="Wrong source").last.click()
    page.locator("#latest form[data-form=sources]").wait_for()
    found["wrong source"] = serious(page)
    if is_narrow:
        page.locator("#latest .to-evidence").click()
        page.locator("body.shows-side").wait_for()
        page.wait_for_function("document.getAnimations().length === 0")  # it has slid in
        found["sheet"] = serious(page)
        page.keyboard.press("Escape")
        page.locator("#latest .marker").first.click()
    else:
        found["quotation"] = serious_of_hint(page)
        page.locator("#latest .marker").first.click()
    page.locator(".reader mark").wait_for()
    found["article"] = serious(page)
    page.keyboard.press("Escape")
    page.locator(".reader").wait_for(state="hidden")
    go_to(page, "Articles")
    page.locator("#listing .title").first.wait_for()
    found["articles"] = serious(page)
    go_to(page, "Stories")
    page.locator("#telling .said").wait_for()
    found["stories"] = serious(page)
    go_to(page, "Articles")
    open_adding(page)
    page.get_by_label("Text to paste").fill("date 2025-03-01 The old mill was sold.")
    found["adding"] = serious(page)
    page.get_by_role("button", name="Preview").click()
    page.get_by_label("Date of article 1").fill("soon")
    page.get_by_role("button", name="Add the article").click()
    page.locator(".preview-row .problem").wait_for()
    found["preview"] = serious(page)
    page.get_by_label("Date of article 1").fill("2025-03-01")
    page.get_by_role("button", name="Add the article").click()
    page.locator("#report .report").wait_for()
    page.keyboard.press("Escape")
    page.locator("#timeline svg").wait_for()
    page.get_by_role("button", name="Remove The tram").click()
    page.get_by_role("button", name="Undo").locator("visible=true").wait_for()
    found["library"] = serious(page)
    go_to(page, "Settings")
    page.locator("#verdicts .verdict").wait_for()
    page.get_by_role("button", name="Test").click()
    page.locator("#model-result .problem").wait_for()
    found["settings"] = serious(page)
    go_back(page)
    open_rail(page)
    row = page.locator("#rail .talks li").first
    row.hover()
    row.locator("summary").click()
    found["conversation's menu"] = serious(page)
    row.get_by_role("button", name="Rename").click()
    found["renaming"] = serious(page)
    page.keyboard.press("Escape")
    row.hover()
    row.locator("summary").click()
    row.get_by_role("button", name="Delete").click()
    page.locator("#talk-list .removed").wait_for()
    found["deleted"] = serious(page)
    nothing(found)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone-dark"]
)
def test_axe_finds_nothing_in_what_comes_and_goes(
    serve: Serve,
    open_page,
    seed_folder: Path,
    tmp_path: Path,
    viewport: dict[str, int],
    scheme: str,
) -> None:
    store = shutil.copytree(seed_folder, tmp_path / "store")
    may_end = threading.Event()

    def stream(question: Question, *about: Any) -> Iterator[Answer]:
        """The pipeline's answers; one about the weather grows until it may end."""
        if "weather" not in question.text:
            yield from qa.pipeline.stream(question, *about)
            return
        begun = Answer(question.text, question.text, "unanswered", "", 0.5)
        while not may_end.wait(0.05):
            yield replace(begun, draft="It will rain.", model="Model-1B", answerer="local")
        yield begun

    page = open_page(serve(store, stream=stream), viewport=viewport, color_scheme=scheme)
    found = {}
    for kind, question in (
        ("strip", "How did the cost of the Harbour Tram change?"),
        ("dated list", "Give me a timeline of the Harbour Tram"),
        ("collection", "How many articles are there?"),
    ):
        ask(page, question)
        found[kind] = serious(page)
    go_to(page, "Stories")
    page.locator("#telling li [data-story]").first.click()
    page.locator("#story-title").wait_for()
    found["story"] = serious(page)
    go_to(page, "Articles")
    page.locator("#listing .title").first.wait_for()
    page.locator(".following > summary").click()
    found["following"] = serious(page)
    page.evaluate(DRAG)
    page.locator("body.is-dropping").wait_for()
    found["drop"] = serious(page)
    page.evaluate("document.body.classList.remove('is-dropping')")
    go_back(page)
    box(page).fill("How is the weather?")
    box(page).press("Enter")
    page.locator("#latest .draft").wait_for()
    found["growing"] = serious(page)
    may_end.set()
    page.get_by_role("button", name="Send").wait_for()
    settled(page)  # a request that is cut off is told by Gradio's own toast
    page.context.set_offline(True)
    page.get_by_text("The connection is lost.").wait_for()
    found["lost connection"] = serious(page)
    page.context.set_offline(False)
    nothing(found)


def nothing(found: dict[str, list[str]]) -> None:
    """Nothing was found in any state."""
    assert not any(found.values()), "\n".join(
        f"{where}: {one}" for where, all_of_it in found.items() for one in all_of_it
    )
