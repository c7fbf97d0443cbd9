"""What it costs to find copies and stories, beside the embedding of the same articles.

    python -m eval.grouping_cost ARTICLES PASSAGES

ARTICLES is a `.jsonl` or `.jsonl.gz`, PASSAGES how many a build makes of them. The articles are put
into a database with their openings, and grouped; then one more, as a later build would. In the
place of the model's vectors stand sums of a random vector a word, since a large collection takes
hours to embed; how fast the model is is measured on some of the openings. Prints seconds of the
processor, which other load does not change as it does those of the clock, and memory.
"""

from __future__ import annotations

import random
import resource
import sqlite3
import tempfile
import time
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console

from eval.copies import read_articles
from index import Settings, database, grouping, stories
from index.articles import parse_day
from index.embedding import load_embedder
from index.passages import passage_spans
from index.vectors import Vectors, unit_length

SEED = 7
SAMPLE = 200
"""Openings that the model embeds."""
LEAD = 4_000
"""Characters of a text in which its openings stand."""
console = Console()


def main(
    articles: Annotated[Path, typer.Argument(help="The articles.")],
    passages: Annotated[int, typer.Argument(help="How many passages a build makes of them.")],
) -> None:
    """Groups the articles and prints what that took."""
    rows = read_articles(articles)
    settings = Settings.load()
    embedder = load_embedder(settings)
    with tempfile.TemporaryDirectory() as place:
        connection = database.connect_to_write(Path(place))
        *most, last = rows
        openings = _fill(connection, most, settings, embedder.dimension)
        drawn = random.Random(SEED).sample(openings, min(SAMPLE, len(openings)))
        embedder.embed(drawn[:8])  # it is loaded before the time is measured
        begun = time.process_time()
        embedder.embed(drawn)
        embedding = (time.process_time() - begun) / len(drawn) * passages
        before = _peak_mb()
        took = _grouped(connection, f"{len(most):,} articles")
        after = _peak_mb()
        _fill(connection, [last], settings, embedder.dimension)
        _grouped(connection, "one more")
        connection.close()
    console.print(
        f"embedding {passages:,} passages: {embedding:.0f} s; grouping adds "
        f"{took / embedding:.1%} to that; memory {before:.0f} MB before, {after:.0f} MB at its most"
    )


def _grouped(connection: sqlite3.Connection, what: str) -> float:
    """Seconds of the processor that grouping takes."""
    begun, clock = time.process_time(), time.perf_counter()
    grouping.find_copies(connection)
    copies = time.process_time() - begun
    grouping.find_stories(connection)
    both = time.process_time() - begun
    number = [
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("copies", "stories", "story_articles", "story_pairs")
    ]
    console.print(
        f"{what}: copies {copies:.1f} s, stories {both - copies:.1f} s of the processor "
        f"({time.perf_counter() - clock:.1f} s by the clock); {number[0]:,} articles are copies, "
        f"{number[2]:,} are in {number[1]:,} stories, of {number[3]:,} pairs"
    )
    return both


def _fill(
    connection: sqlite3.Connection, rows: list[dict[str, Any]], settings: Settings, dimension: int
) -> list[str]:
    """Puts articles with their openings into the database; gives the openings."""
    openings = []
    connection.execute("BEGIN")
    for row in rows:
        day = parse_day(row["date"]).isoformat() if row.get("date") else None
        text, title = row["text"], row.get("title") or ""
        key = connection.execute(
            "INSERT INTO articles(id, title, date, authors, text, hash, file) "
            "VALUES (?, ?, ?, '[]', ?, '', '')",
            (row["id"], title, day, text),
        ).lastrowid
        spans = passage_spans(text[:LEAD], settings.passage_characters, settings.passage_overlap)
        for start, stop in spans[: stories.PASSAGES]:
            openings.append(text[start:stop])
            value = _vector(text[start:stop], dimension).tobytes()
            number = connection.execute(
                "INSERT INTO vectors(key, value) VALUES (randomblob(16), ?)", (value,)
            ).lastrowid
            connection.execute(
                "INSERT INTO passages(article, start, stop, vector, generation) "
                "VALUES (?, ?, ?, ?, 1)",
                (key, start, stop, number),
            )
    connection.execute("COMMIT")
    return openings


def _vector(text: str, dimension: int) -> Vectors:
    rows = [_word(word, dimension) for word in set(text.lower().split())]
    return np.asarray(unit_length(np.sum(rows, axis=0, keepdims=True).astype(np.float32))[0])


@lru_cache(maxsize=200_000)
def _word(word: str, dimension: int) -> Vectors:
    rng = np.random.default_rng(zlib.crc32(word.encode()))
    return rng.normal(size=dimension).astype(np.float32)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    typer.run(main)
