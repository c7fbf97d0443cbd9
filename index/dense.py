"""Vector search: an exact FAISS index beside the database, which can be made again from it.

The only module that imports faiss. Exact search of 100,000 passages takes a few
milliseconds, can filter without loss and can remove; an approximate graph can
do neither.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.files import write_bytes, write_text

FILE = "dense.faiss"
STAMP = "dense.json"

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]


class DenseIndex:
    """Passage ids and their vectors as of one `generation` of one store."""

    def __init__(self, dimension: int, store: str, generation: int = 0) -> None:
        self.store = store
        self.generation = generation
        self._saved: int | None = None
        self._index: faiss.Index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    @property
    def is_saved(self) -> bool:
        """Whether the folder holds this very generation."""
        return self._saved == self.generation

    def copy(self) -> DenseIndex:
        """The same rows: what is changed in one is not changed in the other."""
        other = DenseIndex(self.dimension, self.store, self.generation)
        other._index = faiss.clone_index(self._index)
        other._saved = self._saved
        return other

    def add(self, ids: Ids, vectors: NDArray[np.float32]) -> None:
        """Adds rows: `ids` (n,), `vectors` (n, dimension) of length 1."""
        if len(ids):
            self._index.add_with_ids(np.ascontiguousarray(vectors), np.ascontiguousarray(ids))

    def remove(self, ids: Ids) -> None:
        """Removes rows; ids that are not there are ignored."""
        if len(ids):
            self._index.remove_ids(faiss.IDSelectorBatch(np.ascontiguousarray(ids)))

    def search(
        self, vector: NDArray[np.float32], k: int, allowed: Ids | None = None
    ) -> tuple[Ids, Scores]:
        """The `k` nearest of the `allowed` ids (all where None), cosines falling."""
        if not len(self) or (allowed is not None and not len(allowed)):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        parameters = None
        if allowed is not None:
            bits = np.zeros(int(allowed.max()) // 8 + 1, np.uint8)
            np.bitwise_or.at(bits, allowed >> 3, (1 << (allowed & 7)).astype(np.uint8))
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))  # type: ignore[call-arg, arg-type]
        scores, ids = self._index.search(
            vector.reshape(1, -1), min(k, len(self)), params=parameters
        )
        found = ids[0] >= 0
        return ids[0][found], scores[0][found]

    def rows(self) -> tuple[Ids, NDArray[np.float32]]:
        """All ids (n,) and their vectors (n, dimension), in the order in which they were added."""
        if not len(self):
            return np.empty(0, np.int64), np.empty((0, self.dimension), np.float32)
        index: Any = self._index  # faiss tells a type checker of the base class alone
        return faiss.vector_to_array(index.id_map), index.index.reconstruct_n(0, len(self))

    def save(self, folder: Path) -> None:
        """Writes index and stamp; a crash in between leaves a stamp that does not fit."""
        data = faiss.serialize_index(self._index)
        write_bytes(folder / FILE, data.data)
        stamp = {
            "store": self.store,
            "generation": self.generation,
            "crc32": zlib.crc32(data.data),
        }
        write_text(folder / STAMP, json.dumps(stamp))
        self._saved = self.generation

    @classmethod
    def load(cls, folder: Path, dimension: int, store: str) -> DenseIndex | None:
        """The saved index, or None where it is missing, damaged or of another store."""
        try:
            stamp = json.loads((folder / STAMP).read_bytes())
            data = np.fromfile(folder / FILE, np.uint8)
            if stamp["store"] != store or stamp["crc32"] != zlib.crc32(data.data):
                return None
            index = cls(dimension, store, int(stamp["generation"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        index._index = faiss.deserialize_index(data)
        index._saved = index.generation
        return index if index.dimension == dimension else None
