"""The page in Chromium: asking, opening a quotation, adding, stopping, and nothing hostile."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from in_browser import (
    ask,
    begin_anew,
    box,
    choose_sources,
    go_back,
    go_to,
    open_adding,
    open_rail,
    unfold,
)

from index import Article, build
from qa.history.feedback import Feedback
from qa.settings import QASettings
from qa.types import Answer, AnswerSentence, Citation, RankedPassage

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]
HOSTILE = (
    "<img src=x onerror=window.pwned=1> ${window.pwned=1} "
    "{{constructor.constructor('window.pwned=1')()}} </script><script>window.pwned=1</script> "
    "[a](javascript:window.pwned=1) `+(window.pwned=1)+` \"onmouseover='window.pwned=1'"
)
Serve = Callable[..., str]


def seed(name: str) -> dict:
    lines = (ROOT / "eval" / "questions" / "seeds.jsonl").read_text(encoding="utf-8").splitlines()
    return next(one for one in map(json.loads, lines) if one["id"] == name)


def test_an_answer_and_its_quotation(serve: Serve, open_page, seed_folder: Path) -> None:
    page = open_page(serve(seed_folder))
    assert "19 articles" in page.locator(".holdings").inner_text()
    assert page.locator(".sample").count() == 0 and page.locator(".chip").count() == 0
    collection = page.get_by_role("region", name="The collection")
    collection.get_by_role("img", name="Articles by month and source").wait_for()
    assert collection.locator(".latest li").count() == 8
    exchange = ask(page, seed("lighthouse-steps")["question"])
    assert "198" in exchange.locator(".answer-text").inner_text()
    evidence = page.get_by_role("region", name="Evidence")
    assert evidence.get_by_role("heading", name="Read, not quoted").is_visible()
    marker = exchange.get_by_role("button", name="Quotation 1,").first
    marker.click()
    page.wait_for_selector(".reader mark")
    assert not evidence.is_visible()  # the article stands in its place
    quotation = page.locator("#evidence .quoted").first.text_content()
    assert "".join(page.locator(".reader mark").all_text_contents()) == quotation
    assert page.locator(".reader mark").first.is_visible()
    page.wait_for_function("document.querySelector('.reader').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert not page.locator(".reader").is_visible() and evidence.is_visible()
    sync_api.expect(marker).to_be_focused(timeout=30_000)
    marker.click()  # the same once more
    page.locator(".reader").wait_for()
    page.get_by_role("button", name="Close the article").click()
    assert not page.locator(".reader").is_visible()


def test_a_conversation_with_filters(serve: Serve, open_page, seed_folder: Path) -> None:
    page = open_page(serve(seed_folder))
    box(page).fill("How many people took part in")
    box(page).press("Shift+Enter")
    assert box(page).input_value() == "How many people took part in\n"
    box(page).fill("")
    days = unfold(page, "Dates")
    days.get_by_label("From").fill("2025-06-01")
    days.get_by_label("Until").fill("2025-05-01")
    page.keyboard.press("Escape")
    question = seed("march-size-gazette")["question"]
    exchange = ask(page, question)
    assert "No day is both" in exchange.inner_text()
    assert box(page).input_value() == question  # not lost
    days = unfold(page, "Dates")
    days.get_by_label("From").fill("2025-05-01")
    days.get_by_label("Until").fill("")
    page.keyboard.press("Escape")
    choose_sources(page, "Marrow Bay Gazette")
    said = page.locator("#options .pill").all_inner_texts()
    assert said[:2] == ["From 1 May 2025", "Marrow Bay Gazette"]
    ask(page, question)
    both = "Only articles of Marrow Bay Gazette, from 1 May 2025"
    assert page.locator("#latest .asked-of").inner_text() == both
    page.locator("#evidence .about-part").first.wait_for()
    sources = page.locator("#evidence .about-part:first-child").all_text_contents()
    assert set(sources) == {"Marrow Bay Gazette"}
    assert page.locator(".exchange").count() == 1  # the one that failed is gone
    page.get_by_role("button", name="Search all dates").click()
    page.get_by_role("button", name="Search all sources").click()
    assert page.locator("#options .pill").all_inner_texts()[:2] == ["Any date", "All sources"]
    ask(page, "And what did the police say?")
    assert page.locator(".exchange").count() == 2 and page.locator("#latest .asked-of").count() == 0
    begin_anew(page)
    assert page.locator(".exchange").count() == 0


def test_several_sources_and_times_are_chosen(serve: Serve, open_page, seed_folder: Path) -> None:
    page = open_page(serve(seed_folder))
    popover = unfold(page, "Sources")
    popover.get_by_label("Find a source").fill("radio")
    assert popover.get_by_role("checkbox").count() == 1
    popover.get_by_role("checkbox", name="Radio Ostrel").check()
    popover.get_by_label("Find a source").fill("")
    popover.get_by_role("checkbox", name="Marrow Bay Gazette").check()
    page.keyboard.press("Escape")
    assert page.locator("#options .pill").nth(1).inner_text() == "2 sources"
    ask(page, "How many people marched in Port Aldry?")
    assert "11,000" in page.locator("#latest .answer-text").inner_text()
    sources = set(page.locator("#evidence .about-part:first-child").all_text_contents())
    assert sources == {"Radio Ostrel", "Marrow Bay Gazette"}
    days = unfold(page, "Dates")
    bars = days.get_by_role("group", name="When the articles appeared").get_by_role("button")
    bars.get_by_text("").first.wait_for()
    assert days.get_by_role("button", name="Last 7 days").is_disabled()  # it would find nothing
    days.get_by_role("button", name="May 2025, 2 articles").click()
    days.get_by_role("button", name="Jan 2026, 1 article").click()
    assert days.get_by_label("From").input_value() == "2025-05-01"
    assert days.get_by_label("Until").input_value() == "2026-01-31"
    first = days.get_by_role("button", name="May 2025").bounding_box()
    last = days.get_by_role("button", name="Sep 2025").bounding_box()
    assert first and last
    page.mouse.move(last["x"] + last["width"] / 2, last["y"] + 30)
    page.mouse.down()
    page.mouse.move(first["x"] + first["width"] / 2, first["y"] + 30, steps=8)
    page.mouse.up()
    assert days.get_by_label("From").input_value() == "2025-05-01"
    assert days.get_by_label("Until").input_value() == "2025-09-30"
    days.get_by_role("button", name="May 2025").press("Enter")  # a press is one again
    assert days.get_by_label("Until").input_value() == "2025-05-31"
    days.get_by_role("button", name="Any date").click()
    assert page.locator("#options .pill").first.inner_text() == "Any date"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone(
    serve: Serve, open_page, seed_folder: Path, tmp_path: Path, scheme: str
) -> None:
    phone = {"width": 390, "height": 844}
    page = open_page(serve(tmp_path / "none", seed_folder), viewport=phone, color_scheme=scheme)
    assert "sample of invented news" in page.locator(".sample").inner_text()

    def check_width() -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

    check_width()
    page.locator(".chip").first.click()
    page.locator("#latest .answer[aria-busy=false]").wait_for()
    page.locator("#latest .to-evidence").click()
    page.locator("body.shows-side").wait_for()
    sheet = page.get_by_role("region", name="Evidence")
    sheet.wait_for()
    check_width()
    bounds = page.locator("#side").bounding_box()
    assert bounds and bounds["width"] == 390 and bounds["y"] > 100  # from below
    sheet.locator(".card .title").first.click()
    page.locator(".reader mark").first.wait_for()
    page.go_back()  # from the article to the sheet it was opened from
    page.locator(".reader").wait_for(state="hidden")
    assert sheet.is_visible() and "a=" not in page.url
    page.go_back()
    sheet.wait_for(state="hidden")
    page.locator("#latest .marker").first.click()
    page.locator(".reader mark").first.wait_for()
    assert page.locator("#side").bounding_box()["width"] == 390
    for _ in range(6):  # Tab stays within what covers the page
        page.keyboard.press("Tab")
        page.wait_for_function("document.querySelector('#side').contains(document.activeElement)")
    page.keyboard.press("Escape")
    page.locator(".reader").wait_for(state="hidden")
    check_targets(page.locator("#latest button, #latest summary, #composer button, .bar button"))
    page.locator(".kind summary").first.click()
    check_targets(page.locator(".kind .menu-items button"))
    page.keyboard.press("Escape")
    open_rail(page)
    check_targets(page.locator("#rail button, #rail summary"))
    page.keyboard.press("Escape")
    days = unfold(page, "Dates")
    days.get_by_label("From").fill("2024-06-01")
    days.get_by_label("Until").fill("2025-06-01")
    page.keyboard.press("Escape")
    choose_sources(page, "Tideline News")
    check_width()
    foot = page.locator("#box-foot").bounding_box()
    for part in page.locator("#options button:visible").all():  # none lies behind Send
        bounds = part.bounding_box()
        assert bounds and foot and bounds["x"] + bounds["width"] <= foot["x"] + foot["width"]
        part.click(trial=True)
    page.get_by_role("button", name="Search all sources").click()
    page.get_by_role("button", name="Search all dates").click()
    go_to(page, "Articles")
    page.locator("#listing .title").first.wait_for()
    check_targets(page.locator("#listing thead button"))
    check_width()
    ink, paper = page.locator("#listing .title").first.evaluate(
        "title => [getComputedStyle(title).color, "
        "getComputedStyle(document.querySelector('.gradio-container')).backgroundColor]"
    )
    assert (brightness(ink) > brightness(paper)) == (scheme == "dark")


def test_on_a_tablet(serve: Serve, open_page, seed_folder: Path, tmp_path: Path) -> None:
    tablet = {"width": 820, "height": 1180}
    page = open_page(serve(tmp_path / "none", seed_folder), viewport=tablet)
    page.locator(".chip").first.click()
    page.locator("#latest .answer[aria-busy=false]").wait_for()
    width = page.locator("#latest").bounding_box()["width"]
    assert width > 700  # the conversation has the page to itself
    open_rail(page)
    page.wait_for_function("document.querySelector('#rail').getBoundingClientRect().left === 0")
    page.keyboard.press("Escape")
    page.locator("body:not(.shows-rail)").wait_for()
    page.locator("#latest .to-evidence").click()
    page.get_by_role("region", name="Evidence").wait_for()
    page.wait_for_function("document.querySelector('#side').getBoundingClientRect().right === 820")
    assert 300 < page.locator("#side").bounding_box()["width"] < 600  # over the right part
    assert page.locator("#latest").bounding_box()["width"] == width
    assert page.evaluate("document.documentElement.scrollWidth") <= 820
    page.go_back()
    page.locator("body:not(.shows-side)").wait_for()


def check_targets(parts: "sync_api.Locator") -> None:
    """What can be touched is 44 pixels high; the number of a quotation grows into its line."""
    for part in parts.all():
        bounds = part.bounding_box() if part.is_visible() else None
        is_marker = "marker" in (part.get_attribute("class") or "")
        assert bounds is None or is_marker or bounds["height"] >= 44, part.inner_text()


def brightness(colour: str) -> float:
    return sum(float(part) for part in colour.partition("(")[2].rstrip(")").split(",")[:3])


def test_hostile_text_stays_text(serve: Serve, open_page, tmp_path: Path) -> None:
    text = f"{HOSTILE}\n\n{HOSTILE} And a sentence."
    article = Article(HOSTILE, text, HOSTILE, HOSTILE, url="https://x.example/?" + "a'b")
    settings = QASettings(store=tmp_path / "store")
    build(articles=[article], store=settings.store, settings=settings)

    def stream(question, store, settings) -> Iterator[Answer]:
        yield quoted(article, HOSTILE, question.text)

    page = open_page(serve(settings.store, stream=stream))
    exchange = ask(page, HOSTILE)
    assert exchange.locator(".asked").text_content() == HOSTILE
    assert HOSTILE in exchange.locator(".answer-text").text_content()
    assert HOSTILE in page.locator("#evidence").inner_text()
    exchange.locator(".marker").click()
    page.locator(".reader").wait_for()
    assert page.locator(".reader h2").text_content() == HOSTILE
    assert page.locator(".reader mark").text_content() == HOSTILE
    page.keyboard.press("Escape")
    choose_sources(page, HOSTILE[:20])
    assert HOSTILE[:20] in page.locator("#options .pill").nth(1).inner_text()
    go_to(page, "Articles")
    assert page.locator("#listing .title").text_content() == HOSTILE
    open_adding(page)
    page.get_by_label("Web address of a page or feed").fill(HOSTILE)
    page.get_by_role("button", name="Preview").click()
    page.locator("#report .problem").wait_for()
    page.mouse.move(300, 300)
    time.sleep(0.3)
    assert page.evaluate("window.pwned") is None
    assert page.locator("main img, main script, a[href^=javascript]").count() == 0


def test_adding_makes_answerable(
    serve: Serve, open_page, seed_folder: Path, tmp_path: Path
) -> None:
    page = open_page(serve(tmp_path / "own", seed_folder))
    go_to(page, "Articles")
    open_adding(page)
    page.get_by_label("Web address of a page or feed").fill("file:///etc/passwd")
    page.get_by_role("button", name="Preview").click()
    page.locator("#report .problem").wait_for()
    assert "is not an http or https address" in page.locator("#report").inner_text()
    assert not (tmp_path / "own").exists()
    page.get_by_label("Web address of a page or feed").fill("")
    page.get_by_label("Text to paste").fill(
        "The library of Brackwater lent 4,812 books in March, said its head, Ada Fenn. "
        "It was the busiest month since the library moved to the old mill."
    )
    page.locator("#files input[type=file]").set_input_files(
        [
            {"name": "mill.txt", "mimeType": "text/plain", "buffer": b"The old mill was sold."},
            {"name": "notes.docx", "mimeType": "application/x", "buffer": b"x"},
        ]
    )
    page.locator("#files [aria-label='mill.txt']").wait_for()
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Add 2 articles").wait_for()
    assert "the place of the sample (19 articles" in page.locator("#preview").inner_text()
    assert not (tmp_path / "own").exists()
    page.get_by_role("button", name="Add 2 articles").click()
    page.locator("#report .report").wait_for()
    report = page.locator("#report").inner_text()
    assert "2 articles added" in report and "uploads/notes.docx" in report
    page.get_by_role("button", name="Ask about them").click()
    page.locator(".welcome").wait_for()
    assert page.locator(".sample").count() == 0
    exchange = ask(page, "How many books did the library of Brackwater lend in March?")
    answer = exchange.locator(".answer-text")
    assert answer.count() == 1, exchange.inner_text()  # there is none where it took too long
    assert "4,812" in answer.inner_text()


def test_a_conversation_says_that_other_articles_are_asked_now(
    serve: Serve, open_page, tmp_path: Path
) -> None:
    one, other = (Article(f"{name}.txt", f"The {name} opened.", name) for name in ("tram", "wall"))
    build(articles=[one], store=tmp_path / "sample")

    def stream(question, store, settings) -> Iterator[Answer]:
        yield quoted(one, one.text, question.text)

    page = open_page(serve(tmp_path / "own", tmp_path / "sample", stream=stream))
    ask(page, "What opened?")
    notice = page.locator("#other-articles .notice")
    assert notice.count() == 0
    go_to(page, "Articles")
    open_adding(page)
    page.get_by_label("Text to paste").fill(other.text)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Add the article").click()
    page.get_by_role("button", name="Ask about it").wait_for()
    page.keyboard.press("Escape")
    go_back(page)
    notice.wait_for()
    assert "those there are now (1 article)" in notice.inner_text()
    begin_anew(page)
    notice.wait_for(state="detached")


def test_stop(serve: Serve, open_page, tmp_path: Path) -> None:
    article = Article("a.txt", "A sentence that stands here.", "A title")
    settings = QASettings(store=tmp_path / "store")
    build(articles=[article], store=settings.store, settings=settings)
    closed = threading.Event()

    def stream(question, store, settings) -> Iterator[Answer]:
        whole = quoted(article, article.text, question.text)
        try:
            yield replace(whole, text="", status="unanswered", sentences=(), citations=())
            for number in range(300):
                time.sleep(0.1)
                yield replace(whole, text=f"Step {number}. {whole.text}")
        finally:
            closed.set()

    page = open_page(serve(settings.store, stream=stream))
    page.get_by_role("textbox", name="Your question").fill("What stands here?")
    page.get_by_role("button", name="Send").click()
    page.locator("#latest .answer-text", has_text="Step").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("Stopped.").wait_for()
    assert closed.wait(60)
    page.get_by_role("button", name="Send").wait_for()
    time.sleep(1)  # what was under way at the click
    said = page.locator("#latest .answer").inner_text()
    time.sleep(0.5)
    assert page.locator("#latest .answer").inner_text() == said
    assert not page.get_by_role("button", name="Stop").is_visible()


def test_a_judgement_is_kept(serve: Serve, open_page, tmp_path: Path) -> None:
    article = Article("a.txt", "A sentence that stands here.", "A title")
    settings = QASettings(store=tmp_path / "store")
    build(articles=[article], store=settings.store, settings=settings)

    may_end = threading.Event()

    def stream(question, store, settings) -> Iterator[Answer]:
        whole = quoted(article, article.text, question.text)
        while question.text == "Third?" and not may_end.wait(0.1):
            yield replace(whole, text="", status="unanswered", sentences=(), citations=())
        yield whole

    def kept() -> list[tuple[str, str, str | None, bool]]:
        judgements = Feedback(settings.store).read()
        return [(j.question, j.verdict, j.correction, j.unanswerable) for j in judgements]

    page = open_page(serve(settings.store, stream=stream), viewport={"width": 390, "height": 844})
    line = ask(page, "First?").get_by_role("group", name="About this answer")
    wrong = line.get_by_role("button", name="Wrong", exact=True)
    assert not line.get_by_label("What would be right?").is_visible()
    wrong.focus()
    page.keyboard.press("Enter")
    line.get_by_text("Feedback saved.").wait_for()
    assert kept() == [("First?", "wrong", None, False)]
    page.keyboard.type("547 <b>crowns</b>")  # the field has the focus, and keeps it
    ask(page, "Second?")
    first = page.locator("#earlier .under")
    assert first.get_by_label("What would be right?").input_value() == "547 <b>crowns</b>"
    assert not page.locator("#latest [data-form=correction]").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    first.get_by_role("button", name="Save").click()
    first.get_by_text("Feedback saved: 547 <b>crowns</b>").wait_for()
    assert not first.get_by_label("What would be right?").is_visible()
    pressed = first.get_by_role("button", name="Wrong", exact=True)
    sync_api.expect(pressed).to_be_focused(timeout=30_000)
    page.locator("#latest").get_by_role("button", name="Right", exact=True).click()
    page.locator("#latest").get_by_text("Feedback saved.").wait_for()
    assert kept() == [
        ("First?", "wrong", "547 <b>crowns</b>", False),
        ("Second?", "right", None, False),
    ]
    page.get_by_role("textbox", name="Your question").fill("Third?")
    page.get_by_role("button", name="Send").click()
    second = page.locator("#earlier .under").nth(1)
    second.get_by_role("button", name="Wrong", exact=True).click()  # while another answer grows
    second.locator("[data-judge=wrong][aria-pressed=true]").wait_for()
    assert page.locator("#latest .answer[aria-busy=true]").count() == 1
    second.get_by_role("button", name="Wrong", exact=True).click()
    assert not second.locator("[data-form=correction]").is_visible()
    may_end.set()
    page.locator("#latest .under").wait_for()
    assert "Feedback saved: 547 <b>crowns</b>" in page.locator("#earlier").inner_text()
    assert page.locator("#earlier [data-judge=wrong][aria-pressed=true]").count() == 2
    assert page.locator("#latest [aria-pressed=true]").count() == 0
    ask(page, "And then?")
    assert page.locator("#earlier [data-judge=wrong][aria-pressed=true]").count() == 2
    first = page.locator("#earlier .under").first
    first.get_by_role("button", name="Wrong", exact=True).click()
    first.get_by_label("The articles do not answer this").check()
    assert first.get_by_label("What would be right?").is_disabled()
    first.get_by_role("button", name="Save").click()
    first.get_by_text("Feedback saved: the articles do not answer this.").wait_for()
    assert kept()[-1] == ("First?", "wrong", None, True)
    begin_anew(page)
    fresh = ask(page, "Fourth?")
    assert fresh.locator("[aria-pressed=true]").count() == 0
    assert not fresh.locator("[data-form=correction]").is_visible() and len(kept()) == 2


def quoted(article: Article, quote: str, question: str) -> Answer:
    """An answer that quotes an article."""
    start = article.text.index(quote)
    span = (start, start + len(quote))
    about = (article.id, article.title, article.source, article.date, article.url)
    return Answer(
        question=question,
        query=question,
        status="answered",
        text=f"{quote} [1]",
        confidence=0.9,
        passages=(RankedPassage(article.id, 0, len(article.text), 1.0),),
        sentences=(AnswerSentence(quote, (1,), 1.0),),
        citations=(Citation(1, *about, quote, *span),),
        notices=(article.title,),
    )


def test_what_was_understood_can_be_taken_off(serve: Serve, open_page, seed_folder: Path) -> None:
    page = open_page(serve(seed_folder))
    ask(page, "What is the latest cost of the Harbour Tram, according to the Aldry Courier?")
    chips = page.locator("#latest .understood li")
    assert chips.count() == 2
    assert "Source The Aldry Courier" in page.locator("#latest .understood").inner_text()
    sources = page.locator("#evidence .about-part:first-child")
    assert set(sources.all_text_contents()) == {"The Aldry Courier"}
    page.get_by_role("button", name="Ask again without: Source").click()
    page.wait_for_function("document.querySelectorAll('#latest .understood li').length == 1")
    page.locator("#latest .answer[aria-busy=false]").wait_for()
    assert page.locator(".exchange").count() == 1  # in the place of the one before
    assert len(set(sources.all_text_contents())) > 1
    assert "Newest first" in page.locator("#latest .understood").inner_text()
    ask(page, "And when will it open?")
    assert "Searched as" in page.locator("#latest .understood").inner_text()


def test_another_kind_can_be_chosen(serve: Serve, open_page, seed_folder: Path) -> None:
    page = open_page(serve(seed_folder))
    ask(page, "What does the Harbour Tram cost?")
    kind = page.locator("#latest .kind summary")
    menu = page.get_by_role("group", name="Ask again for another kind of answer")
    assert kind.inner_text().startswith("Answered as a fact")
    kind.press("Enter")
    menu.wait_for()
    assert "a fact" not in menu.get_by_role("button").all_inner_texts()
    page.keyboard.press("Escape")
    menu.wait_for(state="hidden")
    assert kind.evaluate("summary => summary === document.activeElement")
    kind.click()
    page.locator("#brand h1").click()
    menu.wait_for(state="hidden")
    kind.click()
    menu.get_by_role("button", name="a timeline").click()
    page.get_by_text("Answered as a timeline").wait_for()
    page.locator("#latest .answer[aria-busy=false]").wait_for()
    assert page.locator(".exchange").count() == 1  # in the place of the one before
    kind.click()
    menu.get_by_role("button", name="what fits the question").click()
    page.get_by_text("Answered as a fact").wait_for()
    page.locator("#latest .answer[aria-busy=false]").wait_for()
