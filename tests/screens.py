"""Pictures of the page for the documents: `python -m tests.screens` writes them to docs/screens.

With `--everywhere FOLDER` the states that most people meet are taken at four widths, light and
dark, to be looked at.

The real page on the index of `seeds/`. Where a language model writes, its words are
scripted and everything after them is real: sentences are checked, cited or dropped.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Annotated, Any

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["ARTICLE_QA_ANSWERER"] = "extractive"

import typer
from PIL import Image
from playwright.sync_api import Browser, Locator, Page
from rich.console import Console
from rich.progress import track

import qa.pipeline
from index import Store, build
from index.follow.subscriptions import Subscriptions, begun
from qa.generation.generative import Generative
from qa.generation.pool import AnswererPool
from qa.history.feedback import Feedback
from qa.question import Question
from qa.settings import QASettings
from qa.types import Answer
from qa.web import OpenStores
from qa.web.asking.examples import Examples
from qa.web.model_download import ModelDownloader
from qa.web.page import build_page, launch
from tests.chromium import launched

ROOT = Path(__file__).parent.parent
SCREENS = ROOT / "docs" / "screens"
COLOURS = 128
WIDE = {"width": 1920, "height": 1080}
DESK = {"width": 1280, "height": 800}
TABLET = {"width": 820, "height": 1180}
PHONE = {"width": 390, "height": 844}
ANSWERED = "What does the Harbour Tram cost?"
QUOTED = "What did Dr. Marlock say of the sea wall at Lowmarsh?"
TOLD_BY_DAYS = "Give me a timeline of the Harbour Tram"
COMPARED = "How many marched according to the police, and according to the union?"
UPLOADED = (
    {
        "title": "Brackwater library lends more than ever",
        "source": "The Aldry Courier",
        "date": "2026-02-20",
        "text": "The library of Brackwater lent 4,812 books in January, said its head, Ada Fenn. "
        "It was the busiest month since the library moved to the old mill.",
    },
    {
        "text": "The ferry to Skarrow will not sail on Sundays until April, the harbour says."
        " The boat is in the yard at Hallin Reach, where her rudder is being mended.",
    },
    {"title": "A title without a text"},
)
BROKEN: Any = {"name": "minutes.docx", "mimeType": "application/msword", "buffer": b"x"}
GONE = "answered 410"
console = Console()
UNANSWERED = "Where was the new director of the Coastal Survey born?"


class Scripted:
    """A language model with given words; it stops before the last until it is let go on."""

    name, model = "local", "Model-1B"
    words = (
        "The Harbour Tram will cost 547 million crowns. The price was first put at 412 million "
        "crowns. It will be the cheapest tram in Europe. "
    )

    def __init__(self) -> None:
        self.may_end = threading.Event()

    def stream(self, messages: Any, max_tokens: int, stop: Any = ()) -> Generator[str]:
        yield self.words
        while not self.may_end.wait(0.1):
            yield ""
        yield "That is all. "


def main(
    names: Annotated[list[str] | None, typer.Argument(help="States; default: all.")] = None,
    everywhere: Annotated[Path | None, typer.Option(help="Folder for all widths.")] = None,
) -> None:
    """Makes all pictures, or those whose names are given."""
    wanted = names or (MET if everywhere else list(STATES))
    folder_of_pictures = everywhere or SCREENS
    folder_of_pictures.mkdir(exist_ok=True, parents=True)
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        store = Path(folder) / "store"
        build([ROOT / "seeds"], store=store)
        for name in track(wanted, "Pictures", console=console, transient=True):
            for suffix, options in _ways() if everywhere else [("", {})]:
                path = folder_of_pictures / f"{name}{suffix}.png"
                STATES[name](_Camera(browser, store, path, options))


def _ways() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each width, light and dark: what is added to a name, and how the page is opened."""
    for size, scheme in product((WIDE, DESK, TABLET, PHONE), ("light", "dark")):
        yield f"-{size['width']}-{scheme}", {"viewport": size, "color_scheme": scheme}


class _Camera:
    """Opens the page for one state, and takes its picture; `options` of the browser count more than
    those of the state."""

    def __init__(
        self, browser: Browser, store: Path, path: Path, options: dict[str, Any] | None = None
    ) -> None:
        self.browser, self.store, self.path, self.options = browser, store, path, options or {}

    @contextmanager
    def page(self, **options: Any) -> Iterator[Page]:
        """The page on the articles; its picture is taken at the end."""
        stream, downloader = options.pop("stream", None), options.pop("downloader", None)
        stores = OpenStores(
            downloader.answerers.settings if downloader else QASettings(store=self.store)
        )
        stores.warm()
        examples = Examples(stores) if options.pop("examples", False) else None
        blocks = build_page(stores, stream, downloader, examples=examples)
        launch(blocks, host="127.0.0.1", port=options.pop("port", 7899))
        context = self.browser.new_context(**{"viewport": DESK, **options, **self.options})
        try:
            page = context.new_page()
            page.goto(blocks.local_url)
            page.wait_for_selector("#frame", state="detached")
            page.locator(".welcome").wait_for()
            yield page
            page.wait_for_timeout(600)  # fonts, scrolling
            self._keep(page)
        finally:
            context.close()
            blocks.close(verbose=False)

    def _keep(self, page: Page) -> None:
        page.screenshot(path=self.path)
        with Image.open(self.path) as image:
            small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(self.path, optimize=True)
        console.print(f"{self.path.name}: {self.path.stat().st_size // 1000} KB")


