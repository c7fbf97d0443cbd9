"""A store of the local engine opened for reading: its articles, and search over its passages.

Whoever holds a `LocalStore` may keep it open for days: each search first looks
whether a build has finished meanwhile, and catches up by what changed.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index import database
from index.articles import Article
from index.asked import QuestionVectors
from index.columns import Columns
from index.connections import Connections, StoreReader
from index.engine import Store, Version, engine_of
from index.errors import UsageError
from index.fusion import fuse
from index.given import checked_text
from index.hits import Context, Filters, Heading, Hit, Story, Summary
from index.moments import GenerationCache, Moment
from index.overview import sources_in, tags_in
from index.places import Place
from index.vectors import is_roundup

if TYPE_CHECKING:
    from index.dense import DenseIndex
    from index.embedding import Embedder
    from index.lexical import LexicalIndex
    from index.retriever import StoreRetriever
    from index.segments import Ids
    from index.settings import Settings

DEPTH = 100
"""Passages that each of the two searches hands to the fusion, at least."""
_BREAKS = "replace(text, char(10, 10), char(10))"
_WORDS = f"1 + length({_BREAKS}) - length(replace(replace({_BREAKS}, ' ', ''), char(10), ''))"
"""Words of a stored text, in SQL: between two there is one blank, one break, or a blank line."""

_ARTICLE = "id, text, title, source, date, url, authors, tags"
"""The columns that `_article` takes, in its order."""
_HEADING = "a.id, a.title, a.source, a.date, a.tags"
"""The columns that `_heading` takes."""


class LocalStore:
    """Articles and passages of one folder, searchable. Safe to use from several threads."""

    def __init__(self, folder: Path, settings: Settings, embedder: Embedder | None = None) -> None:
        """Use `open_store`."""
        self.place: Place = folder
        self.folder = folder
        self.settings = settings
        self._connections = Connections(folder)
        self._asked = QuestionVectors(settings, embedder)
        self._indexes: _Indexes | None = None
        self._columns = GenerationCache(Columns.read)
        self._sources = GenerationCache(lambda reader, _: sources_in(reader.connection))
        self._tags = GenerationCache(lambda reader, _: tags_in(reader.connection))
        self._loading = threading.RLock()
        """Held by whoever loads or catches up what the others wait for."""
        with self._connections.reading():
            pass  # what is wrong with the store is told now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the database. The store cannot be used afterwards."""
        self._connections.close()

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees the last build; failures in words."""
        with self._connections.reading() as reader:
            yield reader.connection

    @property
    def generation(self) -> int:
        """How many builds have changed the store, the last one included."""
        with self._reading() as connection:
            return database.generation(connection)

    def counts(self) -> tuple[int, int]:
        """How many articles and how many passages there are."""
        with self._reading() as connection:
            return database.counts(connection)

    def undated(self, filters: Filters | None = None) -> int:
        """How many articles have no date, of those that the filters would let pass but for it."""
        wanted = replace(filters, after=None, before=None) if filters else Filters()
        if wanted.story is not None:  # stories are of dated articles
            return 0
        with self._reading() as connection:
            if wanted.source_keys is None and wanted.tag_keys is None:
                query = "SELECT count(*) FROM articles WHERE date IS NULL"
                return int(connection.execute(query).fetchone()[0])
            query = "SELECT source, tags FROM articles WHERE date IS NULL"
            rows = connection.execute(query)
            return sum(wanted.admits(source, None, _names(tags)) for source, tags in rows)

    def tags(self) -> list[tuple[str, int]]:
        """The tags in the order of their names, with the number of articles that bear them."""
        with self._connections.reading() as reader:
            return self._tags.get(reader)

    def sources(self, as_of: date | None = None) -> list[tuple[str, int]]:
        """The sources by name, with the number of their articles; under `as_of` those that have
        an article of no later day. Names of the same `source_key` are one source."""
        with self._connections.reading() as reader:
            merged = self._sources.get(reader)  # each question asks
        last = as_of.isoformat() if as_of else "9"
        return [(name, count) for name, count, first in merged if first <= last]

    def article(self, article_id: str) -> Article | None:
        """The article of that id with its stored text, or None."""
        with self._reading() as connection:
            query = f"SELECT {_ARTICLE} FROM articles WHERE id = ?"
            row = connection.execute(query, (article_id,)).fetchone()
        if row is None:
            return None
        return _article(*row)

    def versions(self, article_id: str) -> list[Version]:
        """What an article said before, the newest first, as far as it was kept."""
        query = (
            "SELECT id, replaced, article, text, title, source, date, url, authors, tags "
            "FROM versions WHERE article = ? ORDER BY id DESC"
        )
        with self._reading() as connection:
            rows = connection.execute(query, (article_id,)).fetchall()
        return [
            Version(number, datetime.fromisoformat(replaced), _article(*row))
            for number, replaced, *row in rows
        ]

    def content_hash(self, article_id: str) -> str | None:
        """The `Article.content_hash` of the article of that id, or None."""
        with self._reading() as connection:
            query = "SELECT hash FROM articles WHERE id = ?"
            row = connection.execute(query, (article_id,)).fetchone()
        return None if row is None else str(row[0])

    def altered(self) -> list[str]:
        """Ids of the articles that are no longer what was stored: their hash is another one."""
        with self._reading() as connection:
            query = f"SELECT {_ARTICLE}, hash FROM articles"
            return [str(row[0]) for row in connection.execute(query) if not _is_as_stored(*row)]

    def passage_texts(self, article_id: str) -> list[str]:
        """The passages of an article, in order."""
        with self._reading() as connection:
            query = (
                "SELECT a.text, p.start, p.stop FROM passages p "
                "JOIN articles a ON a.key = p.article WHERE a.id = ? ORDER BY p.start"
            )
            rows = connection.execute(query, (article_id,))
            return [text[start:stop] for text, start, stop in rows]

    def articles(self) -> Iterator[Summary]:
        """All articles, the newest first, undated ones last."""
        with self._reading() as connection:
            query = (
                f"SELECT id, title, source, date, url, length(text), {_WORDS}, tags FROM articles "
                "ORDER BY date IS NULL, date DESC, id"
            )
            rows = connection.execute(query).fetchall()
        for article_id, title, source, day, url, characters, words, tags in rows:
            about = (article_id, title, source, _day(day), url, characters, words)
            yield Summary(*about, _names(tags))

    def whole_articles(self) -> Iterator[Article]:
        """All articles with their stored texts, as of one moment, in the order in which they came.

        They are read one by one, on a connection of its own: others search meanwhile.
        """
        query = f"SELECT {_ARTICLE} FROM articles ORDER BY key"
        with (
            database.explained(self.folder),
            contextlib.closing(database.connect_to_read(self.folder)) as connection,
        ):
            for row in connection.execute(query):
                yield _article(*row)

    def roundups(self, article_ids: Collection[str]) -> set[str]:
        """Of these articles those that tell several stories, as a page of the day's news does
        (`index.vectors.is_roundup`)."""
        query = (
            "SELECT v.value FROM articles a JOIN passages p ON p.article = a.key "
            "JOIN vectors v ON v.id = p.vector WHERE a.id = ?"
        )
        found: set[str] = set()
        with self._reading() as connection:
            for one in article_ids:
                rows = connection.execute(query, (one,))
                own = [np.frombuffer(value, np.float32) for (value,) in rows]
                if own and is_roundup(np.stack(own)):
                    found.add(one)
        return found

    def copies(self, article_ids: Collection[str]) -> dict[str, int]:
        """Of these articles those that have a copy in the store, each with the number of the
        report that it is one of."""
        with self._reading() as connection:
            places = ", ".join("?" * len(article_ids))
            query = (
                "SELECT a.id, c.report FROM articles a JOIN copies c ON c.article = a.key "
                f"WHERE a.id IN ({places})"
            )
            return dict(connection.execute(query, tuple(article_ids)).fetchall())

    def copies_of(self, article_id: str, filters: Filters | None = None) -> list[Heading]:
        """The other articles that are copies of the same report, the oldest first, undated ones
        last."""
        with self._reading() as connection:
            query = (
                "SELECT b.id, b.title, b.source, b.date, b.tags FROM articles a "
                "JOIN copies c ON c.article = a.key JOIN copies d ON d.report = c.report "
                "JOIN articles b ON b.key = d.article WHERE a.id = ? AND b.id <> a.id "
                "ORDER BY b.date IS NULL, b.date, b.id"
            )
            rows = connection.execute(query, (article_id,)).fetchall()
        return self._of_story(_admitted(map(_heading, rows), filters), filters)

    def stories(self) -> list[Story]:
        """The stories of the articles, the one that was told of last first."""
        with self._reading() as connection:
            query = (
                "SELECT s.id, h.title, a.source, a.date, coalesce(c.report, -a.key) "
                "FROM stories s JOIN articles h ON h.key = s.headline "
                "JOIN story_articles m ON m.story = s.key JOIN articles a ON a.key = m.article "
                "LEFT JOIN copies c ON c.article = a.key ORDER BY a.date"
            )
            rows = connection.execute(query).fetchall()
        of_story: dict[tuple[str, str], list[tuple[str | None, str, int]]] = {}
        for name, title, *about in rows:
            of_story.setdefault((name, title), []).append((about[0], about[1], about[2]))
        found = [_story(name, title, own) for (name, title), own in of_story.items()]
        return sorted(found, key=lambda one: (-one.last.toordinal(), -one.articles, one.id))

    def story(self, name: str) -> Story | None:
        """The story of that id, or with an article of that id, or None."""
        stories = self.stories()
        found = next((one for one in stories if one.id == name), None)
        if found is None and (own := self.story_of(name)) is not None:
            return next((one for one in stories if one.id == own), None)
        return found

    def story_articles(self, story: str) -> list[Heading]:
        """The articles of the story of that id, or with an article of that id, the oldest first;
        none where there is no such."""
        with self._reading() as connection:
            query = (
                f"SELECT {_HEADING} FROM story_articles m JOIN articles a ON a.key = m.article "
                "WHERE m.story = ? ORDER BY a.date, a.id"
            )
            key = _story_key(connection, story)
            return list(map(_heading, connection.execute(query, (key,)).fetchall()))

    def story_of(self, article_id: str) -> str | None:
        """The id of the story that an article is of, or None."""
        with self._reading() as connection:
            query = (
                "SELECT s.id FROM articles a JOIN story_articles m ON m.article = a.key "
                "JOIN stories s ON s.key = m.story WHERE a.id = ?"
            )
            row = connection.execute(query, (article_id,)).fetchone()
        return None if row is None else str(row[0])

    def headings(self, filters: Filters | None = None) -> list[Heading]:
        """The articles that the filters let pass, the newest first, undated ones last."""
        with self._reading() as connection:
            query = f"SELECT {_HEADING} FROM articles a ORDER BY a.date IS NULL, a.date DESC, a.id"
            rows = connection.execute(query).fetchall()
        return self._of_story(_admitted(map(_heading, rows), filters), filters)

    def _of_story(self, headings: Iterable[Heading], filters: Filters | None) -> list[Heading]:
        """Those of the story that the filters name, where they name one."""
        if filters is None or filters.story is None:
            return list(headings)
        own = {one.id for one in self.story_articles(filters.story)}
        if not own:
            raise no_story(filters.story)
        return [one for one in headings if one.id in own]

    def mentioning(self, text: str, filters: Filters | None = None) -> list[Heading]:
        """The articles in which one passage holds every word of `text`, function words apart and
        in whatever form; best first by BM25."""
        with self._connections.reading() as reader:
            connection = reader.connection
            passages = self._refresh(reader).lexical.holding(text)
            query = (
                f"SELECT {_HEADING} FROM passages p "
                "JOIN articles a ON a.key = p.article WHERE p.id = ?"
            )
            rows = (connection.execute(query, (passage,)).fetchone() for passage in passages)
            found = {row[0]: _heading(row) for row in rows if row}
        return self._of_story(_admitted(found.values(), filters), filters)

    def embedder(self) -> Embedder:
        """The model that made the store's vectors, loaded at the first call."""
        return self._asked.embedder()

    def warm(self) -> None:
        """Loads model and indexes now rather than at the first search."""
        self.embedder().embed([""])
        with self._connections.reading() as reader:
            self._refresh(reader)

    def search(
        self,
        query: str,
        k: int = 10,
        filters: Filters | None = None,
        context: Context = (),
    ) -> list[Hit]:
        """The `k` best passages by meaning and by words, fused, best first.

        Args:
            context: Texts that the query is to be understood by, such as what was said before
                it, each with a weight beside the query's 1.

        Raises:
            UsageError: the query is empty or no text, `k` is not positive, or there is no such
                story as the filters name.
        """
        filters = filters or Filters()
        if not checked_text("The query", query).strip():
            raise UsageError("The question is empty; ask something.")
        if k < 1:
            raise UsageError(f"The number of passages must be at least 1, not {k}.")
        vector = self._asked.of_query(query, context)
        with self._connections.reading() as reader:
            _, dense, lexical = self._refresh(reader)
            depth = max(DEPTH, min(k, len(dense)))
            ids, cosines = dense.search(vector, depth, self._allowed(reader, filters))
            by_meaning = list(zip(ids.tolist(), cosines.tolist(), strict=True))
            by_words = lexical.search(
                query,
                depth,
                filters.after,
                filters.last_day,
                filters.allow_undated,
                filters.source_keys,
                filters.tag_keys,
                context,
                _passages_of(reader.connection, filters.story),
            )
            fused = fuse(by_meaning, by_words, self.settings.dense_weight)
            return _hits(reader.connection, fused, dict(by_meaning), dict(by_words), k)

    def openings(self, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """What the articles open with, the newest first, undated ones last: at most `k` passages
        with the score 0. Where there are fewer articles, their further passages follow.

        Raises:
            UsageError: `k` is not positive.
        """
        if k < 1:
            raise UsageError(f"The number of passages must be at least 1, not {k}.")
        with self._connections.reading() as reader:
            connection = reader.connection
            allowed = self._allowed(reader, filters or Filters())
            passes = None if allowed is None else set(allowed.tolist())
            newest = "SELECT key FROM articles ORDER BY date IS NULL, date DESC, id"
            own: list[list[int]] = []
            for (article,) in connection.execute(newest):
                query = "SELECT id FROM passages WHERE article = ? ORDER BY start"
                ids = [int(one) for (one,) in connection.execute(query, (article,))]
                if ids and (passes is None or ids[0] in passes):
                    own.append(ids)
                if len(own) == k:
                    break
            by_place = (one for ids in zip_longest(*own) for one in ids if one is not None)
            return _hits(connection, [(one, 0.0) for one in islice(by_place, k)], {}, {}, k)

    def openings_of(self, article_ids: Iterable[str]) -> list[Hit]:
        """The first passage of each of these articles, in their order, with the score 0; none of
        one that is not there."""
        with self._connections.reading() as reader:
            query = (
                "SELECT p.id FROM passages p JOIN articles a ON a.key = p.article "
                "WHERE a.id = ? ORDER BY p.start LIMIT 1"
            )
            found = [reader.connection.execute(query, (one,)).fetchone() for one in article_ids]
            first = [(int(row[0]), 0.0) for row in found if row]
            return _hits(reader.connection, first, {}, {}, len(first))

    def vectors(self, *texts: str) -> NDArray[np.float32]:
        """Vectors of questions by the store's model: shape (texts, dimension).

        Those of the last ones are kept: a question is looked at by several stages, and searched
        under several filters.

        Raises:
            UsageError: a text holds half a character.
        """
        return self._asked.of(*texts)

    def terms(self, text: str) -> set[str]:
        """The stems of a text, as the word search compares them."""
        return self._current().lexical.terms(text)

    def term_weights(self, text: str) -> dict[str, float]:
        """The stems of a question with their weight: the rarer in the store, the heavier."""
        return self._current().lexical.weights(text)

    def has_word(self, word: str) -> bool:
        """Whether an article has the word, in whatever form."""
        return self._current().lexical.has_word(word)

    def vocabulary(self) -> Mapping[str, int]:
        """The words of the articles in small letters, as they stand, each with the number of
        passages that hold it.

        Read once for each state of the store, in a second for 200 MB of text.
        """
        return self._current().lexical.vocabulary()

    def fit(self, word: str, text: str) -> float:
        """How well the passages that hold `word`, one of the vocabulary, fit `text`: the BM25
        score of the best one; 0 where none holds a word of it."""
        return self._current().lexical.fit(word, text)

    def as_retriever(self, k: int = 10, filters: Filters | None = None) -> StoreRetriever:
        """The store as a llama-index retriever."""
        from index.retriever import StoreRetriever

        return StoreRetriever(self.search, k, filters or Filters())

    def _current(self) -> _Indexes:
        """Both indexes as of the last search. It is asked for each sentence of an answer, so it
        does not look whether a build has ended."""
        indexes = self._indexes
        if indexes is not None and indexes.number == self._connections.number:
            return indexes
        with self._connections.reading() as reader:
            return self._refresh(reader)

    def _refresh(self, reader: StoreReader) -> _Indexes:
        """Both indexes at the generation of the database. Those that a search is at work on are
        left as they are."""
        if self._indexes is not None and self._indexes.are_of(Moment.of(reader)):
            return self._indexes
        with self._loading:
            moment = Moment.of(reader)
            if self._indexes is None or not self._indexes.are_of(moment):
                self._indexes = self._caught_up(reader, moment)
            return self._indexes

    def _caught_up(self, reader: StoreReader, moment: Moment) -> _Indexes:
        from index.publish import check_model
        from index.sidecars import catch_up_dense, open_dense, open_lexical

        old = self._indexes
        if old is not None and old.number != moment.number:
            old = None  # of another database
        connection, dense = reader.connection, old.dense if old else None
        if dense is None or dense.generation != moment.generation:
            made_with = database.meta(connection, "model")
            check_model(made_with, self.embedder().model, self.folder)
            if dense is None:
                dense = open_dense(self.folder, connection, self.embedder().dimension)
            else:
                dense = catch_up_dense(dense, connection, self.folder)
        lexical = open_lexical(self.folder, connection, old.lexical if old else None)
        return _Indexes(moment.number, dense, lexical)

    def _allowed(self, reader: StoreReader, filters: Filters) -> Ids | None:
        """Ids of the passages that the filters let pass, or None for all."""
        if filters == Filters():
            return None
        own = _passages_of(reader.connection, filters.story)
        allowed = self._columns.get(reader).allowed(filters)
        return allowed if own is None else allowed[np.isin(allowed, own)]


class _Indexes(NamedTuple):
    """Both indexes of a database, in which nothing changes any more. The word index may be one
    build behind, while that build is about to bring it along."""

    number: int
    dense: DenseIndex
    lexical: LexicalIndex

    def are_of(self, moment: Moment) -> bool:
        """Whether both are of this state of the store."""
        own = (self.dense.generation, self.lexical.generation)
        return self.number == moment.number and own == (moment.generation, moment.generation)


def _passages_of(connection: sqlite3.Connection, story: str | None) -> list[int] | None:
    """Ids of the passages of a story's articles; None for all where no story is named."""
    if story is None:
        return None
    query = (
        "SELECT p.id FROM story_articles m JOIN passages p ON p.article = m.article "
        "WHERE m.story = ? ORDER BY p.id"
    )
    key = _story_key(connection, story)
    found = [passage for (passage,) in connection.execute(query, (key,))]
    if not found:
        raise no_story(story)
    return found


def _story_key(connection: sqlite3.Connection, name: str) -> int | None:
    """The story of that id, else the one with an article of that id; None where there is none."""
    for query in (
        "SELECT key FROM stories WHERE id = ?",
        "SELECT m.story FROM articles a JOIN story_articles m ON m.article = a.key WHERE a.id = ?",
    ):
        if (row := connection.execute(query, (name,)).fetchone()) is not None:
            return int(row[0])
    return None


def no_story(story: str) -> UsageError:
    """That a story is not there, or not any more: the articles that it began with may be gone."""
    return UsageError(f"There is no story {story[:100]!r}. article-qa stories lists them.")


def _hits(
    connection: sqlite3.Connection,
    fused: list[tuple[int, float]],
    cosines: dict[int, float],
    bm25: dict[int, float],
    k: int,
) -> list[Hit]:
    """The first `k` that are alive in the database as it stands now."""
    query = (
        "SELECT a.id, p.start, p.stop, a.text, a.title, a.source, a.date, a.url "
        "FROM passages p JOIN articles a ON a.key = p.article WHERE p.id = ?"
    )
    hits: list[Hit] = []
    for passage, score in fused:
        row = connection.execute(query, (passage,)).fetchone()
        if row is None:
            continue
        article_id, start, end, text, title, source, day, url = row
        hits.append(
            Hit(
                passage=passage,
                article_id=article_id,
                start=start,
                end=end,
                text=text[start:end],
                score=score,
                cosine=cosines.get(passage),
                bm25=bm25.get(passage),
                title=title,
                source=source,
                date=_day(day),
                url=url,
            )
        )
        if len(hits) == k:
            break
    return hits


def _article(
    article_id: str,
    text: str,
    title: str,
    source: str | None,
    day: str | None,
    url: str | None,
    authors: str,
    tags: str,
) -> Article:
    """An article of its row."""
    about = (article_id, text, title, source, _day(day), url)
    return Article(*about, _names(authors), _names(tags))


def _is_as_stored(*row: Any) -> bool:
    """Whether the fields of a row, its hash behind them, are those that it was made of."""
    *fields, known = row
    try:
        return bool(_article(*fields).content_hash == known)
    except (TypeError, ValueError):
        return False


def open_store(
    place: str | Place | None = None,
    settings: Settings | None = None,
    embedder: Embedder | None = None,
) -> Store:
    """Opens the store at `place` (default: the one the settings name) for reading.

    `embedder` takes the place of the one that the settings name; it must be of the same model.

    Raises:
        UsageError: the address is none.
        StoreMissing: there is none.
        StoreError: it is damaged or of another version, or its engine does not answer.
    """
    if settings is None:
        from index.settings import Settings

        settings = Settings.load()
    return engine_of(settings.store if place is None else place).open(settings, embedder)


def is_store(place: Place) -> bool:
    """Whether there is a store with articles at `place`, or was one once.

    Raises:
        StoreError: its engine does not answer.
    """
    return engine_of(place).exists()


def _heading(row: tuple[str, str, str | None, str | None, str]) -> Heading:
    article_id, title, source, day, tags = row
    return Heading(article_id, title, source, _day(day), _names(tags))


def _story(name: str, title: str, own: Sequence[tuple[str | None, str, int]]) -> Story:
    """A story of the source, day and report of each of its articles."""
    days = sorted(date.fromisoformat(day) for day in {n: day for _, day, n in own}.values())
    sources = Counter(source for source, _, _ in own if source)
    named = sorted(sources, key=lambda source: (-sources[source], source.casefold()))
    return Story(name, title, len(own), len(days), days[0], days[-1], tuple(named), tuple(days))


def _admitted(headings: Iterable[Heading], filters: Filters | None) -> Iterator[Heading]:
    wanted = filters or Filters()
    return (one for one in headings if wanted.admits(one.source, one.date, one.tags))


def _names(stored: str) -> tuple[str, ...]:
    """A list of names as it stands in the database."""
    return () if stored == "[]" else tuple(json.loads(stored))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
