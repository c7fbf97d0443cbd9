"""What opening the page costs: bytes, requests, and the time to a field to type into.

    python -m tests.page_load [URL ...]

The page on the sample in headless Chromium, over an ordinary line and over a slow one (400 ms,
50 KB/s), each with nothing kept from before; medians of three. Pages that are served elsewhere,
such as those of an earlier version, are opened by turns in the same run.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from playwright.sync_api import Browser
from rich.console import Console
from rich.progress import track
from rich.table import Table

from index import build
from tests.chromium import launched
from tests.qa.served import served

SEEDS = Path(__file__).parent.parent / "seeds"
REPEATED = 3
REST = 2500
"""Milliseconds in which nothing is sent, after which the page is at rest."""
LINES: dict[str, dict[str, float] | None] = {
    "ordinary": None,
    "400 ms, 50 KB/s": {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000},
}
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
FIELD = "document.querySelector('textarea')?.checkVisibility()"
WHOLE = """document.querySelector('.gradio-container textarea')?.checkVisibility()
  && !document.querySelector('#frame')"""
MEASURED = {
    "bytes": "KB sent",
    "requests": "requests",
    "painted": "first paint, ms",
    "field": "a field to type into, ms",
    "whole": "the whole page, ms",
}

console = Console()


def main(urls: Annotated[list[str] | None, typer.Argument(help="Other pages.")] = None) -> None:
    """Opens each page by turns, and prints what it took."""
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        build([SEEDS], store=Path(folder) / "store")
        with served(Path(folder) / "store") as url:
            for line, speed in LINES.items():
                pages = {"this page": url, **{other: other for other in urls or []}}
                _report(line, _by_turns(browser, pages, speed))


def _by_turns(
    browser: Browser, pages: dict[str, str], speed: dict[str, float] | None
) -> dict[str, list[dict[str, float]]]:
    """What each page took, as often as it was opened."""
    took: dict[str, list[dict[str, float]]] = {name: [] for name in pages}
    for _ in track(range(REPEATED), "Opening", console=console, transient=True):
        for name, url in pages.items():
            took[name].append(opened(browser, url, speed))
    return took


def opened(browser: Browser, url: str, speed: dict[str, float] | None) -> dict[str, float]:
    """Opens a page with nothing kept, until it is at rest.

    Args:
        speed: Of the line, as Chromium's `Network.emulateNetworkConditions` has it.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(120_000)
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    if speed:
        network.send("Network.emulateNetworkConditions", {"offline": False, **speed})
    sent: list[float] = []
    network.on("Network.loadingFinished", lambda one: sent.append(one["encodedDataLength"]))
    start = time.perf_counter()
    page.goto(url, wait_until="commit")
    times: dict[str, Any] = {}
    for name, script in (("field", FIELD), ("whole", WHOLE)):
        page.wait_for_function(script, polling=20)
        times[name] = (time.perf_counter() - start) * 1000
    known = -1
    while known < len(sent):  # one connection stays open for as long as the page
        known = len(sent)
        page.wait_for_timeout(REST)
    times |= {"painted": page.evaluate(PAINTED), "requests": len(sent), "bytes": sum(sent) / 1000}
    context.close()
    return times


def _report(line: str, took: dict[str, list[dict[str, float]]]) -> None:
    table = Table("", *took, title=f"{line} line, median of {REPEATED}")
    for name, words in MEASURED.items():
        medians = (statistics.median(one[name] for one in times) for times in took.values())
        table.add_row(words, *(f"{median:,.0f}" for median in medians))
    console.print(table)


if __name__ == "__main__":
    typer.run(main)
