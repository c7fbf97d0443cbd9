"""What the tests of the store share: a quick embedder, and looks into a store."""

import json
import sqlite3
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from index import Article, BuildReport, Settings, Store, build, open_store
from index.embedding import Embedder
from index.places import Place
from index.vectors import Vectors, unit_length

QUERIES = ("harbour bridge", "council vote budget", "storm", "museum opens in spring", "topic7")


class FakeBackend:
    """A vector a text: the sum of one for each of its words. Counts what it is asked for."""

    name = "fake"

    def __init__(self, dimension: int, pause_s: float) -> None:
        self.dimension = dimension
        self.pause_s = pause_s
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        time.sleep(self.pause_s)
        self.texts.extend(texts)
        rows = [sum(map(self._word, text.lower().split()), 0.01 * self._word("")) for text in texts]
        return unit_length(np.stack(rows).astype(np.float32))

    def _word(self, word: str) -> Vectors:
        return word_vector(word, self.dimension)


@cache
def word_vector(word: str, dimension: int) -> Vectors:
    return np.random.default_rng(zlib.crc32(word.encode())).normal(size=dimension)


def fake_embedder(pause_s: float = 0, model: str = "fake@1", dimension: int = 32) -> Embedder:
    return Embedder(model, dimension, FakeBackend(dimension, pause_s))


def settings_for(store: Place, **more: Any) -> Settings:
    return Settings.load(store=store, **{"passage_characters": 300, **more})


def run_build(
    store: Place,
    *paths: str | Path,
    articles: Iterable[Article] = (),
    embedder: Embedder | None = None,
    settings: Mapping[str, Any] | None = None,
    **more: Any,
) -> BuildReport:
    return build(
        paths,
        articles=articles,
        settings=settings_for(store, **(settings or {})),
        embedder=embedder or fake_embedder(),
        **more,
    )


def opened(store: Place, **settings: Any) -> Store:
    return open_store(settings=settings_for(store, **settings), embedder=fake_embedder())


WORDS = [
    "harbour",
    "bridge",
    "council",
    "vote",
    "budget",
    "storm",
    "museum",
    "spring",
    "road",
    "river",
    "school",
    "ferry",
]


def story(number: int, version: int = 0) -> str:
    """A text of about three passages of 300 characters, unlike that of any other number."""
    chance = np.random.default_rng([number, version])
    sentences = [
        f"Report {number} version {version} part {part} says that topic{number % 40} and the "
        f"{' '.join(chance.choice(WORDS, 5))} were discussed for {chance.integers(2, 99)} hours."
        for part in range(6)
    ]
    return " ".join(sentences)


def one_article(number: int, version: int = 0, **more: Any) -> Article:
    return Article(f"a{number}", story(number, version), f"Report {number}", **more)


def write_jsonl(path: Path, records: Iterable[Mapping[str, object]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def contents(store: Place) -> dict[str, str]:
    """The hash of each article by its id."""
    with opened(store) as one:
        articles = [one.article(summary.id) for summary in one.articles()]
    return {article.id: article.content_hash for article in articles if article}


def query_database(store: Path, query: str) -> Any:
    """The one value that a query gives."""
    with closing(sqlite3.connect(store / "articles.sqlite")) as connection:
        row = connection.execute(query).fetchone()
    return row[0]


def assert_whole(store: Place) -> None:
    """The database is sound, search works, and finds nothing but slices of what is there."""
    if isinstance(store, Path):
        assert query_database(store, "PRAGMA integrity_check") == "ok"
    with opened(store) as one:
        for query in QUERIES:
            hits = one.search(query, 50)
            assert bool(hits) == bool(one.counts()[0])
            assert len({hit.passage for hit in hits}) == len(hits)
            for hit in hits:
                article = one.article(hit.article_id)
                assert article is not None and article.text[hit.start : hit.end] == hit.text


def found_by(store: Place) -> list[list[tuple[str, int]]]:
    """What each query finds by meaning alone, in order, and by words alone, as a set."""
    results = []
    with opened(store, dense_weight=1) as one:
        for query in QUERIES:
            hits = one.search(query, 100)[:50]
            results.append([(hit.article_id, hit.start) for hit in hits])
    with opened(store, dense_weight=0) as one:
        for query in QUERIES[-2:]:
            hits = [hit for hit in one.search(query, 2_000) if hit.bm25 is not None]
            results.append(sorted((hit.article_id, hit.start) for hit in hits))
    return results


def segments(store: Path) -> list[Path]:
    """The files of the vector index, the oldest first."""
    return sorted((store / "dense").iterdir(), key=lambda path: path.stat().st_mtime_ns)
