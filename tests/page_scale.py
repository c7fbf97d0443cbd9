"""How long the page takes with many articles: to a field, to its articles, to search, filter, open.

    python -m tests.page_scale 2000 50000

The real page on a store of that many short articles of 40 sources and four years, in headless
Chromium; each time is the median of five. The articles are made of words drawn by chance, and so
are their vectors, since embedding them would take an hour; nothing that is measured here depends on
what a vector says.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from playwright.sync_api import Locator, Page
from rich.console import Console
from rich.table import Table

from eval.compare_searching import RandomVectors
from index import Article, build
from index.embedding import PACKAGED, Embedder
from qa import QASettings
from qa.web import OpenStores
from qa.web.page import build_page, launch
from tests.chromium import launched
from tests.qa.served import free_port

REPEATED = 5
TOWNS = ("Aldry", "Oule", "Skarrow", "Hallin", "Ostrel", "Lowmarsh", "Verrany", "Corrin")
PAPERS = ("Post", "Herald", "Courier", "Echo", "Lantern")
BEGINNINGS = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo")
ENDINGS = ("lden", "rrow", "nter", "stal", "mbing", "ddle", "rker", "shing", "lton", "vance")

SOURCES = [f"The {town} {paper}" for town, paper in product(TOWNS, PAPERS)]
WORDS = ["".join(parts) for parts in product(BEGINNINGS, ENDINGS)]
console = Console()


def articles(number: int) -> Iterator[Article]:
    """Articles of eighty words."""
    chance = np.random.default_rng(2)
    for at in range(number):
        words = chance.choice(WORDS, 80)
        title, text = " ".join(words[:7]).capitalize(), " ".join(words).capitalize() + "."
        day = date(2022, 1, 1) + timedelta(days=int(chance.integers(4 * 365)))
        yield Article(f"a{at}", text, title, SOURCES[at % len(SOURCES)], day)


class Visit:
    """One that opens the page, goes to the articles, and does there what people do."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.times: dict[str, list[float]] = {}

    def go(self, at: int) -> None:
        """Does it once; `at` makes each time another."""
        page, self.at = self.page, at
        self.note("to a usable field", self.load)
        page.locator("#evidence .panel").wait_for()
        self.note("to the articles", self.show_articles)
        self.note("search", self.search)
        self.field.fill("")
        page.wait_for_function("document.querySelectorAll('#listing tbody tr').length === 50")
        self.note("filter by a source", self.narrow)
        self.note("all again", self.widen)
        self.note("open an article", self.open)
        page.keyboard.press("Escape")

    def note(self, name: str, act: Callable[[], object]) -> None:
        begun = time.perf_counter()
        act()
        self.times.setdefault(name, []).append(1000 * (time.perf_counter() - begun))

    @property
    def rows(self) -> Locator:
        return self.page.locator("#listing tbody tr")

    @property
    def field(self) -> Locator:
        return self.page.locator("#title-search").locator("input, textarea")

    def load(self) -> None:
        self.page.goto(self.url)
        self.page.wait_for_selector("#frame", state="detached")

    def show_articles(self) -> None:
        self.page.locator("[data-view=articles]").click()
        self.rows.first.wait_for()

    def search(self) -> None:
        before = self.page.locator("#listing .said").text_content()
        self.field.fill(f"{WORDS[7 * self.at + 1]} {WORDS[self.at]}")
        self.page.wait_for_function(
            "(before) => document.querySelector('#listing .said').textContent !== before",
            arg=before,
        )

    def narrow(self) -> None:
        self.page.locator("#timeline [data-source]").nth(self.at).click()
        self.page.locator(".narrowed").wait_for()

    def widen(self) -> None:
        self.page.locator("[data-all]").click()
        self.page.locator(".narrowed").wait_for(state="detached")

    def open(self) -> None:
        self.rows.nth(self.at).locator("button").first.click()
        self.page.locator(".reader").wait_for()


def measured(store: Path) -> dict[str, list[float]]:
    """Milliseconds of each time, by what was done."""
    served = build_page(OpenStores(QASettings(store=store)))
    port = free_port()
    launch(served, host="127.0.0.1", port=port)
    with launched() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(120_000)
        visit = Visit(page, f"http://127.0.0.1:{port}/")
        for at in range(REPEATED):
            visit.go(at)
    served.close(verbose=False)
    return visit.times


def main(
    numbers: Annotated[list[int], typer.Argument(help="How many articles.")],
    keep: Annotated[Path | None, typer.Option(help="Keeps the stores in this folder.")] = None,
) -> None:
    """Measures for each number of articles."""
    folder = keep or Path(tempfile.mkdtemp())
    found = []
    for number in numbers:
        store = folder / str(number)
        if not store.exists():
            drawing = Embedder(PACKAGED, 384, RandomVectors(384))
            build(articles=articles(number), store=store, embedder=drawing)
        found.append(measured(store))
    table = Table("milliseconds (median)", *(f"{number:,} articles" for number in numbers))
    for name in found[0]:
        table.add_row(name, *(f"{statistics.median(times[name]):,.0f}" for times in found))
    console.print(table)


if __name__ == "__main__":
    typer.run(main)
