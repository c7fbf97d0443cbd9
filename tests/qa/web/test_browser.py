"""The page in Chromium: asking, opening a quotation, adding, stopping, and nothing hostile."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from in_browser import fill, open_options

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


def ask(page: "sync_api.Page", question: str) -> "sync_api.Locator":
    """Types a question, sends it with Enter, and waits until the answer is whole."""
    page.get_by_role("button", name="Send").wait_for()  # the answer before this one has ended
    asked = page.locator(".exchange").count()
    page.get_by_role("textbox", name="Your question").fill(question)
    page.get_by_role("textbox", name="Your question").press("Enter")
    page.wait_for_function(f"document.querySelectorAll('.exchange').length == {asked + 1}")
    exchange = page.locator("#latest .exchange")
    exchange.locator(".answer[aria-busy=false]").wait_for()
    return exchange


def seed(name: str) -> dict:
    lines = (ROOT / "eval" / "questions" / "seeds.jsonl").read_text(encoding="utf-8").splitlines()
    return next(one for one in map(json.loads, lines) if one["id"] == name)


def test_an_answer_and_its_quotation(serve: Serve, open_page, seed_folder: Path) -> None:
    page = open_page(serve(seed_folder))
    assert "19 articles" in page.locator(".holdings").inner_text()
    assert page.locator(".sample").count() == 0 and page.locator(".chip").count() == 0
    exchange = ask(page, seed("lighthouse-steps")["question"])
    assert "198" in exchange.locator(".answer-text").inner_text()
    assert "passages read" in exchange.locator(".passages summary").inner_text()
    marker = exchange.get_by_role("button", name="Quotation 1,").first
    marker.click()
    page.wait_for_selector(".reader mark")
    quotation = exchange.locator("blockquote").first.text_content()
    assert "".join(page.locator(".reader mark").all_text_contents()) == quotation
    assert page.locator(".reader mark").first.is_visible()
    page.wait_for_function("document.querySelector('.reader').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert not page.locator(".reader").is_visible()
    sync_api.expect(marker).to_be_focused(timeout=30_000)
    marker.click()  # the same once more
    page.locator(".reader").wait_for()
    page.get_by_role("button", name="Close the article").click()
    assert not page.locator(".reader").is_visible()


def test_a_conversation_with_filters(serve: Serve, open_page, seed_folder: Path) -> None:
    page = open_page(serve(seed_folder))
    box = page.get_by_role("textbox", name="Your question")
    box.fill("How many people took part in")
    box.press("Shift+Enter")
    assert box.input_value() == "How many people took part in\n"
    box.fill("")
    page.locator("#filters > button").click()
    fill(page.get_by_label("From"), "2025-02-30", page.locator("#active .problem"))
    assert "is not a day" in page.locator("#active").inner_text()
    question = seed("march-size-gazette")["question"]
    exchange = ask(page, question)
    assert "is not a day" in exchange.inner_text()
    assert box.input_value() == question  # not lost
    page.get_by_label("From").fill("2025-05-01")
    open_options(page, "Source").filter(has_text="Marrow Bay Gazette").click()
    page.locator(".active-filters").wait_for()
    both = "of Marrow Bay Gazette, from 1 May 2025"
    page.wait_for_function(f"document.querySelector('#active').innerText.includes('{both}')")
    box.press("Enter")
    page.wait_for_selector(".asked-of")
    page.locator("#latest .answer[aria-busy=false]").wait_for()
    sources = page.locator("#latest .passages .about-part:first-child").all_text_contents()
    assert set(sources) == {"Marrow Bay Gazette"}
    page.get_by_role("button", name="Clear filters").click()
    page.locator(".active-filters").wait_for(state="detached")
    assert page.locator(".exchange").count() == 1  # the one that failed is gone
    ask(page, "And what did the police say?")
    assert page.locator(".exchange").count() == 2
    page.get_by_role("button", name="New conversation").click()
    page.locator(".welcome").wait_for()
    assert page.locator(".exchange").count() == 0


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
    page.locator("#latest .passages summary").click()
    check_width()
    page.locator("#latest .passages .title").first.click()
    page.locator(".reader").wait_for()
    assert page.locator(".reader").bounding_box()["width"] == 390
    for _ in range(6):  # Tab stays within what covers the page
        page.keyboard.press("Tab")
        page.wait_for_function("document.querySelector('.reader').contains(document.activeElement)")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Articles").click()
    page.locator("#listing .title").first.wait_for()
    check_width()
    ink, paper = page.locator("#listing .title").first.evaluate(
        "title => [getComputedStyle(title).color, "
        "getComputedStyle(document.querySelector('.gradio-container')).backgroundColor]"
    )
    assert (brightness(ink) > brightness(paper)) == (scheme == "dark")


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
    exchange.locator(".passages summary").click()
    exchange.locator(".marker").click()
    page.locator(".reader").wait_for()
    assert page.locator(".reader h2").text_content() == HOSTILE
    assert page.locator(".reader mark").text_content() == HOSTILE
    page.keyboard.press("Escape")
    page.locator("#filters > button").click()
    options = open_options(page, "Source")
    assert any(HOSTILE in option for option in options.all_text_contents())
    options.last.click()
    page.locator(".active-filters").wait_for()
    page.get_by_role("tab", name="Articles").click()
    assert page.locator("#listing .title").text_content() == HOSTILE
    page.get_by_label("Web address").fill(HOSTILE)
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
    page.get_by_role("tab", name="Articles").click()
    page.get_by_label("Web address").fill("file:///etc/passwd")
    page.get_by_role("button", name="Preview").click()
    page.locator("#report .problem").wait_for()
    assert "is not an http or https address" in page.locator("#report").inner_text()
    assert not (tmp_path / "own").exists()
    page.get_by_label("Web address").fill("")
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
    assert not (tmp_path / "own").exists()
    page.get_by_role("button", name="Add 2 articles").click()
    page.locator("#report .report").wait_for()
    report = page.locator("#report").inner_text()
    assert "2 articles added" in report and "uploads/notes.docx" in report
    page.locator(".sample").wait_for(state="detached")
    page.get_by_role("tab", name="Ask").click()
    exchange = ask(page, "How many books did the library of Brackwater lend in March?")
    assert "4,812" in exchange.locator(".answer-text").inner_text()


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
    line = ask(page, "First?").get_by_role("group", name="Was this right?")
    wrong = line.get_by_role("button", name="Wrong", exact=True)
    assert not line.get_by_label("What would be right?").is_visible()
    wrong.focus()
    page.keyboard.press("Enter")
    line.get_by_text("Noted.").wait_for()
    assert kept() == [("First?", "wrong", None, False)]
    page.keyboard.type("547 <b>crowns</b>")  # the field has the focus, and keeps it
    ask(page, "Second?")
    first = page.locator("#earlier .judging")
    assert first.get_by_label("What would be right?").input_value() == "547 <b>crowns</b>"
    assert not page.locator("#latest [data-form=correction]").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    first.get_by_role("button", name="Save").click()
    first.get_by_text("Noted: 547 <b>crowns</b>").wait_for()
    assert not first.get_by_label("What would be right?").is_visible()
    pressed = first.get_by_role("button", name="Wrong", exact=True)
    sync_api.expect(pressed).to_be_focused(timeout=30_000)
    page.locator("#latest").get_by_role("button", name="Right").click()
    page.locator("#latest").get_by_text("Noted.").wait_for()
    assert kept() == [
        ("First?", "wrong", "547 <b>crowns</b>", False),
        ("Second?", "right", None, False),
    ]
    page.get_by_role("textbox", name="Your question").fill("Third?")
    page.get_by_role("button", name="Send").click()
    second = page.locator("#earlier .judging").nth(1)
    second.get_by_role("button", name="Wrong", exact=True).click()  # while another answer grows
    second.locator("[data-judge=wrong][aria-pressed=true]").wait_for()
    assert page.locator("#latest .answer[aria-busy=true]").count() == 1
    second.get_by_role("button", name="Wrong", exact=True).click()
    assert not second.locator("[data-form=correction]").is_visible()
    may_end.set()
    page.locator("#latest .judging").wait_for()
    assert "Noted: 547 <b>crowns</b>" in page.locator("#earlier").inner_text()
    assert page.locator("#earlier [aria-pressed=true]").all_text_contents() == ["Wrong", "Wrong"]
    assert page.locator("#latest [aria-pressed=true]").count() == 0
    ask(page, "And then?")
    assert page.locator("#earlier [aria-pressed=true]").all_text_contents() == ["Wrong", "Wrong"]
    first = page.locator("#earlier .judging").first
    first.get_by_role("button", name="Wrong", exact=True).click()
    first.get_by_label("The articles do not answer this").check()
    assert first.get_by_label("What would be right?").is_disabled()
    first.get_by_role("button", name="Save").click()
    first.get_by_text("Noted: the articles do not answer this.").wait_for()
    assert kept()[-1] == ("First?", "wrong", None, True)
    page.get_by_role("button", name="New conversation").click()
    page.locator(".welcome").wait_for()
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
    assert chips.count() == 3  # with the kind
    assert "Source The Aldry Courier" in page.locator("#latest .understood").inner_text()
    sources = page.locator("#latest .passages .about-part:first-child")
    assert set(sources.all_text_contents()) == {"The Aldry Courier"}
    page.get_by_role("button", name="Ask again without: Source").click()
    page.wait_for_function("document.querySelectorAll('#latest .understood li').length == 2")
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
    page.locator(".holdings").click()
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
