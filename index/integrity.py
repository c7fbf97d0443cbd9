"""Whether a store is whole: its texts, passages and vectors, and both indexes beside the database.

Nothing is changed or mended here. What is looked at is what one build has left; a build that ends
meanwhile is not seen.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import database, dense, grouping, lexical
from index.dense import DenseIndex
from index.embedding import Embedder
from index.lexical import LexicalIndex, heading_words
from index.publish import check_model, vector_key
from index.shingles import shingles, sketch
from index.vectors import Vectors

SAMPLE = 64
"""Passages that are embedded again and looked up by their words."""
SEED = 7
LEAST_COSINE = 0.999
"""Between a stored vector and the one made now. The packaged model gives the very same; others
round otherwise from batch to batch."""
_UNIT = 1e-3
_NAMED = 3
"""Things that are named where there are more of a kind."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, and what was found; `problem` says what is wrong and what to do."""

    name: str
    looked_at: str
    problem: str | None = None


def examine_store(folder: Path, embedder: Embedder) -> Iterator[Finding]:
    """Each part of the store in `folder`, those that others build on first.

    Raises:
        StoreMissing: there is no store.
        StoreError: its database cannot be read.
        StoreMismatch: another model than the embedder's made its vectors.
    """
    with database.explained(folder), closing(database.connect_to_read(folder)) as connection:
        connection.execute("BEGIN")  # all of one moment
        check_model(database.meta(connection, "model"), embedder.model, folder)
        examination = _Examination(folder, connection, embedder)
        yield examination.file()
        yield examination.passages()
        yield examination.vectors()
        yield examination.sample()
        yield examination.copies()
        yield examination.stories()
        yield examination.dense_index()
        yield examination.word_index()


