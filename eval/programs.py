"""The program and others beside it that index and search the same passages, for comparisons.

`Ours` cuts the articles itself; a plain llama-index program and txtai are given the passages that
it made. All embed with the same published weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from eval.minilm import PUBLISHED
from index import Article, Settings, build, open_store
from index.embedding import load_embedder

if TYPE_CHECKING:
    from llama_index.core.embeddings import BaseEmbedding

NEAREST = 10
"""Passages that a search returns."""
WARM_UP = "The models are loaded before the time is measured."


class Program(Protocol):
    """A program that makes an index in a folder, adds to it and searches it."""

    name: str

    def load(self, folder: Path) -> None:
        """Loads what it embeds with; `folder`, which is empty, will hold its index."""

    def build(self, articles: Sequence[Article], passages: Sequence[str]) -> None:
        """Makes the index and writes it to the folder."""

    def add(self, article: Article, passages: Sequence[str]) -> None:
        """Adds one article and writes what changed."""

    def open(self) -> None:
        """Reads the index from the folder, as a program does that starts."""

    def search(self, text: str) -> Sequence[Any]:
        """The `NEAREST` passages, with their texts."""


class Ours:
    """This program's store: vectors and words, files that are read back by another process."""

    name = "article-qa"

    def load(self, folder: Path) -> None:
        """Loads what it embeds with; `folder`, which is empty, will hold its index."""
        self._settings = Settings.load(store=folder)
        self._embedder = load_embedder(self._settings)
        self._embedder.embed([WARM_UP])

    def build(self, articles: Sequence[Article], passages: Sequence[str]) -> None:
        """Makes the index and writes it to the folder."""
        build(articles=articles, settings=self._settings, embedder=self._embedder)

    def add(self, article: Article, passages: Sequence[str]) -> None:
        """Adds one article and writes what changed."""
        self.build([article], passages)

    def open(self) -> None:
        """Reads the index from the folder, as a program does that starts."""
        self._store = open_store(settings=self._settings, embedder=self._embedder)

    def search(self, text: str) -> Sequence[Any]:
        """The `NEAREST` passages, with their texts."""
        return self._store.search(text, NEAREST)

    def passages(self) -> list[str]:
        """The texts of all passages."""
        with open_store(settings=self._settings, embedder=self._embedder) as store:
            return [
                text for article in store.articles() for text in store.passage_texts(article.id)
            ]


class PlainLlamaIndex:
    """A `VectorStoreIndex` that is kept in a folder, as in llama-index's starter example."""

    name = "plain llama-index"

    def load(self, folder: Path) -> None:
        """Loads what it embeds with; `folder`, which is empty, will hold its index."""
        self._folder, self._model = folder, _plain_embedding()
        self._model.get_text_embedding(WARM_UP)

    def build(self, articles: Sequence[Article], passages: Sequence[str]) -> None:
        """Makes the index and writes it to the folder."""
        from llama_index.core import VectorStoreIndex

        self._index = VectorStoreIndex(_nodes(passages), embed_model=self._model)
        self._index.storage_context.persist(str(self._folder))

    def add(self, article: Article, passages: Sequence[str]) -> None:
        """Adds one article and writes what changed."""
        self._index.insert_nodes(_nodes(passages))
        self._index.storage_context.persist(str(self._folder))

    def open(self) -> None:
        """Reads the index from the folder, as a program does that starts."""
        from llama_index.core import StorageContext, load_index_from_storage

        kept = StorageContext.from_defaults(persist_dir=str(self._folder))
        index = load_index_from_storage(kept, embed_model=self._model)
        self._retriever = index.as_retriever(similarity_top_k=NEAREST)

    def search(self, text: str) -> Sequence[Any]:
        """The `NEAREST` passages, with their texts."""
        found: Sequence[Any] = self._retriever.retrieve(text)
        return found


class Txtai:
    """txtai's `Embeddings`, hybrid (vectors and BM25) and with texts."""

    name = "txtai"

    def load(self, folder: Path) -> None:
        """Loads what it embeds with; `folder`, which is empty, will hold its index."""
        from txtai.embeddings import Embeddings

        path = str(PUBLISHED.directory())
        self._folder = folder
        self._index = Embeddings(path=path, content=True, hybrid=True, gpu=False)
        self._index.batchtransform([WARM_UP])

    def build(self, articles: Sequence[Article], passages: Sequence[str]) -> None:
        """Makes the index and writes it to the folder."""
        self._index.index(list(passages))
        self._index.save(str(self._folder))

    def add(self, article: Article, passages: Sequence[str]) -> None:
        """Adds one article and writes what changed."""
        first = self._index.count()
        self._index.upsert([(first + number, text) for number, text in enumerate(passages)])
        self._index.save(str(self._folder))

    def open(self) -> None:
        """Reads the index from the folder, as a program does that starts."""
        self._index.load(str(self._folder))

    def search(self, text: str) -> Sequence[Any]:
        """The `NEAREST` passages, with their texts."""
        found: Sequence[Any] = self._index.search(text, NEAREST)
        return found


PROGRAMS: dict[str, type[Program]] = {one.name: one for one in (Ours, PlainLlamaIndex, Txtai)}


def _nodes(passages: Sequence[str]) -> list[Any]:
    from llama_index.core.schema import TextNode

    return [TextNode(text=text) for text in passages]


def _plain_embedding() -> BaseEmbedding:
    """sentence-transformers in float32, as llama-index's integration of it calls it."""
    from llama_index.core.embeddings import BaseEmbedding
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(PUBLISHED.directory()), device="cpu", local_files_only=True)

    class Plain(BaseEmbedding):  # type: ignore[misc]
        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = model.encode(texts, show_progress_bar=False).tolist()
            return vectors

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    return Plain(model_name=PUBLISHED.name)
