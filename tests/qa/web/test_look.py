"""The page in Chromium: what an answer shows of its evidence, and what can be done with it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from in_browser import (
    MOST_SHIFTED,
    answered,
    ask,
    begin_anew,
    box,
    choose_sources,
    go_to,
    measure_shifts,
    shifted,
    unfold,
)
from shown import FAR, FIRST, SECOND, all_at_once, built

from index.errors import StoreError
from qa.settings import QASettings
from qa.types import Answer

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

Serve = Callable[..., str]


_IS_SEEN = """one => [[one], [one, "::after"], [one.closest("label") ?? one]].some((part) => {
  const style = getComputedStyle(...part);
  return style.outlineStyle === "solid" || style.boxShadow !== "none";
})"""
"""Whether one sees that it has the focus."""


_IS_CLEAR = """one => {
  const {left, top, width, height} = one.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  return one.contains(there) || there?.contains(one) || one.closest(".card") !== null;
}"""


def is_focused(locator: "sync_api.Locator") -> bool:
    return locator.evaluate("one => one === document.activeElement")


@pytest.fixture
def page(serve: Serve, open_page, tmp_path: Path) -> "sync_api.Page":
    """The page on one article, with an answer that has everything."""
    return open_page(serve(built(tmp_path), stream=all_at_once))


def test_a_chip_shows_its_quotation(page: "sync_api.Page") -> None:
    exchange = ask(page, "When does it open?")
    chip, hint = exchange.locator(".marker").first, exchange.locator(".hint").first
    assert chip.inner_text() == "2" or chip.inner_text() == "[2]"
    assert not hint.is_visible()
    chip.hover()
    hint.wait_for()
    assert "Courier" in hint.inner_text() and "The tram" in hint.inner_text()
    under, text = chip.bounding_box(), exchange.locator(".answer").bounding_box()
    shown = hint.bounding_box()
    assert under and text and shown
    furthest = text["x"] + text["width"] - shown["width"]
    assert abs(shown["x"] - min(under["x"], furthest)) < 1  # beside its number
    assert SECOND not in hint.inner_text()  # it is the sentence itself
    assert SECOND in exchange.locator(".hint").nth(1).text_content()
    hint.hover()  # it stays while one reads it
    page.wait_for_timeout(400)
    assert hint.is_visible()
    page.keyboard.press("Escape")
    assert not hint.is_visible()
    page.mouse.move(5, 5)
    chip.focus()
    hint.wait_for()
    assert chip.get_attribute("aria-describedby") == hint.get_attribute("id")
    page.keyboard.press("Escape")
    assert not hint.is_visible() and is_focused(chip)
    ids = [one.get_attribute("id") for one in exchange.locator(".hint").all()]
    assert len(set(ids)) == len(ids) == 5
    chip.click()  # the article takes its place, where the pointer still is
    page.wait_for_function("document.querySelector('.reader')?.contains(document.activeElement)")
    page.wait_for_timeout(400)
    assert not hint.is_visible()


def test_a_mark_says_how_well_each_sentence_is_supported(page: "sync_api.Page") -> None:
    exchange = ask(page, "When does it open?")
    marks = exchange.locator(".answer-text").get_by_role("img")
    names = [mark.get_attribute("aria-label") for mark in marks.all()]
    assert [name.partition(":")[0] for name in names if name] == [
        "Quoted",
        "Verified",
        "Verified",
        "Not verified",
    ]
    assert names[-1] == "Not verified: “late” is only feared there"
    legend = exchange.locator(".supports").inner_text()
    assert "Not verified: the checker did not find all of it in what it cites" in legend
    exchange.get_by_text("Show what was left out").click()
    assert exchange.get_by_text("It is the cheapest tram of all.").is_visible()


def test_from_one_quotation_to_the_next(page: "sync_api.Page") -> None:
    exchange = ask(page, "When does it open?")
    chip = exchange.get_by_role("button", name="Quotation 2,").first
    chip.click()
    reader, mark = page.locator(".reader"), page.locator(".reader mark")
    mark.wait_for()
    assert mark.text_content() == SECOND  # after many signs that take two places in JavaScript
    steps = reader.get_by_role("group", name="Quotations of the answer")
    assert steps.get_by_role("status").inner_text() == "2 of 3"
    following = steps.get_by_role("button", name="Next quotation")
    following.focus()
    page.keyboard.press("Enter")
    reader.locator("mark", has_text=FAR).wait_for()
    assert mark.text_content() == FAR
    assert steps.get_by_role("status").inner_text() == "3 of 3"
    sync_api.expect(following).to_be_focused(timeout=30_000)
    in_view = "one => { const b = one.getBoundingClientRect(); return b.top > 0 && b.bottom < 800 }"
    assert mark.evaluate(in_view)  # scrolled far down to it
    for head in (
        steps,
        reader.get_by_role("heading", name="The tram"),
        reader.get_by_text("Courier"),
    ):
        assert head.evaluate(in_view)  # and what it is stays in sight
    following.click()
    reader.locator("mark", has_text=FIRST).wait_for()
    assert mark.text_content() == FIRST
    steps.get_by_role("button", name="Previous quotation").click()
    reader.locator("mark", has_text=FAR).wait_for()
    page.keyboard.press("Escape")
    assert not reader.is_visible() and is_focused(chip)
    go_to(page, "Articles")
    page.locator("#listing .title").click()
    reader.wait_for()
    assert not steps.is_visible()  # it was opened from no answer


@pytest.mark.slow
def test_where_nothing_answers(serve: Serve, open_page, seed_folder: Path) -> None:
    page = open_page(serve(seed_folder))
    choose_sources(page, "Radio Ostrel")
    exchange = ask(page, "How many people marched in Port Aldry?")
    assert exchange.locator(".answer-text").inner_text() == "The articles do not answer this."
    nearest = page.get_by_role("list", name="Closest articles")
    assert 1 <= nearest.get_by_role("listitem").count() <= 2
    assert "Radio Ostrel" in nearest.inner_text()
    said = exchange.locator(".excluded").inner_text()
    assert "17 of 19 articles were left out of the search: only articles of Radio Ostrel" in said
    exchange.get_by_role("button", name="Ask without filters").click()
    page.locator("#latest .answer-text", has_text="marched").wait_for()
    assert page.locator(".exchange").count() == 1
    assert page.locator(".excluded").count() == 0
    assert page.locator("#options .is-on:visible").count() == 0  # nor is the next question narrowed
    choose_sources(page, "Radio Ostrel")
    begin_anew(page)
    assert page.locator("#options .is-on:visible").count() == 0


@pytest.mark.slow
def test_asking_again_editing_and_copying(serve: Serve, open_page, tmp_path: Path) -> None:
    asked: list[str] = []

    def stream(question, store, settings) -> Iterator[Answer]:
        asked.append(question.text)
        yield from all_at_once(question, store, settings)

    page = open_page(
        serve(built(tmp_path), stream=stream), permissions=["clipboard-read", "clipboard-write"]
    )
    ask(page, "First?")
    exchange = ask(page, "Wen dos it opn?")
    exchange.get_by_role("button", name="Copy", exact=True).click()
    exchange.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"Wen dos it opn?\n\n{SECOND} [2] It opens in May. [2]")
    assert f"[3] “{FAR}” – The tram, Courier" in copied
    exchange.get_by_role("button", name="Ask again").click()
    page.wait_for_function("document.querySelector('#latest .exchange').dataset.exchange === '3'")
    answered(page, "Wen dos it opn?")
    assert page.locator(".exchange").count() == 2 and asked == ["First?", *["Wen dos it opn?"] * 2]
    edit = page.locator("#latest").get_by_role("button", name="Edit the question")
    assert not page.locator("#earlier .edit").is_visible()
    edit.click()
    page.get_by_text("Your next question takes the place of this one.").wait_for()
    assert is_focused(box(page)) and box(page).input_value() == "Wen dos it opn?"
    page.get_by_role("button", name="Cancel editing").click()
    edit.click()
    page.wait_for_function("document.querySelector('#question textarea').value !== ''")
    ask(page, "When does it open?")
    assert page.locator(".exchange").count() == 2
    assert page.locator(".asked").all_text_contents() == ["First?", "When does it open?"]
    edit.click()
    page.wait_for_function("document.querySelector('#question textarea').value !== ''")
    days = unfold(page, "Dates")
    days.get_by_label("From").fill("2025-03-01")
    days.get_by_label("Until").fill("2025-02-01")
    page.keyboard.press("Escape")
    ask(page, "When dos it open?")
    assert "No day is both" in page.locator("#latest .problem").inner_text()
    assert page.locator(".exchange").count() == 3  # what is edited is not lost
    page.get_by_role("button", name="Search all dates").click()
    ask(page, "When does it open at last?")
    assert page.locator(".asked").all_text_contents() == ["First?", "When does it open at last?"]
    page.locator("#earlier").get_by_role("button", name="Ask again").click()
    answered(page, "First?")
    assert page.locator(".exchange").count() == 3  # what was said before it stays


def test_a_question_that_failed_is_asked_again(serve: Serve, open_page, tmp_path: Path) -> None:
    may_work = threading.Event()

    def stream(question, store, settings) -> Iterator[Answer]:
        if not may_work.is_set():
            raise StoreError("The store is away.")
        yield from all_at_once(question, store, settings)

    page = open_page(serve(built(tmp_path), stream=stream))
    exchange = ask(page, "When does it open?")
    assert "The store is away." in exchange.inner_text()
    may_work.set()
    exchange.get_by_role("button", name="Ask again").click()
    page.locator("#latest .marker").first.wait_for()
    assert page.locator(".exchange").count() == 1


@pytest.mark.slow
def test_who_writes_and_how_strictly_is_chosen(serve: Serve, open_page, tmp_path: Path) -> None:
    taken: list[QASettings] = []

    def stream(question, store, settings) -> Iterator[Answer]:
        taken.append(settings)
        yield from all_at_once(question, store, settings)

    page = open_page(serve(built(tmp_path), stream=stream))
    writers = unfold(page, "Who writes the answer")
    assert writers.get_by_role("radio").count() == 1  # the settings say who
    assert writers.get_by_label("Quotations").is_checked()
    assert "word for word, mostly in less than a second" in writers.inner_text()
    page.keyboard.press("Escape")
    go_to(page, "Settings")
    assert "It takes no longer either way." in page.locator("#strictness").inner_text()
    assert page.get_by_label("Balanced").is_checked()
    page.locator("#strictness").get_by_label("Strict:").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    ask(page, "When does it open?")
    assert (taken[0].answerer, taken[0].strictness) == ("extractive", "strict")
    go_to(page, "Settings")
    page.locator("#strictness").get_by_label("Eager").check()
    page.keyboard.press("Escape")
    page.locator("#latest").get_by_role("button", name="Ask again").click()
    page.wait_for_function("document.querySelector('#latest .exchange').dataset.exchange === '2'")
    answered(page, "When does it open?")
    assert taken[1].strictness == "eager"


@pytest.mark.slow
def test_examples_are_made_of_the_articles(serve: Serve, open_page, seed_folder: Path) -> None:
    page = open_page(serve(seed_folder, examples=True))
    page.set_default_timeout(60_000)  # they are tried first
    examples = page.locator("#suggested .chip")
    examples.first.wait_for()
    question = "Who will become director of the Coastal Survey?"
    assert question in examples.all_text_contents()
    examples.get_by_text(question).or_(page.get_by_role("button", name=question)).first.click()
    exchange = answered(page, question)
    assert "Marlock" in exchange.locator(".answer-text").inner_text()
    assert not examples.first.is_visible()  # they are for the beginning


@pytest.mark.slow
def test_the_keyboard_alone_does_it_all(page: "sync_api.Page") -> None:
    def press(key: str) -> None:
        page.keyboard.press(key)

    def tab_to(wanted: "sync_api.Locator", key: str = "Tab") -> None:
        for _ in range(60):
            press(key)
            if is_focused(wanted):
                assert wanted.evaluate(_IS_SEEN), wanted
                assert wanted.evaluate(_IS_CLEAR), f"{wanted} is covered"
                return
        raise AssertionError(f"Tab does not reach {wanted}")

    assert is_focused(box(page))
    page.keyboard.type("When does it open?")
    press("Enter")
    exchange = answered(page, "When does it open?")
    tab_to(exchange.locator(".marker").last, "Shift+Tab")
    tab_to(exchange.locator(".marker").first, "Shift+Tab")
    exchange.locator(".hint").first.wait_for()
    press("Enter")
    page.locator(".reader mark").wait_for()
    tab_to(page.get_by_role("button", name="Next quotation"), "Shift+Tab")
    press("Enter")
    page.locator(".reader mark", has_text=FAR).wait_for()
    press("Escape")
    assert is_focused(exchange.locator(".marker").first)
    tab_to(exchange.locator(".dropped summary"))
    press("Enter")
    assert exchange.locator(".dropped li").is_visible()
    tab_to(exchange.locator(".to-evidence"))
    press("Enter")
    page.wait_for_function("document.activeElement.id === 'evidence-title'")
    tab_to(page.locator("#evidence .card .title").first)
    press("ArrowDown")
    assert is_focused(page.locator("#evidence .card .title").nth(1))
    press("/")
    assert is_focused(box(page)) and box(page).input_value() == ""
    tab_to(exchange.get_by_role("button", name="Wrong", exact=True), "Shift+Tab")
    for name in ("Right", "Copy a link", "Edit the question", "Ask again", "Copy"):
        tab_to(exchange.get_by_role("button", name=name, exact=True), "Shift+Tab")
    tab_to(exchange.get_by_role("button", name="Edit the question"))
    press("Enter")
    page.wait_for_function("document.querySelector('#question textarea').value !== ''")
    press("ControlOrMeta+a")
    page.keyboard.type("What of nothing?")
    press("Enter")
    answered(page, "What of nothing?")
    assert page.locator(".exchange").count() == 1
    press("ControlOrMeta+k")
    assert is_focused(box(page))
    press("ArrowUp")
    assert box(page).input_value() == "What of nothing?"
    press("ControlOrMeta+a")
    press("Delete")
    tab_to(page.locator("#options .pill").first)
    press("Enter")
    page.get_by_role("group", name="Dates", exact=True).wait_for()
    press("Escape")
    assert is_focused(page.locator("#options .pill").first)
    tab_to(page.get_by_role("button", name="Send"))
    tab_to(page.locator("[data-view=settings]"), "Shift+Tab")
    press("Enter")
    page.wait_for_function("document.activeElement.textContent === 'Settings'")
    tab_to(page.get_by_label("Balanced"))
    press("Escape")
    page.locator("body[data-view=chat]").wait_for()
    assert is_focused(box(page))
    tab_to(page.get_by_role("button", name="New conversation"), "Shift+Tab")
    press("Enter")
    page.locator(".welcome").wait_for()
    sync_api.expect(box(page)).to_be_focused()


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desk", "phone"])
def test_nothing_moves_while_an_answer_arrives(
    serve: Serve, open_page, seed_folder: Path, size: tuple[int, int]
) -> None:
    page = open_page(serve(seed_folder), viewport=dict(zip(("width", "height"), size, strict=True)))
    measure_shifts(page)
    field = page.locator("#box").bounding_box()
    for question in (
        "What does the Harbour Tram cost?",
        "How many people marched in Port Aldry?",
        "How did the cost of the Harbour Tram change?",
        "What did the mayor have for breakfast?",
    ):
        page.wait_for_timeout(600)
        shifted(page)
        ask(page, question)
        page.wait_for_timeout(600)
        assert shifted(page) < MOST_SHIFTED, question
        assert page.locator("#box").bounding_box() == field


def test_text_of_an_answer_can_be_marked_however_slowly(page: "sync_api.Page") -> None:
    ask(page, "When does it open?")
    box(page).focus()
    text = page.locator("#latest .answer-text").bounding_box()
    assert text
    page.mouse.move(text["x"] + 4, text["y"] + 12)
    page.mouse.down()
    page.mouse.move(text["x"] + 60, text["y"] + 12, steps=3)
    page.wait_for_timeout(600)  # longer than the focus is waited for
    page.mouse.move(text["x"] + 120, text["y"] + 12, steps=3)
    page.mouse.up()
    page.wait_for_timeout(600)
    assert len(page.evaluate("getSelection().toString()")) > 5


def test_a_new_question_closes_the_article_of_the_answer_before(page: "sync_api.Page") -> None:
    exchange = ask(page, "When does it open?")
    exchange.locator(".marker").first.click()
    page.locator(".reader mark").wait_for()
    ask(page, "What of nothing?")
    assert not page.locator(".reader").is_visible()
    assert (
        page.get_by_role("region", name="Closest articles")
        .or_(page.get_by_role("region", name="Articles read"))
        .is_visible()
    )
    page.locator("#earlier .to-evidence").click()
    beside = page.get_by_role("region", name="Evidence")
    sync_api.expect(beside.locator(".panel-about")).to_have_text("When does it open?")


def test_wrong_can_be_taken_back(page: "sync_api.Page") -> None:
    exchange = ask(page, "When does it open?")
    exchange.get_by_role("button", name="Wrong", exact=True).click()
    exchange.get_by_text("Feedback saved.").wait_for()
    exchange.get_by_role("button", name="Undo").click()
    exchange.get_by_text("Feedback saved.").wait_for(state="detached")
    assert exchange.locator("[aria-pressed=true]").count() == 0
    assert not exchange.locator("form").first.is_visible()
    sync_api.expect(exchange.get_by_role("button", name="Right", exact=True)).to_be_focused()


def test_dark_is_chosen_and_stays(page: "sync_api.Page") -> None:
    paper = "getComputedStyle(document.querySelector('.gradio-container')).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Dark colours").click()
    assert page.evaluate(paper) != light
    page.reload()
    page.wait_for_selector("#frame", state="detached")
    page.get_by_role("button", name="Light colours").wait_for()
    assert page.evaluate(paper) != light


def test_printed_are_the_answer_and_its_evidence(page: "sync_api.Page") -> None:
    exchange = ask(page, "When does it open?")
    page.emulate_media(media="print")
    for part in (exchange.locator(".answer-text"), page.locator("#evidence .card").first):
        assert part.is_visible()
    for part in (page.locator("#composer"), page.locator("#rail"), exchange.locator(".tools")):
        assert not part.is_visible()


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_text_may_be_twice_as_large(serve: Serve, open_page, tmp_path: Path, width: int) -> None:
    page = open_page(
        serve(built(tmp_path), stream=all_at_once), viewport={"width": width, "height": 800}
    )
    page.add_style_tag(content="html { font-size: 200% !important; }")
    exchange = ask(page, "When does it open?")
    for part in (exchange.locator(".answer-text"), exchange.locator(".under"), box(page)):
        bounds = part.bounding_box()
        assert bounds and bounds["x"] >= 0 and bounds["x"] + bounds["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
