"""A store on Milvus, opened for reading.

Each request first reads the one record that says which rows are visible, so that any number of
programs may hold a store open while another one builds.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.articles import Article
from index.asked import QuestionVectors
from index.embedding import Embedder
from index.engine import Version
from index.errors import StoreBusy, StoreError, StoreMissing, UsageError
from index.fusion import fuse
from index.given import checked_text
from index.hits import Context, Filters, Heading, Hit, Story, Summary
from index.lexical import query_terms, query_words, rarities, stems
from index.milvus.client import MOST, TEXTS_AT_ONCE, Collections, Row, all_of, batches, one_of
from index.milvus.rows import (
    FOR_ARTICLE,
    FOR_HIT,
    FOR_SUMMARY,
    article_of,
    hit_of,
    ordinal,
    summary_of,
)
from index.milvus.schema import UNDATED, Part, digest
from index.milvus.state import FORMAT, State, last_state, read_deaths, read_records
from index.places import Place, folder_of
from index.publish import check_model
from index.settings import Settings
from index.store import DEPTH
from index.vectors import is_roundup

if TYPE_CHECKING:
    from index.retriever import StoreRetriever

T = TypeVar("T")
_NOTHING = "born < 0"
"""A condition that no row fulfils."""
_ARTICLES_AT_ONCE = 50
_TRIES = 5
_KEPT_COUNTS = 10_000


@dataclass(slots=True)
class _Seen:
    """A generation, and what was read of it so far."""

    state: State
    dead: Sequence[int]
    counts: dict[str, int] = field(default_factory=dict)
    """Passages that hold a term."""
    summaries: list[Summary] | None = None

    @property
    def articles(self) -> str:
        """The condition that an article is visible."""
        return self.state.visible("key", self.dead)

    @property
    def parts(self) -> str:
        """The condition that a passage, or a piece of a text, is visible."""
        return self.state.visible("article", self.dead)


class MilvusStore:
    """Articles and passages of one store on Milvus, searchable. See `index.engine.Store`."""

    def __init__(
        self, collections: Collections, settings: Settings, embedder: Embedder | None
    ) -> None:
        """Use `open_store`."""
        self.place: Place = collections.address
        self.folder: Path = folder_of(collections.address)
        self.settings = settings
        self._collections = collections
        self._asked = QuestionVectors(settings, embedder)
        self._known: _Seen | None = None
        self._lock = threading.Lock()
        self._reading = threading.Lock()
        self._now()  # what is wrong with the store is told now

    def __enter__(self) -> MilvusStore:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the connection. The store cannot be used afterwards."""
        self._collections.close()

    def warm(self) -> None:
        """Loads the model now rather than at the first search."""
        self._asked.embedder().embed([""])

    def _now(self) -> _Seen:
        """The generation that is visible now."""
        collections = self._collections
        state = last_state(read_records(collections)) if collections.has(Part.RECORDS) else None
        if state is None:
            raise missing(self.place)
        if state.format != FORMAT:
            raise StoreError(
                f"{self.place} was made by another version of article-qa. Copy it with that "
                "version to a folder (article-qa store copy), and back with this one."
            )
        known = self._known
        if known is not None and known.state == state and not known.dead:
            return known
        dead = read_deaths(collections, state)
        with self._lock:
            known = self._known
            if known is not None and known.state == state:
                known.dead = dead  # they only become fewer
                return known
            self._known = _Seen(state, dead)
            return self._known

    def _steadily(self, read: Callable[[_Seen], T]) -> T:
        """What is read of one generation. Rows are deleted only after a later one is visible: where
        there is none afterwards, none was missing."""
        for _ in range(_TRIES):
            seen = self._now()
            found = read(seen)
            if self._now().state.generation == seen.state.generation:
                return found
        raise StoreBusy(f"{self.place} changes faster than it can be read. Try again.")

    # what is in it

    @property
    def generation(self) -> int:
        """The number of the last build that changed the store."""
        return self._now().state.generation

    def counts(self) -> tuple[int, int]:
        """As `LocalStore.counts`."""
        state = self._now().state
        return state.articles, state.passages

    def undated(self, filters: Filters | None = None) -> int:
        """As `LocalStore.undated`."""
        wanted = replace(filters, after=None, before=None, as_of=None) if filters else Filters()
        undated = f"day == {UNDATED}"
        condition = all_of((self._now().articles, _condition(wanted), undated))
        return self._collections.count(Part.ARTICLES, condition)

    def tags(self) -> list[tuple[str, int]]:
        """As `LocalStore.tags`."""
        return list(self._now().state.tags)

    def sources(self, as_of: date | None = None) -> list[tuple[str, int]]:
        """As `LocalStore.sources`."""
        last = as_of.isoformat() if as_of else "9"
        return [(name, count) for name, count, first in self._now().state.sources if first <= last]

    # articles

    def article(self, article_id: str) -> Article | None:
        """As `LocalStore.article`."""
        return self._steadily(lambda seen: self._article(seen, article_id))

    def _article(self, seen: _Seen, article_id: str) -> Article | None:
        row = self._row(seen, article_id, ("key", *FOR_ARTICLE))
        if row is None:
            return None
        return article_of(row, self._texts(seen, [row["key"]]).get(row["key"], ""))

    def content_hash(self, article_id: str) -> str | None:
        """As `LocalStore.content_hash`."""
        fields = ("article_id", "hash")
        row = self._steadily(lambda seen: self._row(seen, article_id, fields))
        return None if row is None else str(row["hash"])

    def _row(self, seen: _Seen, article_id: str, fields: Sequence[str]) -> Row | None:
        condition = all_of((seen.articles, one_of("id_key", [digest(article_id)])))
        found = self._collections.read(Part.ARTICLES, condition, fields)
        return found[0] if found else None

    def _texts(self, seen: _Seen, numbers: Sequence[int]) -> dict[int, str]:
        """The stored texts of articles by their numbers, as far as they are still there."""
        condition = all_of((seen.parts, one_of("article", numbers)))
        fields = ("article", "place", "text")
        pieces: dict[int, dict[int, str]] = {}
        for row in self._collections.read_all(Part.TEXTS, condition, fields, TEXTS_AT_ONCE):
            pieces.setdefault(row["article"], {})[row["place"]] = row["text"]
        return {
            number: "".join(own[place] for place in sorted(own)) for number, own in pieces.items()
        }

    def passage_texts(self, article_id: str) -> list[str]:
        """As `LocalStore.passage_texts`."""
        return self._steadily(lambda seen: self._passage_texts(seen, article_id))

    def _passage_texts(self, seen: _Seen, article_id: str) -> list[str]:
        row = self._row(seen, article_id, ("key",))
        if row is None:
            return []
        condition = all_of((seen.parts, one_of("article", [row["key"]])))
        found = self._collections.read_all(Part.PASSAGES, condition, ("start", "above", "text"))
        return [one["text"][one["above"] :] for one in sorted(found, key=lambda one: one["start"])]

    def articles(self) -> Iterator[Summary]:
        """As `LocalStore.articles`. They are kept in memory until the next build."""
        return iter(self._steadily(self._summaries))

    def _summaries(self, seen: _Seen) -> list[Summary]:
        with self._reading:  # one reads while the others wait
            if seen.summaries is None:
                rows = self._collections.read_all(Part.ARTICLES, seen.articles, FOR_SUMMARY)
                seen.summaries = sorted(map(summary_of, rows), key=_newest_first)
            return seen.summaries

    def headings(self, filters: Filters | None = None) -> list[Heading]:
        """As `LocalStore.headings`."""
        _refuse_story(filters)
        wanted = filters or Filters()
        found = self._steadily(self._summaries)
        return [_heading(one) for one in found if wanted.admits(one.source, one.date, one.tags)]

    def mentioning(self, text: str, filters: Filters | None = None) -> list[Heading]:
        """As `LocalStore.mentioning`, of the 16,384 best passages."""
        _refuse_story(filters)
        terms = query_terms(text)
        if not terms:
            return []
        return self._steadily(lambda seen: self._mentioning(seen, text, terms, filters))

    def _mentioning(
        self, seen: _Seen, text: str, terms: Sequence[str], filters: Filters | None
    ) -> list[Heading]:
        holding = f"array_contains_all(terms, {json.dumps(terms, ensure_ascii=False)})"
        condition = all_of((seen.parts, _condition(filters or Filters()), holding))
        words = " ".join(query_words(text))
        found = self._collections.nearest("words", words, MOST, condition, ("article_id",))
        by_id = {one.id: one for one in self._summaries(seen)}
        ids = dict.fromkeys(row["article_id"] for row, _ in found)
        return [_heading(by_id[one]) for one in ids if one in by_id]

    def whole_articles(self) -> Iterator[Article]:
        """As `LocalStore.whole_articles`.

        Raises:
            StoreBusy: a build ended meanwhile and took some away.
        """
        for article, _ in self._whole_articles():
            yield article

    def _whole_articles(self) -> Iterator[tuple[Article, str]]:
        seen = self._now()
        fields = ("key", "came", "hash", *FOR_ARTICLE)
        rows = self._collections.read_all(Part.ARTICLES, seen.articles, fields)
        for some in batches(sorted(rows, key=lambda row: row["came"]), _ARTICLES_AT_ONCE):
            texts = self._texts(seen, [row["key"] for row in some])
            if len(texts) < len(some):
                raise StoreBusy(f"{self.place} changed while it was read. Try again.")
            for row in some:
                yield article_of(row, texts[row["key"]]), row["hash"]

    def altered(self) -> list[str]:
        """As `LocalStore.altered`."""
        return [one.id for one, known in self._whole_articles() if one.content_hash != known]

    def versions(self, article_id: str) -> list[Version]:
        """None: earlier texts are not kept on Milvus."""
        return []

    # search

    def search(
        self,
        query: str,
        k: int = 10,
        filters: Filters | None = None,
        context: Context = (),
    ) -> list[Hit]:
        """As `LocalStore.search`; both searches are Milvus' own, and are fused as there."""
        filters = filters or Filters()
        if not checked_text("The query", query).strip():
            raise UsageError("The question is empty; ask something.")
        _check_number(k)
        _refuse_story(filters)
        vector = self._asked.of_query(query, context)
        return self._steadily(lambda seen: self._search(seen, query, vector, k, filters, context))

    def _search(
        self,
        seen: _Seen,
        query: str,
        vector: NDArray[np.float32],
        k: int,
        filters: Filters,
        context: Context,
    ) -> list[Hit]:
        check_model(seen.state.model, self.embedder().model, self.place)
        condition = all_of((seen.parts, _condition(filters)))
        depth = min(max(DEPTH, k), MOST)
        by_meaning = self._collections.nearest("vector", vector, depth, condition, FOR_HIT)
        rows = {row["key"]: row for row, _ in by_meaning}
        cosines = {row["key"]: score for row, score in by_meaning}
        bm25 = self._by_words(query, context, depth, condition, rows)
        fused = fuse(list(cosines.items()), list(bm25.items()), self.settings.dense_weight)
        return [
            hit_of(rows[one], score, cosines.get(one), bm25.get(one)) for one, score in fused[:k]
        ]

    def _by_words(
        self, query: str, context: Context, depth: int, condition: str, rows: dict[int, Row]
    ) -> dict[int, float]:
        """BM25 scores of the best passages, best first, whose rows go into `rows`.

        Milvus weighs no words. Those of one weight are searched together, and the scores of a
        passage, which BM25 sums over words, are summed.
        """
        weights = {" ".join(stems(word)): (word, 1.0) for word in query_words(query)}
        for text, weight in context:
            for word in query_words(text):
                stem = " ".join(stems(word))
                if weight > weights.get(stem, (word, 0.0))[1]:
                    weights[stem] = (word, weight)
        of_weight: dict[float, list[str]] = {}
        for word, weight in weights.values():
            of_weight.setdefault(weight, []).append(word)
        scores: dict[int, float] = {}
        for weight, words in of_weight.items():
            asked = " ".join(words)
            for row, score in self._collections.nearest("words", asked, depth, condition, FOR_HIT):
                rows[row["key"]] = row
                scores[row["key"]] = scores.get(row["key"], 0.0) + weight * score
        best = sorted(scores.items(), key=lambda one: (-one[1], one[0]))
        return dict(best[:depth])

    def openings(self, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """As `LocalStore.openings`."""
        _check_number(k)
        _refuse_story(filters)
        return self._steadily(lambda seen: self._openings(seen, k, filters or Filters()))

    def openings_of(self, article_ids: Iterable[str]) -> list[Hit]:
        """As `LocalStore.openings_of`."""
        ids = list(dict.fromkeys(article_ids))
        own = self._steadily(lambda seen: self._passages_of(seen, ids))
        return [hit_of(own[one][0], 0.0, None, None) for one in ids if own.get(one)]

    def _openings(self, seen: _Seen, k: int, wanted: Filters) -> list[Hit]:
        admitted = (
            one for one in self._summaries(seen) if wanted.admits(one.source, one.date, one.tags)
        )
        own = self._passages_of(seen, [one.id for one in islice(admitted, k)])
        by_place = (row for rows in zip_longest(*own.values()) for row in rows if row is not None)
        return [hit_of(row, 0.0, None, None) for row in islice(by_place, k)]

    def _passages_of(
        self, seen: _Seen, ids: Sequence[str], fields: Sequence[str] = ()
    ) -> dict[str, list[Row]]:
        """The passages of the first of these articles by article, in the order of the text.

        Args:
            fields: What is read of each, beside what a hit shows.
        """
        ids = ids[:_ARTICLES_AT_ONCE]
        if not ids:
            return {}
        numbered = self._collections.read(
            Part.ARTICLES,
            all_of((seen.articles, one_of("id_key", map(digest, ids)))),
            ("key", "article_id"),
        )
        numbers = [row["key"] for row in numbered]
        own: dict[str, list[Row]] = {one: [] for one in ids}
        condition = all_of((seen.parts, one_of("article", numbers)))
        for row in self._collections.read_all(Part.PASSAGES, condition, ("key", *FOR_HIT, *fields)):
            own[row["article_id"]].append(row)
        for rows in own.values():
            rows.sort(key=lambda row: row["start"])
        return own

    def as_retriever(self, k: int = 10, filters: Filters | None = None) -> StoreRetriever:
        """The store as a llama-index retriever."""
        from index.retriever import StoreRetriever

        return StoreRetriever(self.search, k, filters or Filters())

    # vectors and words

    def embedder(self) -> Embedder:
        """As `LocalStore.embedder`."""
        return self._asked.embedder()

    def vectors(self, *texts: str) -> NDArray[np.float32]:
        """As `LocalStore.vectors`."""
        return self._asked.of(*texts)

    def terms(self, text: str) -> set[str]:
        """As `LocalStore.terms`."""
        return set(stems(text))

    def term_weights(self, text: str) -> dict[str, float]:
        """As `LocalStore.term_weights`."""
        seen = self._now()
        counts = {term: self._count(seen, term) for term in query_terms(text)}
        return rarities(counts, seen.state.passages)

    def has_word(self, word: str) -> bool:
        """As `LocalStore.has_word`."""
        seen = self._now()
        return any(self._count(seen, term) for term in stems(word))

    def _count(self, seen: _Seen, term: str) -> int:
        """How many passages hold a stem; asked once for each generation."""
        known = seen.counts.get(term)
        if known is None:
            known = self._collections.count(Part.PASSAGES, all_of((seen.parts, _holds(term))))
            if len(seen.counts) >= _KEPT_COUNTS:
                seen.counts = {}
            seen.counts[term] = known
        return known

    def vocabulary(self) -> Mapping[str, int]:
        """Empty: on Milvus slips of the pen are not mended."""
        return {}

    def fit(self, word: str, text: str) -> float:
        """As `LocalStore.fit`."""
        words = " ".join(query_words(text))
        if not words:
            return 0.0
        condition = all_of((self._now().parts, *map(_holds, stems(word))))
        found = self._collections.nearest("words", words, 1, condition, ())
        return found[0][1] if found else 0.0

    # articles that belong together, and what does not

    def roundups(self, article_ids: Collection[str]) -> set[str]:
        """As `LocalStore.roundups`."""
        ids = list(dict.fromkeys(article_ids))
        return self._steadily(lambda seen: self._roundups(seen, ids))

    def _roundups(self, seen: _Seen, ids: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for some in batches(ids, _ARTICLES_AT_ONCE):
            for one, rows in self._passages_of(seen, some, ("vector",)).items():
                if rows and is_roundup(np.array([row["vector"] for row in rows], np.float32)):
                    found.add(one)
        return found

    def copies(self, article_ids: Collection[str]) -> dict[str, int]:
        """None: copies are not looked for on Milvus."""
        return {}

    def copies_of(self, article_id: str, filters: Filters | None = None) -> list[Heading]:
        """None."""
        return []

    def stories(self) -> list[Story]:
        """
        Raises:
            UsageError: always.
        """
        raise NO_STORIES

    def story(self, name: str) -> Story | None:
        """As `stories`."""
        raise NO_STORIES

    def story_articles(self, story: str) -> list[Heading]:
        """As `stories`."""
        raise NO_STORIES

    def story_of(self, article_id: str) -> str | None:
        """None: no article is in a story."""
        return None


NO_STORIES = UsageError("A store on Milvus has no stories: they are found in a local store alone.")


def missing(place: Place) -> StoreMissing:
    """That there is no store at a place on Milvus."""
    return StoreMissing(
        f"There is no store at {place}. Make one first: article-qa index FOLDER --store {place}"
    )


def _refuse_story(filters: Filters | None) -> None:
    if filters is not None and filters.story is not None:
        raise NO_STORIES


def _check_number(k: int) -> None:
    if k < 1:
        raise UsageError(f"The number of passages must be at least 1, not {k}.")


def _condition(filters: Filters) -> str:
    """The condition that an article, or a passage of one, passes the filters."""
    conditions = []
    if filters.last_day is not None:
        conditions.append(f"day <= {ordinal(filters.last_day)}")
    if not filters.allow_undated:
        conditions.append(f"day >= {ordinal(filters.after) if filters.after else 0}")
    if (sources := filters.source_keys) is not None:
        keys = sorted(digest(one) for one in sources)
        conditions.append(one_of("source_key", keys) if keys else _NOTHING)
    if (tags := filters.tag_keys) is not None:
        listed = ", ".join(f'"{digest(one)}"' for one in sorted(tags))
        conditions.append(f"array_contains_any(tag_keys, [{listed}])")
    return all_of(conditions)


def _holds(term: str) -> str:
    return f"array_contains(terms, {json.dumps(term, ensure_ascii=False)})"


def _newest_first(one: Summary) -> tuple[bool, int, str]:
    return one.date is None, -one.date.toordinal() if one.date else 0, one.id


def _heading(one: Summary) -> Heading:
    return Heading(one.id, one.title, one.source, one.date, one.tags)