def ask(page: Page, question: str, *, whole: bool = True) -> Locator:
    """Asks, and waits for the answer."""
    page.get_by_role("textbox", name="Your question").fill(question)
    page.get_by_role("textbox", name="Your question").press("Enter")
    latest = page.locator("#latest .exchange")
    latest.get_by_text(question).first.wait_for()
    if whole:
        latest.locator(".answer[aria-busy=false]").wait_for()
    return latest


def writing(model: Scripted) -> Callable[[Question, Store, QASettings], Iterator[Answer]]:
    """Answers with the scripted model."""

    def stream(question: Question, store: Store, settings: QASettings) -> Iterator[Answer]:
        answers = qa.pipeline.stream(question, store, settings, answerer=Generative(model))
        with closing(answers):  # type: ignore[type-var]
            yield from answers

    return stream


def start(camera: _Camera) -> None:
    with camera.page(examples=True) as page:
        page.locator("#suggested .chip").nth(2).wait_for()


def answer(camera: _Camera, question: str = ANSWERED, **options: Any) -> None:
    with camera.page(**options) as page:
        ask(page, question)


def timeline(camera: _Camera) -> None:
    answer(camera, TOLD_BY_DAYS, viewport=WIDE)


def comparison(camera: _Camera) -> None:
    answer(camera, COMPARED)


def tablet(camera: _Camera) -> None:
    with camera.page(viewport=TABLET) as page:
        ask(page, ANSWERED).locator(".to-evidence").click()
        page.get_by_role("region", name="Evidence").wait_for()


def article(camera: _Camera, **options: Any) -> None:
    with camera.page(**options) as page:
        ask(page, QUOTED).locator(".marker").first.click()
        page.locator(".reader mark").first.wait_for()


def quotation(camera: _Camera) -> None:
    with camera.page() as page:
        ask(page, QUOTED).locator(".marker").first.hover()


def filters(camera: _Camera, **options: Any) -> None:
    with camera.page(**options) as page:
        page.locator("#options .pill").nth(1).click()
        for name in ("Radio Ostrel", "The Aldry Courier"):
            page.get_by_role("checkbox", name=name).check()


def refusal(camera: _Camera) -> None:
    with camera.page() as page:
        page.locator("#options .pill").first.click()
        page.get_by_role("textbox", name="From").fill("2025-01-01")
        page.keyboard.press("Escape")
        ask(page, UNANSWERED)


def go_to(page: Page, view: str) -> None:
    """Goes to the articles or the settings; on a phone by the list of conversations."""
    if page.locator("[data-shows=rail]").is_visible():
        page.locator("[data-shows=rail]").click()
    page.locator(f"[data-view={view}]").click()


def articles(camera: _Camera) -> None:
    with camera.page() as page:
        go_to(page, "articles")
        page.locator("#listing .title").first.wait_for()


def stories(camera: _Camera, **options: Any) -> None:
    with camera.page(**options) as page:
        go_to(page, "stories")
        page.locator("#telling .days-strip").first.wait_for()


def story(camera: _Camera, **options: Any) -> None:
    with camera.page(**options) as page:
        go_to(page, "stories")
        page.locator("#telling li [data-story]").first.click()
        page.locator("#story-title").wait_for()


def following(camera: _Camera, **options: Any) -> None:
    """What is followed; of one that fails, why."""
    known, now = Subscriptions(camera.store), time.time()
    for address, state in (
        ("https://courier.example/feed.xml", {"succeeded": now - 1_500}),
        ("https://radio.example/news", {"succeeded": now - 90_000, "error": GONE, "failures": 9}),
    ):
        one = begun(address, "1h", ("coast",), now - 400_000)
        known.write(replace(one, due=now + 3_000, checked=now - 600, **state))
    with camera.page(**options) as page:
        go_to(page, "articles")
        page.locator("#listing .title").first.wait_for()
        page.locator(".following > summary").click()
        page.locator(".followed-error").scroll_into_view_if_needed()
    for one in known.all():
        known.stop(one.address)


def preview(camera: _Camera, **options: Any) -> None:
    with camera.page(**options) as page:
        go_to(page, "articles")
        page.locator("#listing .title").first.wait_for()
        page.locator("#library-head [data-adds]").click()
        page.locator("#files input[type=file]").set_input_files([file_of(*UPLOADED), BROKEN])
        page.locator("#files [aria-label='news.jsonl']").wait_for()
        page.get_by_role("button", name="Preview").click()
        page.locator(".preview").wait_for()


