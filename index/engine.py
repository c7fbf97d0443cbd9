"""What keeps a store: the protocols of every engine, and which engine an address names.

    Store    what is asked of a store: articles, and search over passages
    Target   what a build works on, and how what it made becomes visible
    Engine   opens the one and the other at a place

`index/local.py` keeps a store in a folder (SQLite, FAISS, tantivy), `index/milvus/` on Milvus.
Nothing above this module knows which one it has.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self

from index.articles import Article
from index.hits import Context, Filters, Heading, Hit, Story, Summary
from index.places import MilvusAddress, Place, place_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.embedding import Embedder
    from index.retriever import StoreRetriever
    from index.settings import Settings

Progress = Callable[[str, int, int | None], None]
"""Told how far a build is: the stage, how many of its things are done, of how many (if known)."""


class Purge(Enum):
    """What a build leaves no trace of."""

    NOTHING = auto()
    REMOVED = auto()
    """Passages that are gone."""
    ALL = auto()
    """Everything that no passage needs; the files are written anew."""


class Version(NamedTuple):
    """An article as it was until the moment at which another text took its place."""

    number: int
    replaced: datetime
    article: Article


class Store(Protocol):
    """A store opened for reading, of whatever engine; safe to use from several threads.

    It may be kept open for days: each request sees the last build that has ended. What a method
    takes, gives and raises stands at `index.store.LocalStore`; where another engine lacks
    something, it gives nothing, or a `UsageError` that says so.
    """

    place: Place
    folder: Path
    """Where this machine keeps what belongs to the store and is not in it: conversations, what is
    followed. Of a local store, its own folder."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exception: object) -> None: ...
    def close(self) -> None: ...
    def warm(self) -> None: ...

    # what is in it
    @property
    def generation(self) -> int: ...
    def counts(self) -> tuple[int, int]: ...
    def undated(self, filters: Filters | None = None) -> int: ...
    def tags(self) -> list[tuple[str, int]]: ...
    def sources(self, as_of: date | None = None) -> list[tuple[str, int]]: ...

    # articles
    def article(self, article_id: str) -> Article | None: ...
    def content_hash(self, article_id: str) -> str | None: ...
    def passage_texts(self, article_id: str) -> list[str]: ...
    def articles(self) -> Iterator[Summary]: ...
    def headings(self, filters: Filters | None = None) -> list[Heading]: ...
    def mentioning(self, text: str, filters: Filters | None = None) -> list[Heading]: ...
    def whole_articles(self) -> Iterator[Article]: ...
    def altered(self) -> list[str]: ...
    def versions(self, article_id: str) -> list[Version]: ...

    # search
    def search(
        self, query: str, k: int = 10, filters: Filters | None = None, context: Context = ()
    ) -> list[Hit]: ...
    def openings(self, k: int = 10, filters: Filters | None = None) -> list[Hit]: ...
    def openings_of(self, article_ids: Iterable[str]) -> list[Hit]: ...
    def as_retriever(self, k: int = 10, filters: Filters | None = None) -> StoreRetriever: ...

    # vectors and words
    def embedder(self) -> Embedder: ...
    def vectors(self, *texts: str) -> NDArray[np.float32]: ...
    def terms(self, text: str) -> set[str]: ...
    def term_weights(self, text: str) -> dict[str, float]: ...
    def has_word(self, word: str) -> bool: ...
    def vocabulary(self) -> Mapping[str, int]: ...
    def fit(self, word: str, text: str) -> float: ...

    # articles that belong together, and what does not
    def roundups(self, article_ids: Collection[str]) -> set[str]: ...
    def copies(self, article_ids: Collection[str]) -> dict[str, int]: ...
    def copies_of(self, article_id: str, filters: Filters | None = None) -> list[Heading]: ...
    def stories(self) -> list[Story]: ...
    def story(self, name: str) -> Story | None: ...
    def story_articles(self, story: str) -> list[Heading]: ...
    def story_of(self, article_id: str) -> str | None: ...


class Target(Protocol):
    """What one build works on, alone: a database with the schema of `index.database`, in which
    stand at least the known articles, without their texts, and files; and what becomes of it."""

    place: Place
    connection: sqlite3.Connection

    def load_texts(self, article_ids: Sequence[str] | None) -> None:
        """Has the stored texts of known articles in the database: of these, or of all."""
        ...

    def counts(self) -> tuple[int, int]:
        """How many articles and how many passages are visible."""
        ...

    def find_vectors(self) -> None:
        """Has those vectors in the database that are known of the passages in `cuts`."""
        ...

    def keep_vectors(self, rows: list[tuple[bytes, bytes]]) -> None:
        """Keeps vectors (key, float32 bytes), so that a build that dies need not make them again;
        no search sees them yet."""
        ...

    def publish(
        self, recipe: Mapping[str, str], epoch: int, rebuild: bool, versions: int | None
    ) -> int:
        """Makes all that the build found visible at once; returns the new generation."""
        ...

    def take_over(self, source: sqlite3.Connection, progress: Progress) -> int:
        """Makes all that another store's database holds visible in this one, which is empty;
        returns the generation."""
        ...

    def remember_files(self) -> None:
        """Where nothing else changed: keeps in mind which files were read."""
        ...

    def finish(self, purge: Purge, rebuild: bool, progress: Progress) -> str | None:
        """Brings along what is made of the articles, and clears away what is gone. The store is
        whole without; returns a sentence where it could not be done to the end."""
        ...


class Engine(Protocol):
    """Stores at one place."""

    def exists(self) -> bool:
        """Whether there is a store with articles, or was one once."""
        ...

    def open(self, settings: Settings, embedder: Embedder | None = None) -> Store:
        """Opens the store for reading; see `index.open_store`."""
        ...

    def writing(
        self, settings: Settings, *, is_known: bool = False, is_trial: bool = False
    ) -> AbstractContextManager[Target]:
        """The store's one build, which ends with the block.

        Args:
            is_known: A store that is not there is an error, not a new one.
            is_trial: Nothing will be kept.

        Raises:
            StoreMissing: it is not there, and `is_known`.
            StoreBusy: another build is at work.
            StoreError: the store cannot be used.
        """
        ...

    def copying(
        self, settings: Settings, progress: Progress
    ) -> AbstractContextManager[sqlite3.Connection]:
        """A database of a store, to be read, which holds all of this one as of one moment.

        Raises:
            StoreMissing: there is none.
            StoreError: it cannot be read.
        """
        ...


def engine_of(place: str | Place) -> Engine:
    """The engine that keeps the store at this place.

    Raises:
        UsageError: it is no address.
        ExtraMissing: the engine needs packages that are not installed.
    """
    where = place_of(place)
    if isinstance(where, MilvusAddress):
        from index.extras import need

        need("milvus")
        from index.milvus.engine import MilvusEngine

        return MilvusEngine(where)
    from index.local import LocalEngine

    return LocalEngine(where)
