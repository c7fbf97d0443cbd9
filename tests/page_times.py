"""Times from the browser: when the first evidence is seen, and the first word of an answer.

    python -m tests.page_times STORE QUESTIONS [--tag named] [--limit 20] [--answerer extractive]

The real page on a store, in headless Chromium: each question of the set is typed, Send is
clicked, and the browser itself notes when what it shows has changed. Beside it, in the same run
and the same process, the same questions are asked of `qa.pipeline.stream` without a page; the
ratio of the two medians tells the page's own cost. They go by turns, the one half a set ahead of
the other, so that neither finds what the other has just warmed up.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from playwright.sync_api import Page
from rich.console import Console
from rich.progress import track
from rich.table import Table

from eval.sets import EvalQuestion, read_questions
from index import Store
from qa import QASettings
from qa.generation.pool import AnswererPool
from qa.pipeline import stream
from qa.settings import AnswererChoice
from qa.types import Answer
from qa.web import OpenStores
from qa.web.asking.answering import answer_with
from qa.web.page import build_page, launch
from tests.chromium import launched
from tests.qa.served import free_port

Times = dict[str, float]
"""Milliseconds since the question, by what was seen; what never was is not there."""

SEEN = {
    "evidence": "first evidence",
    "chosen": "chosen evidence",
    "word": "first word of the answer",
    "done": "the whole answer",
}
LONGEST_S = 300
OBSERVER = """
window.seen = {};
document.addEventListener("click", (event) => {
  if (event.target.closest("#send")) window.seen = { start: performance.now() };
}, true);
const note = (name) => { window.seen[name] ??= performance.now() - window.seen.start; };
const look = () => {
  const answer = document.querySelector("#latest .answer");
  if (!answer || window.seen.start === undefined) return;
  const doing = answer.querySelector(".waiting")?.textContent ?? "";
  const isWriting = answer.querySelector(".draft, .marker") !== null;
  const isDone = answer.getAttribute("aria-busy") === "false";
  const exchange = answer.closest("[data-exchange]").dataset.exchange;
  const beside = document.querySelector(`#evidence [data-exchange="${exchange}"]`);
  if (beside?.querySelector(".card, .others")) note("evidence");
  if (isWriting || /^Reading \\d+ sentence/.test(doing)) note("chosen");
  if (isWriting) note("word");
  if (isDone) note("done");
};
new MutationObserver(() => requestAnimationFrame(look)).observe(document, {
  subtree: true, childList: true, characterData: true, attributes: true,
});
"""
"""Notes a state in the frame in which it is shown. Evidence is chosen once there is a number or a
draft, or once the line below the cards says how many sentences are read."""

console = Console()


def main(
    store: Annotated[Path, typer.Argument(help="Folder of the store.")],
    questions: Annotated[Path, typer.Argument(help="A question set on its articles.")],
    tag: Annotated[str | None, typer.Option(help="Only questions with this tag.")] = None,
    limit: Annotated[int, typer.Option(help="How many questions.")] = 20,
    answerer: Annotated[
        list[str] | None, typer.Option(help="Who writes, each by itself; default: both there are.")
    ] = None,
) -> None:
    """Asks by the page and without it, and prints what it took, at the median and the 95th."""
    chosen = [one for one in read_questions(questions) if tag is None or tag in one.tags][:limit]
    with launched() as browser:
        for name in answerer or _there(QASettings(store=store)):
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            _report(name, *measured(QASettings(store=store, answerer=name), page, chosen))
            page.close()


def measured(
    settings: QASettings, page: Page, questions: list[EvalQuestion]
) -> tuple[list[Times], list[Times]]:
    """What each question took by the page, and without it, in the order of the set."""
    by_page: list[Times] = []
    without: list[Times] = []
    half = len(questions) // 2
    with served(settings) as (url, store, answerers):
        page.add_init_script(OBSERVER)
        page.goto(url)
        page.wait_for_selector("#frame", state="detached")
        _in_process(questions[0], store, settings, answerers)  # loads the model
        for number, question in enumerate(track(questions, settings.answerer, transient=True)):
            other = questions[(number + half) % len(questions)]
            ways: list[Callable[[], None]] = [
                lambda asked=question: by_page.append(_by_page(page, asked)),
                lambda asked=other: without.append(_in_process(asked, store, settings, answerers)),
            ]
            for way in ways if number % 2 else reversed(ways):
                way()
    at = len(without) - half
    return by_page, without[at:] + without[:at]


@contextmanager
def served(settings: QASettings) -> Iterator[tuple[str, Store, AnswererPool]]:
    """The page on the store, as `article-qa chat` serves it: its address, and what it asks."""
    stores = OpenStores(settings.model_copy(update={"keep_conversations": False}))
    stores.warm()
    store = stores.store()
    if store is None:
        raise typer.BadParameter(f"There are no articles in {settings.store}.")
    with AnswererPool(settings) as answerers:
        blocks = build_page(stores, answer_with(answerers))
        port = free_port()
        launch(blocks, host="127.0.0.1", port=port)
        try:
            yield f"http://127.0.0.1:{port}/", store, answerers
        finally:
            blocks.close(verbose=False)


def _by_page(page: Page, question: EvalQuestion) -> Times:
    """From the click on Send on, in a conversation of its own."""
    page.get_by_role("button", name="New conversation").click()
    page.locator(".welcome").wait_for()
    page.get_by_role("textbox", name="Your question").fill(question.question)
    page.get_by_role("button", name="Send").click()
    page.wait_for_function("window.seen.done !== undefined", timeout=LONGEST_S * 1000)
    seen = page.evaluate("window.seen")
    return {name: seen[name] for name in SEEN if name in seen}


def _in_process(
    question: EvalQuestion, store: Store, settings: QASettings, answerers: AnswererPool
) -> Times:
    """The same, as the pipeline hands it out."""
    start = time.perf_counter()
    times: Times = {}

    def note(name: str, is_so: object) -> None:
        if is_so:
            times.setdefault(name, (time.perf_counter() - start) * 1000)

    asked = EvalQuestion(question.id, question.question, True, (), ()).asked()
    answer: Answer | None = None
    for answer in stream(asked, store, settings, answerer=answerers.choose()):
        note("evidence", answer.passages)
        note("chosen", answer.evidence or answer.citations)
        note("word", answer.draft or answer.sentences)
    note("done", answer)
    return times


def _there(settings: QASettings) -> list[AnswererChoice]:
    """Quotations, and the local model where there is one."""
    with AnswererPool(settings) as answerers:
        return ["extractive", "local"] if answerers.local_model().is_there() else ["extractive"]


def _report(name: str, by_page: list[Times], without: list[Times]) -> None:
    load, cores = os.getloadavg()[0], os.cpu_count()
    table = Table(
        "",
        *("page p50", "p95", "without p50", "p95", "ratio", "n"),
        title=f"{name}, ms; {len(by_page)} questions, {cores} cores, load {load:.1f}",
    )
    for seen, words in SEEN.items():
        pairs = [
            (page[seen], other[seen])
            for page, other in zip(by_page, without, strict=True)
            if seen in page and seen in other
        ]
        if not pairs:
            table.add_row(words, *["–"] * 5, "0")
            continue
        (page50, other50), (page95, other95) = np.percentile(pairs, [50, 95], axis=0)
        cells = (page50, page95, other50, other95)
        ratio = f"{page50 / other50:.2f}"
        table.add_row(words, *(f"{cell:,.0f}" for cell in cells), ratio, str(len(pairs)))
    console.print(table)


if __name__ == "__main__":
    typer.run(main)