def file_of(*rows: dict[str, str]) -> Any:
    """A file of articles, as a browser uploads it."""
    content = "\n".join(map(json.dumps, rows)).encode()
    return {"name": "news.jsonl", "mimeType": "application/json", "buffer": content}


def feedback(camera: _Camera) -> None:
    with camera.page() as page:
        judging = ask(page, ANSWERED).locator(".under")
        judging.get_by_role("button", name="Wrong", exact=True).click()
        judging.get_by_label("What would be right?").fill("About 11,000, says the union")
        page.keyboard.press("Enter")
        judging.get_by_text("Feedback saved").wait_for()
        judging = ask(page, QUOTED).locator(".under")
        judging.get_by_role("button", name="Wrong", exact=True).click()
        judging.get_by_role("button", name="Wrong source").click()
        judging.get_by_role("checkbox").locator("visible=true").last.check()
        page.keyboard.press("Enter")
        judging.get_by_text("Feedback saved").wait_for()
        judging.get_by_role("button", name="Right", exact=True).click()
        judging.locator("[data-judge=right][aria-pressed=true]").wait_for()
        go_to(page, "settings")
        page.locator("#verdicts .verdict").nth(1).wait_for()
    for judgement in Feedback(camera.store).read():
        Feedback(camera.store).take_back(judgement.id)


def model(camera: _Camera) -> None:
    """Who answers, with the local model where it is on this machine, and a test of it."""
    settings = QASettings(store=camera.store, answerer="auto")
    with (
        AnswererPool(settings) as answerers,
        camera.page(downloader=ModelDownloader(answerers)) as page,
    ):
        go_to(page, "settings")
        page.locator("#in-use").wait_for()
        test = page.get_by_role("button", name="Test")
        if test.is_visible():
            test.click()
            page.locator("#model-result .trial").wait_for(timeout=180_000)
            page.mouse.move(0, 0)


def draft(camera: _Camera) -> None:
    model = Scripted()
    try:
        with camera.page(stream=writing(model)) as page:
            ask(page, "What will the Harbour Tram cost?", whole=False).locator(".draft").wait_for()
    finally:
        model.may_end.set()


def meanwhile(camera: _Camera) -> None:
    model = Scripted()
    model.words = "The Harbour Tram will"
    try:
        with camera.page(stream=writing(model)) as page:
            ask(page, ANSWERED, whole=False).locator(".draft").wait_for()
    finally:
        model.may_end.set()


def checked(camera: _Camera) -> None:
    model = Scripted()
    model.may_end.set()
    with camera.page(stream=writing(model)) as page:
        ask(page, "What will the Harbour Tram cost?")


def dark(camera: _Camera) -> None:
    article(camera, color_scheme="dark")


def phone(camera: _Camera) -> None:
    answer(camera, viewport=PHONE)


def phone_article(camera: _Camera) -> None:
    article(camera, viewport=PHONE, color_scheme="dark")


def phone_articles(camera: _Camera) -> None:
    with camera.page(viewport=PHONE) as page:
        go_to(page, "articles")
        page.locator("#listing .title").first.wait_for()
        page.locator("#timeline").evaluate("one => one.scrollIntoView()")


def phone_stories(camera: _Camera) -> None:
    stories(camera, viewport=PHONE, color_scheme="dark")


def phone_story(camera: _Camera) -> None:
    story(camera, viewport=PHONE)


def phone_following(camera: _Camera) -> None:
    following(camera, viewport=PHONE)


def phone_preview(camera: _Camera) -> None:
    preview(camera, viewport=PHONE)


def phone_filters(camera: _Camera) -> None:
    filters(camera, viewport=PHONE)


STATES: dict[str, Callable[[_Camera], None]] = {
    "start": start,
    "answer": answer,
    "timeline": timeline,
    "comparison": comparison,
    "quotation": quotation,
    "article": article,
    "draft": draft,
    "meanwhile": meanwhile,
    "checked": checked,
    "refusal": refusal,
    "filters": filters,
    "articles": articles,
    "stories": stories,
    "story": story,
    "following": following,
    "preview": preview,
    "feedback": feedback,
    "model": model,
    "dark": dark,
    "tablet": tablet,
    "phone": phone,
    "phone-article": phone_article,
    "phone-filters": phone_filters,
    "phone-articles": phone_articles,
    "phone-stories": phone_stories,
    "phone-story": phone_story,
    "phone-following": phone_following,
    "phone-preview": phone_preview,
}

MET = [
    *("start", "answer", "timeline", "comparison", "refusal", "draft", "article", "articles"),
    *("story", "model"),
]
"""What most people meet."""

if __name__ == "__main__":
    typer.run(main)
