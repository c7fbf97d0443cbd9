"""The stores that the server has open, and which of them is in use.

That is the one of the settings once it has articles, until then the sample, if there is one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from index import Article, Store, Summary, open_store
from index.engine import Version
from index.errors import StoreMissing
from index.places import Place
from qa.entailment import load_entailment_model
from qa.ranking.ranker import load_ranker
from qa.settings import QASettings

Made = TypeVar("Made")
NO_ARTICLES = "There are no articles yet. Add some under Articles, or run: article-qa index FOLDER"


@dataclass(frozen=True, slots=True)
class Overview:
    """The store in use as a whole, as the page tells of it."""

    articles: int
    sources: int
    first: date | None
    last: date | None
    is_sample: bool = False


@dataclass(slots=True)
class _State:
    """The articles of a store as they are in one generation, and what was made of them all."""

    stamp: tuple[Place, int]
    summaries: list[Summary]
    made: dict[Callable[[list[Summary]], Any], Any] = field(default_factory=dict)


class OpenStores:
    """Hands out the store in use, looking anew each time; safe to use from several threads.

    Stores stay open: each notices by itself what a build changes. Articles are
    only ever added to the settings' own store.
    """

    def __init__(self, settings: QASettings, sample: Path | None = None) -> None:
        """Nothing is opened yet; `sample` is used while the settings' store has no articles."""
        self.settings = settings
        self._sample = sample
        self._lock = threading.Lock()
        self._summarising = threading.Lock()
        self._open: dict[Place, Store] = {}
        self._state: _State | None = None

    def store(self) -> Store | None:
        """The store that questions go to now, or None where there are no articles yet.

        Raises:
            StoreError: there is one, but it cannot be used.
        """
        for place in (self.settings.store, self._sample):
            if place is None:
                continue
            store = self._opened(place)
            if store is not None and store.counts()[0]:
                return store
        return None

    def own(self) -> Store | None:
        """The settings' own store, be it empty, or None where there is none yet.

        Raises:
            StoreError: there is one, but it cannot be used.
        """
        return self._opened(self.settings.store)

    def is_sample(self, store: Store) -> bool:
        """Whether a store is the sample of invented news."""
        return store.place == self._sample

    def article(self, article_id: str) -> Article | None:
        """The article of that id: of the store in use, else of one that was in use before."""
        current = self.store()
        others = [store for store in self._open.values() if store is not current]
        for store in [current, *others] if current else others:
            if article := store.article(article_id):
                return article
        return None

    def versions(self, article_id: str) -> list[Version]:
        """Earlier texts of an article of the store in use, the newest first."""
        store = self.store()
        return store.versions(article_id) if store else []

    def summaries(self) -> list[Summary]:
        """All articles of the store in use, the newest first; read once a generation."""
        return self.of_all(_same)

    def of_all(self, make: Callable[[list[Summary]], Made]) -> Made:
        """What `make` makes of all articles, the newest first; made once a generation."""
        store = self.store()
        if store is None:
            return make([])
        stamp = (store.place, store.generation)
        with self._summarising:  # one reads while the others wait
            state = self._state
            if state is None or state.stamp != stamp:
                state = self._state = _State(stamp, list(store.articles()))
            if make not in state.made:
                state.made[make] = make(state.summaries)
            made: Made = state.made[make]
            return made

    def sources(self) -> list[tuple[str, int]]:
        """The sources of the store in use by name, with the number of their articles."""
        store = self.store()
        return store.sources() if store else []

    def tags(self) -> list[tuple[str, int]]:
        """The tags of the store in use by name, with the number of their articles."""
        store = self.store()
        return store.tags() if store else []

    def overview(self) -> Overview | None:
        """The store in use as a whole, or None where there are no articles yet."""
        store = self.store()
        if store is None:
            return None
        return replace(self.of_all(_overview), is_sample=self.is_sample(store))

    def warm(self) -> None:
        """Loads what the first question needs.

        Raises:
            StoreError: as `store`.
            ModelError: the reader, or the entailment network, cannot be loaded.
        """
        load_ranker(self.settings.reader)
        load_entailment_model()
        if store := self.store():
            store.warm()

    def _opened(self, place: Place) -> Store | None:
        with self._lock:
            if place not in self._open:
                try:
                    self._open[place] = open_store(place, self.settings)
                except StoreMissing:
                    return None
            return self._open[place]


def _same(summaries: list[Summary]) -> list[Summary]:
    return summaries


def _overview(summaries: list[Summary]) -> Overview:
    days = [summary.date for summary in summaries if summary.date]
    sources = {summary.source for summary in summaries if summary.source}
    spread = (min(days, default=None), max(days, default=None))
    return Overview(len(summaries), len(sources), *spread)
