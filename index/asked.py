"""Vectors of questions, kept for a while: a question is looked at by several stages, and searched
under several filters."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.given import checked_text
from index.hits import Context
from index.vectors import unit_length

if TYPE_CHECKING:
    from index.embedding import Embedder
    from index.settings import Settings

KEPT = 64
"""Questions whose vectors are kept."""


class QuestionVectors:
    """Embeds questions by the model of a store; safe to use from several threads."""

    def __init__(self, settings: Settings, embedder: Embedder | None) -> None:
        """`embedder` takes the place of the one that the settings name, which is else loaded at
        the first call."""
        self._settings = settings
        self._embedder = embedder
        self._known: dict[str, NDArray[np.float32]] = {}
        self._lock = threading.Lock()
        """Held for moments, by whoever looks at `_known`."""
        self._loading = threading.Lock()

    def embedder(self) -> Embedder:
        """The model, loaded at the first call."""
        with self._loading:
            if self._embedder is None:
                from index.embedding import load_embedder

                self._embedder = load_embedder(self._settings)
            return self._embedder

    def of(self, *texts: str) -> NDArray[np.float32]:
        """Vectors of questions: shape (texts, dimension).

        Raises:
            UsageError: a text holds half a character.
        """
        for text in texts:
            checked_text("The question", text)
        with self._lock:
            found = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            found.update(zip(new, self.embedder().embed(new), strict=True))
            with self._lock:
                self._known = dict([*self._known.items(), *found.items()][-KEPT:])
        return np.stack([found[text] for text in texts])

    def of_query(self, query: str, context: Context) -> NDArray[np.float32]:
        """The query's vector, moved towards those of the context."""
        vectors = self.of(query, *(text for text, _ in context))
        if not context:
            return np.asarray(vectors[0])
        weights = np.array([[1.0, *(weight for _, weight in context)]], dtype=np.float32)
        return np.asarray(unit_length(weights @ vectors)[0])
