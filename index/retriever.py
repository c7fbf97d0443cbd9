"""The store as a retriever for llama-index programs. The only module that imports llama-index."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.hits import Filters, Hit

Search = Callable[[str, int, Filters], list[Hit]]


class StoreRetriever(BaseRetriever):  # type: ignore[misc]
    """Finds the `k` best passages; each node carries its article's metadata and offsets."""

    def __init__(self, search: Search, k: int, filters: Filters) -> None:
        super().__init__()
        self._search = search
        self._k = k
        self._filters = filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._search(query_bundle.query_str, self._k, self._filters)
        return [_node(hit) for hit in hits]


def _node(hit: Hit) -> NodeWithScore:
    metadata: dict[str, Any] = {
        "article_id": hit.article_id,
        "title": hit.title,
        "source": hit.source,
        "date": hit.date.isoformat() if hit.date else None,
        "url": hit.url,
    }
    node = TextNode(
        id_=str(hit.passage),
        text=hit.text,
        metadata=metadata,
        start_char_idx=hit.start,
        end_char_idx=hit.end,
    )
    return NodeWithScore(node=node, score=hit.score)
