"""Measures what one article costs that is added to a store, changed in it and removed from it.

    python -m eval.compare_updates STORE [STORE …] [--lines 10000]

STORES in folders are copied to a temporary folder first; `eval.made_store` makes some of any size.
One at an address cannot be copied so: only with `--in-place` is it measured, and changed. Told are,
of each step, the seconds by the clock and of the processor (what else the machine does shows in the
first alone) and the megabytes written, for the builder and for a chat that has the store open: its
next search, its next search under a filter, and the sources. Embedding is left out: vectors are
drawn by the text. The peak of memory is that of the whole process, mapped files included.

With `--lines`, a JSONL file of so many articles is added as well, and one of its lines changed, one
added and one removed.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import numpy as np
import psutil
import typer
from rich.console import Console
from rich.table import Table

from index import Article, Filters, Settings, build, open_store, remove
from index.embedding import PACKAGED, Embedder
from index.places import Place, place_of
from index.vectors import Vectors, unit_length
from qa.llm.memory import peak_mb

DIMENSION = 384
QUERY = "What did the president say of the budget?"
SINCE = Filters(after=date(2021, 1, 1))
WORDS = 2_000
"""Of an article that stands in a line."""
console = Console()


class DrawnVectors:
    """A backend of the embedder that draws a vector by the text."""

    name = "drawn"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of one batch: shape (texts, dimension)."""
        seeds = (zlib.crc32(text.encode()) for text in texts)
        drawn = [np.random.default_rng(seed).standard_normal(DIMENSION) for seed in seeds]
        return unit_length(np.stack(drawn).astype(np.float32))


class Watch:
    """A table of steps: what each of them took."""

    def __init__(self, title: str) -> None:
        self.table = Table("step", "s", "s of the processor", "MB written", title=title)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measures the block."""
        clock, processor, written = time.perf_counter(), time.process_time(), _written()
        yield
        self.table.add_row(
            name,
            f"{time.perf_counter() - clock:.2f}",
            f"{time.process_time() - processor:.2f}",
            f"{(_written() - written) / 1e6:.1f}",
        )


def main(
    stores: Annotated[list[str], typer.Argument(help="Folders of stores, which are copied.")],
    keep_words: Annotated[
        bool, typer.Option(help="Leave out the removal for good, which makes the word index anew.")
    ] = False,
    lines: Annotated[
        int, typer.Option(min=0, help="Articles of a JSONL file that is added and changed.")
    ] = 0,
    in_place: Annotated[
        bool, typer.Option(help="Change stores at addresses, too, which are not copied.")
    ] = False,
) -> None:
    """Prints a table for each store."""
    places = [place_of(store) for store in stores]
    if not in_place:
        _refuse_addresses(places)
    for store in places:
        with tempfile.TemporaryDirectory() as folder:
            if isinstance(store, Path):
                store = Path(shutil.copytree(store, Path(folder) / "store"))
            console.print(measured(store, Path(folder), keep_words, lines).table)
    console.print(f"Peak memory {peak_mb()} MB; load {psutil.getloadavg()[0]:.1f}")


def _refuse_addresses(places: Sequence[Place]) -> None:
    """Raises where one of the stores would be changed, rather than a copy of it."""
    for place in places:
        if not isinstance(place, Path):
            raise typer.BadParameter(
                f"{place} is no folder, and would itself be changed. Copy it into a folder "
                "(article-qa store copy) and name that, or add --in-place."
            )


def measured(store: Place, folder: Path, keep_words: bool, lines: int = 0) -> Watch:
    """What the steps take on a store, which is changed, with articles in `folder`. What they add
    they remove, unless `keep_words`."""
    settings = Settings.load(store=store)
    embedder = Embedder(PACKAGED, DIMENSION, DrawnVectors())
    news = folder / "news"
    news.mkdir()
    file = news / "article.txt"

    def built(*paths: Path, articles: Sequence[Article] = ()) -> Callable[[], object]:
        return lambda: build(
            paths, articles=articles, settings=settings, embedder=embedder, yes=True
        )

    text = "A zeppelin landed on the pier. " * 40
    in_hand = Article("in-hand", text, "Zeppelin", "Wire", date(2024, 1, 1))
    built(articles=[])()  # brings a store of an earlier version up to date
    with open_store(settings=settings, embedder=embedder) as chat:
        watch = Watch(f"{chat.counts()[1]:,} passages")
        with watch.step("open, first search"):
            chat.search(QUERY)
        with watch.step("search"):
            chat.search(QUERY)
        with watch.step("first search under a filter"):
            chat.search(QUERY, filters=SINCE)
        with watch.step("search under a filter"):
            chat.search(QUERY, filters=SINCE)
        file.write_text(text, encoding="utf-8")
        steps: list[tuple[str, Callable[[], object] | None, Callable[[], object]]] = [
            ("add an article in hand", None, built(articles=[in_hand])),
            ("add a file", None, built(news)),
            ("change a file", lambda: file.write_text("Another text. " * 60), built(news)),
            ("remove a file", file.unlink, built(news)),
        ]
        if lines:
            jsonl = news / "articles.jsonl"
            said = [_line(number) for number in range(lines)]
            changed = [_line(0, " more"), *said[1:]]
            more = [*changed, _line(lines)]
            steps += [
                (f"add a file of {lines:,} lines", _writer(jsonl, said), built(news)),
                ("change one of its lines", _writer(jsonl, changed), built(news)),
                ("add a line", _writer(jsonl, more), built(news)),
                ("remove a line", _writer(jsonl, changed), built(news)),
                ("look at it unchanged", None, built(news)),
                ("remove the file", jsonl.unlink, built(news)),
            ]
        if not keep_words:
            gone = ["in-hand"]
            forget = partial(remove, gone, store=store, settings=settings)
            steps.append(("remove for good", None, forget))
        for name, prepare, step in steps:
            if prepare:
                prepare()
            with watch.step(name):
                step()
            with watch.step("… then the next search"):
                chat.search(QUERY)
            with watch.step("… under a filter"):
                chat.search(QUERY, filters=SINCE)
            with watch.step("… and the sources"):
                chat.sources()
    return watch


def _line(number: int, more: str = "") -> str:
    """An article in a line of JSONL, of words that are drawn by its number."""
    draw = np.random.default_rng(number)
    words = "".join(f" w{word}" for word in draw.zipf(1.3, WORDS) % 50_000)
    sentences = words.replace("7 ", "7. ")
    return json.dumps({"id": f"line-{number}", "text": f"Article {number}.{sentences}{more}."})


def _writer(path: Path, lines: Sequence[str]) -> Callable[[], object]:
    return lambda: path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _written() -> int:
    """Bytes that this process has handed to files; 0 where the system does not tell."""
    try:
        return int(psutil.Process().io_counters().write_chars)
    except (AttributeError, psutil.Error):
        return 0


if __name__ == "__main__":
    typer.run(main)
