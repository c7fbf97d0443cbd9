"""The page in Chromium: which quotation is wrong, and the list of what was said of answers."""

from collections.abc import Callable
from pathlib import Path

import pytest
from in_browser import go_back, go_to
from shown import FAR, FIRST, SECOND, all_at_once, built

from eval.sets import read_set
from qa.history.feedback import Feedback
from qa.history.judgement import Judgement

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

Serve = Callable[..., str]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return built(tmp_path)


def ask(page: "sync_api.Page", question: str) -> "sync_api.Locator":
    """Asks, and gives the line under the answer."""
    page.get_by_role("textbox", name="Your question").fill(question)
    page.get_by_role("textbox", name="Your question").press("Enter")
    page.locator("#latest .asked", has_text=question).wait_for()
    line = page.locator("#latest").get_by_role("group", name="About this answer")
    line.wait_for()
    return line


def last(store: Path) -> Judgement:
    return Feedback(store).read()[-1]


@pytest.mark.slow
def test_a_quotation_is_said_to_be_wrong_by_keyboard(serve: Serve, open_page, store: Path) -> None:
    page = open_page(serve(store, stream=all_at_once), viewport=PHONE)
    line = ask(page, "When does it open?")
    wrong = line.get_by_role("button", name="Wrong", exact=True)
    wrong.focus()
    page.keyboard.press("Enter")
    button = line.get_by_role("button", name="Wrong source")
    button.focus()
    page.keyboard.press("Enter")
    first = line.get_by_role("checkbox", name=FIRST)
    sync_api.expect(first).to_be_focused(timeout=30_000)
    assert not line.get_by_label("What would be right?").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the second
    assert line.get_by_role("checkbox", name=SECOND).is_checked()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.keyboard.press("Enter")
    line.get_by_text("Feedback saved. Quotation 2 does not support it.").wait_for()
    sync_api.expect(wrong).to_be_focused(timeout=30_000)
    assert (last(store).verdict, last(store).wrong_sources) == ("wrong", (2,))
    line.get_by_role("button", name="Right", exact=True).click()
    line.locator("[data-judge=right][aria-pressed=true]").wait_for()
    assert (last(store).verdict, last(store).wrong_sources) == ("right", (2,))
    wrong.click()
    line.locator("[data-judge=wrong][aria-pressed=true]").wait_for()
    button.click()
    assert line.get_by_role("checkbox", name=SECOND).is_checked()
    line.get_by_role("checkbox", name=FAR).check()
    line = page.locator("#earlier").get_by_role("group")  # it moves up with its form open
    ask(page, "What of nothing?")
    assert line.get_by_role("checkbox", name=FAR).is_checked()
    line.get_by_role("button", name="Save").locator("visible=true").click()
    line.get_by_text("Quotations 2 and 3 do not support it.").wait_for()
    assert last(store).wrong_sources == (2, 3)
    assert page.locator("#latest").get_by_role("button", name="Wrong source").count() == 0


@pytest.mark.slow
def test_what_was_said_is_listed_taken_back_and_exported(
    serve: Serve, open_page, store: Path, tmp_path: Path
) -> None:
    page = open_page(serve(store, stream=all_at_once))
    go_to(page, "Settings")
    page.get_by_text("No answer has been judged yet.").wait_for()
    go_back(page)
    first = ask(page, "When does it open <b>?")
    first.get_by_role("button", name="Wrong", exact=True).click()
    first.get_by_label("What would be right?").fill("in <i>June</i>")
    page.keyboard.press("Enter")
    first.get_by_text("Feedback saved: in <i>June</i>").wait_for()
    second = ask(page, "And the fare?")
    second.get_by_role("button", name="Right", exact=True).click()
    second.get_by_text("Feedback saved.").wait_for()
    go_to(page, "Settings")
    entries = page.locator("#verdicts .verdict")
    entries.nth(1).wait_for()
    assert entries.locator(".judged").all_text_contents() == [
        "And the fare?", "When does it open <b>?",
    ]  # fmt: skip
    assert "Right would be: in <i>June</i>" in entries.nth(1).inner_text()
    with page.expect_download() as event:
        page.get_by_role("button", name="Export as a question set").click()
    event.value.save_as(tmp_path / "set.jsonl")
    assert event.value.suggested_filename == "questions-from-chat.jsonl"
    asked, skipped = read_set(tmp_path / "set.jsonl")
    assert skipped == [] and asked[0].answers == ("in <i>June</i>",)
    assert [gold.quote for gold in asked[1].gold] == [FIRST, SECOND, FAR]
    page.get_by_role("button", name="Take back: When does it open").click()
    undo = page.locator("#verdicts [data-restore]")
    undo.wait_for()
    sync_api.expect(undo).to_be_focused(timeout=30_000)
    assert entries.count() == 1
    assert [one.question for one in Feedback(store).read()] == ["And the fare?"]
    go_back(page)  # under the answer, too, it is gone
    earlier = page.locator("#earlier .under")
    earlier.locator("[data-judge=wrong][aria-pressed=false]").wait_for()
    assert "Feedback saved" not in earlier.inner_text()
    assert "Feedback saved." in page.locator("#latest .under").inner_text()
    go_to(page, "Settings")
    page.get_by_role("button", name="Take back: And the fare").click()
    page.get_by_text("No answer has been judged yet.").wait_for()
    sync_api.expect(undo).to_be_focused(timeout=30_000)
    go_back(page)  # however often the list is opened, it can be put back
    go_to(page, "Settings")
    undo.focus()
    page.keyboard.press("Enter")
    undo.wait_for(state="detached")
    assert entries.count() == 1 and len(Feedback(store).read()) == 1
    go_back(page)
    assert "Feedback saved." in page.locator("#latest .under").inner_text()