class _Examination:
    """The parts of one store, on one state of its database."""

    def __init__(self, folder: Path, connection: sqlite3.Connection, embedder: Embedder) -> None:
        self.folder = folder
        self.connection = connection
        self.embedder = embedder
        self.store = database.meta(connection, "store") or ""
        self.generation = database.generation(connection)
        self.ids = self._column("SELECT id FROM passages ORDER BY id")

    def file(self) -> Finding:
        """The pages of the database itself."""
        (said, *_) = self.connection.execute("PRAGMA integrity_check(3)").fetchone()
        problem = None if said == "ok" else f"SQLite says: {said}. {self._from_a_copy()}"
        return Finding("database", "every page and index of the file", problem)

    def passages(self) -> Finding:
        """That each is a slice of the text of an article, and each article has some."""
        queries = {
            "outside the text of its article": (
                "SELECT p.id FROM passages p JOIN articles a ON a.key = p.article "
                "WHERE p.start < 0 OR p.stop <= p.start OR p.stop > length(a.text)"
            ),
            "without an article": (
                "SELECT id FROM passages WHERE article NOT IN (SELECT key FROM articles)"
            ),
            "also among those that are gone": (
                "SELECT id FROM passages WHERE id IN (SELECT passage FROM tombstones)"
            ),
        }
        wrong = [_finding("passage", self._column(query), why) for why, query in queries.items()]
        bare = (
            "SELECT id FROM articles WHERE key NOT IN (SELECT article FROM passages) "
            "AND trim(text) <> ''"
        )
        wrong.append(_finding("article", self._column(bare), "without a passage"))
        return self._finding("passages", f"{len(self.ids):,} passages", wrong, self._rebuild())

    def vectors(self) -> Finding:
        """That each passage has one, under the key of its text, of length 1."""
        model = database.meta(self.connection, "model") or ""
        epoch = int(database.meta(self.connection, "epoch") or 0)
        missing, misplaced, unfit = [], [], []
        for passage, text, key, value in self._with_texts():
            if key is None or value is None:
                missing.append(passage)
            elif key != vector_key(model, epoch, text):
                misplaced.append(passage)
            elif not _is_vector(value, self.embedder.dimension):
                unfit.append(passage)
        wrong = [
            _finding("passage", missing, "without a vector"),
            _finding("passage", misplaced, "with the vector of another text"),
            _finding("passage", unfit, "whose vector is none of length 1"),
        ]
        return self._finding(
            "vectors", f"{len(self.ids):,} vectors with their keys", wrong, self._rebuild()
        )

    def sample(self) -> Finding:
        """That the model still makes the vectors that are stored, for some that are drawn."""
        drawn = self._with_texts(self._drawn())
        rows = [row for row in drawn if _is_vector(row[3] or b"", self.embedder.dimension)]
        stored = [np.frombuffer(value or b"", np.float32) for *_, value in rows]
        made = self.embedder.embed([text for _, text, _, _ in rows])
        other = [
            row[0]
            for row, old, new in zip(rows, stored, made, strict=True)
            if float(old @ new) < LEAST_COSINE
        ]
        wrong = [_finding("passage", other, "of which the model makes another vector now")]
        return self._finding(
            "model", f"{len(rows)} passages embedded again", wrong, self._rebuild()
        )

    def copies(self) -> Finding:
        """That what copies are found by is of the articles as they stand, for some that are
        drawn, and that the copies are those that the pairs say."""
        known = self._column("SELECT article FROM sketches ORDER BY article")
        articles = set(self._column("SELECT key FROM articles"))
        drawn = random.Random(SEED).sample(known, min(SAMPLE, len(known)))
        other = [key for key in drawn if key in articles and not self._is_sketched(key)]
        wrong = [
            _finding("article", sorted(set(known) - articles), "that is not there"),
            _finding("article", sorted(other), "of which another sketch is made now"),
        ]
        said = dict(self.connection.execute("SELECT article, report FROM copies"))
        differ = sorted(key for key, _ in said.items() ^ grouping.reports(self.connection).items())
        wrong.append(_finding("article", list(dict.fromkeys(differ)), "unlike its pairs"))
        late = len(articles) - len(set(known) & articles)
        rest = f"; {late:,} more are looked at by the next build" if late else ""
        return self._finding("copies", f"{len(known):,} articles{rest}", wrong, self._anew())

    def stories(self) -> Finding:
        """That the stories are those that the pairs say, of articles that are there."""
        known = set(self._column("SELECT article FROM leads"))
        dated = set(self._column("SELECT key FROM articles WHERE date IS NOT NULL"))
        wrong = [_finding("article", sorted(known - dated), "that is not there")]
        query = (
            "SELECT m.article, s.key, s.id, s.headline FROM story_articles m "
            "LEFT JOIN stories s ON s.key = m.story"
        )
        said = {row[0]: row[1:] for row in self.connection.execute(query)}
        if not any(wrong):
            wanted = {
                article: (one.key, one.id, one.headline)
                for one in grouping.stories_by_key(self.connection)
                for article in one.articles
            }
            differ = sorted(key for key, _ in said.items() ^ wanted.items())
            wrong.append(_finding("article", list(dict.fromkeys(differ)), "unlike its pairs"))
        late = len(dated - known)
        rest = f"; {late:,} more are looked at by the next build" if late else ""
        seen = f"{len(said):,} of {len(known):,} dated articles are in one{rest}"
        return self._finding("stories", seen, wrong, self._anew())

    def _is_sketched(self, key: int) -> bool:
        query = "SELECT text, shingles FROM articles JOIN sketches ON article = key WHERE key = ?"
        text, known = self.connection.execute(query, (key,)).fetchone()
        return sketch(shingles(text)).tobytes() == bytes(known)

    def dense_index(self) -> Finding:
        """That the saved index has the passages' vectors, all of them and no others."""
        name, folder = "index of vectors", self.folder / dense.FOLDER
        index = DenseIndex.load(self.folder, self.embedder.dimension, self.store)
        try:
            if index is not None:
                index.open()
        except OSError:
            index = None
        if index is None or index.generation != self.generation:
            return self._other(name, folder.exists(), index)
        parts = [ids for ids, _ in index.parts()]
        wrong = self._beside("vector", np.concatenate(parts) if parts else np.empty(0, np.int64))
        if not any(wrong):
            differ = [one for part in index.parts() for one in self._unlike_stored(*part)]
            wrong = [_finding("vector", differ, "unlike the stored")]
        return self._finding(name, f"{len(index):,} vectors", wrong, self._anew())

    def word_index(self) -> Finding:
        """That the saved index has the passages, and that those drawn are found by their words."""
        name, folder = "index of words", self.folder / lexical.FOLDER
        index = LexicalIndex.load(self.folder, self.store)
        if index is None or index.generation != self.generation:
            return self._other(name, folder.exists(), index)
        ids = index.passages()
        wrong = self._beside("passage", np.array(ids, dtype=np.int64))
        if not any(wrong):
            lost = [passage for passage, said in self._words() if not _holds(index, passage, said)]
            wrong = [_finding("passage", lost, "not found by its own words")]
        return self._finding(name, f"{len(ids):,} passages", wrong, self._anew())

    def _beside(self, what: str, ids: NDArray[np.int64]) -> list[str]:
        known, there = set(self.ids), set(ids.tolist())
        return [
            _finding(what, sorted(known - there), "missing"),
            _finding(what, sorted(there - known), "of no passage"),
            "" if len(there) == len(ids) else "some are there twice",
        ]

    def _other(self, name: str, is_there: bool, index: DenseIndex | LexicalIndex | None) -> Finding:
        """An index that is not of this state: it is brought along or made when it is needed."""
        if is_there and index is None:
            return Finding(
                name, "", "It is damaged. It is made again from the database when the store is "
                "next opened; if this happens again, look at the disk."
            )  # fmt: skip
        state = "none yet"
        if index is not None:
            state = f"of build {index.generation}, not {self.generation}"
        return Finding(name, f"{state}; it is brought along when the store is next opened")

    def _finding(self, name: str, seen: str, wrong: Iterable[str], remedy: str) -> Finding:
        problems = [one for one in wrong if one]
        return Finding(name, seen, f"{'; '.join(problems)}. {remedy}" if problems else None)

    def _column(self, query: str) -> list[Any]:
        return [row[0] for row in self.connection.execute(query)]

    def _with_texts(
        self, only: Sequence[int] | None = None
    ) -> Iterator[tuple[int, str, bytes | None, bytes | None]]:
        """Of each passage, or of some, id, text, and key and value of its vector, where it has
        them."""
        which = "" if only is None else f"WHERE p.id IN ({', '.join('?' * len(only))}) "
        rows = self.connection.execute(
            "SELECT p.id, substr(a.text, p.start + 1, p.stop - p.start), v.key, v.value "
            "FROM passages p JOIN articles a ON a.key = p.article "
            f"LEFT JOIN vectors v ON v.id = p.vector {which}ORDER BY p.id",
            only or (),
        )
        yield from rows

    def _unlike_stored(self, ids: NDArray[np.int64], vectors: Vectors) -> Iterator[int]:
        """The passages whose vector is another one in the database."""
        query = "SELECT v.value FROM passages p JOIN vectors v ON v.id = p.vector WHERE p.id = ?"
        for passage, vector in zip(ids.tolist(), vectors, strict=True):
            row = self.connection.execute(query, (passage,)).fetchone()
            if row and _is_vector(row[0], len(vector)) and row[0] != vector.tobytes():
                yield passage  # others are told under "vectors"

    def _words(self) -> Iterator[tuple[int, str]]:
        """Of the passages drawn, what the index should find them by."""
        for passage in self._drawn():
            query = (
                "SELECT a.title, a.source, a.text, p.start, p.stop FROM passages p "
                "JOIN articles a ON a.key = p.article WHERE p.id = ?"
            )
            if row := self.connection.execute(query, (passage,)).fetchone():
                title, source, text, start, stop = row
                yield passage, f"{heading_words(title, source, text)} {text[start:stop]}"

    def _drawn(self) -> list[int]:
        return random.Random(SEED).sample(self.ids, min(SAMPLE, len(self.ids)))

    def _rebuild(self) -> str:
        return f"Split and embed everything again: article-qa index --rebuild --store {self.folder}"

    def _anew(self) -> str:
        return f"Make it anew: article-qa articles compact --store {self.folder}"

    def _from_a_copy(self) -> str:
        return f"Restore {self.folder} from a copy, or move it away and index your articles again."


def _is_vector(value: bytes, dimension: int) -> bool:
    """Whether bytes are a vector of length 1."""
    if len(value) != 4 * dimension:
        return False
    length = float(np.linalg.norm(np.frombuffer(value, np.float32).astype(np.float64)))
    return abs(length - 1) < _UNIT  # never so for what is no number


def _holds(index: LexicalIndex, passage: int, text: str) -> bool:
    """Whether a passage is among those that hold the words of its own text."""
    return not index.terms(text) or passage in index.holding(text)


def _finding(what: str, which: Sequence[object], how: str) -> str:
    """How many are wrong in which way, and some of them; empty where none is."""
    if not which:
        return ""
    names = ", ".join(map(str, which[:_NAMED])) + (" …" if len(which) > _NAMED else "")
    return f"{len(which):,} {what}{'s' if len(which) > 1 else ''} {how} ({names})"
