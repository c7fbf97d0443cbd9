"""Example questions, made of the user's own articles and tried before they are offered."""

from __future__ import annotations

import threading
from contextlib import suppress
from itertools import islice

import qa.pipeline
from index import ArticleQAError, Store
from index.places import Place
from qa.generation.examples import example_questions
from qa.question import Question
from qa.server.stores import OpenStores
from qa.settings import QASettings

OFFERED = 3
TRIED = 12
"""Questions that are tried at most; each takes as long as an answer."""
SURE = 0.7
"""Least confidence of the answer to a question that is offered."""


class Examples:
    """Finds examples once for each state of the store; safe to use from several threads."""

    def __init__(self, stores: OpenStores) -> None:
        """Nothing is looked for yet."""
        self._stores = stores
        self._lock = threading.Lock()
        self._found: tuple[Place, int, tuple[str, ...]] | None = None

    def find(self) -> tuple[str, ...]:
        """Up to `OFFERED` questions that the articles answer; takes some seconds the first time.

        None for the sample, which has its own, and none where the store cannot be read.
        """
        with self._lock, suppress(ArticleQAError):
            store = self._stores.store()
            if store is None or self._stores.is_sample(store):
                return ()
            stamp = (store.place, store.generation)
            if self._found is None or self._found[:2] != stamp:
                tried = islice(example_questions(store), TRIED)
                answered = (one for one, of in tried if _is_answered(one, of, store, self._stores))
                self._found = (*stamp, tuple(islice(answered, OFFERED)))
            return self._found[2]
        return ()


def _is_answered(question: str, article_id: str, store: Store, stores: OpenStores) -> bool:
    """Whether quotations answer it with confidence, one of them from the article it was made of."""
    settings: QASettings = stores.settings
    *_, answer = qa.pipeline.stream(Question(question), store, settings)
    cited = {one.article_id for one in answer.citations}
    return answer.status == "answered" and answer.confidence >= SURE and article_id in cited
