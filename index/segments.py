"""A file of vectors with their passages' ids, which never changes once it is written.

A large one may have a second file, of a bit for each number (FAISS's RaBitQ): a search compares the
question with all of these first, and only the likeliest rows with the vectors themselves. The
operating system maps the files into memory and may drop what nobody reads. Each bears a name that
is never used again, and a checksum, which is compared when it is first opened; so whoever only adds
beside it does not read it.
"""

from __future__ import annotations

import os
import secrets
import threading
import zlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.files import draft_of
from index.vectors import Vectors

Ids = NDArray[np.int64]
Rows = NDArray[np.int64]
Scores = NDArray[np.float32]

_faiss: Any = faiss
"""Its arguments by name are unknown to a type checker."""

faiss.omp_set_num_threads(1)  # several search side by side; for one, threads wait for each other

_ENDING = ".faiss"
_QUERY_BITS = 4
"""Of each number of a question, beside one bit of each of a vector's."""
_AT_ONCE = 1 << 22
_MAPPED = faiss.IO_FLAG_MMAP_IFC if os.name != "nt" else 0
"""On Windows, FAISS cannot map a file."""


class DamagedSegment(OSError):
    """A file is not what was written."""


class Segment:
    """Rows of (id, vector), in memory or in a file. Safe to search from several threads."""

    def __init__(
        self, path: Path | None, rows: int, first: int, last: int, crc32: int, bits: int | None
    ) -> None:
        """Use `made_of`, `written` and `from_json`."""
        self.path = path
        self.rows = rows
        self.first, self.last = first, last
        """The least id and the greatest."""
        self._crc32 = crc32
        self._bits_crc32 = bits
        self._lock = threading.Lock()
        self._opened: Any = None
        self._opened_bits: Any = None

    @classmethod
    def made_of(cls, ids: Ids, vectors: Vectors) -> Self:
        """A segment in memory: `ids` (n,), n > 0, `vectors` (n, dimension) of length 1."""
        index = faiss.IndexIDMap(faiss.IndexFlatIP(vectors.shape[1]))
        index.add_with_ids(np.ascontiguousarray(vectors), np.ascontiguousarray(ids))
        segment = cls(None, len(ids), int(ids.min()), int(ids.max()), 0, None)
        segment._opened = index
        return segment

    def written(self, folder: Path) -> Self:
        """The same rows in a file of `folder`.

        Raises:
            OSError: it cannot be written, or this one is damaged.
        """
        path = folder / f"{secrets.token_hex(8)}{_ENDING}"
        crc32 = _write(self.index, path)
        return type(self)(path, self.rows, self.first, self.last, crc32, None)

    def with_bits(self) -> Self:
        """The same file, with one of bits beside it.

        Raises:
            OSError: as `written`.
        """
        vectors = self.vectors()
        bits = faiss.IndexRaBitQ(vectors.shape[1], faiss.METRIC_INNER_PRODUCT)
        bits.train(vectors)
        bits.add(vectors)
        assert self.path is not None  # noqa: S101 - it is given to those in a file alone
        crc32 = _write(bits, _bits_of(self.path))
        return type(self)(self.path, self.rows, self.first, self.last, self._crc32, crc32)

    @classmethod
    def from_json(cls, folder: Path, entry: dict[str, Any]) -> Self:
        """The one of that name, which is opened when it is first used.

        Raises:
            OSError: it is not there, or has another size.
            KeyError, TypeError, ValueError: that is no segment.
        """
        path = folder / Path(str(entry["name"])).name
        if path.stat().st_size != entry["bytes"]:
            raise DamagedSegment(f"{path} is not as long as it was.")
        rows, first, last, crc32 = (int(entry[name]) for name in ("rows", "first", "last", "crc32"))
        bits = entry["bits"]
        return cls(path, rows, first, last, crc32, None if bits is None else int(bits))

    def to_json(self) -> dict[str, Any]:
        """What `from_json` takes; only of one in a file."""
        if self.path is None:
            raise ValueError("a segment in memory has no name")
        return {
            "name": self.path.name,
            "bytes": self.path.stat().st_size,
            "rows": self.rows,
            "first": self.first,
            "last": self.last,
            "crc32": self._crc32,
            "bits": self._bits_crc32,
        }

    def files(self) -> list[Path]:
        """Those that it is made of."""
        if self.path is None:
            return []
        return [self.path, *([_bits_of(self.path)] if self.has_bits else [])]

    @property
    def has_bits(self) -> bool:
        """Whether there is a file of bits."""
        return self._bits_crc32 is not None

    def open(self) -> None:
        """Reads and verifies its files, if that was not done yet.

        Raises:
            OSError: one is damaged or gone.
        """
        with self._lock:  # one reads while the others wait
            if self._opened is None and self.path is not None:
                if self._bits_crc32 is not None:
                    self._opened_bits = _read(_bits_of(self.path), self._bits_crc32)
                    self._opened_bits.qb = _QUERY_BITS
                self._opened = _read(self.path, self._crc32)

    @property
    def index(self) -> Any:
        """What FAISS knows of its vectors.

        Raises:
            OSError: as `open`.
        """
        self.open()
        return self._opened

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self.index.d)

    @cached_property
    def ids(self) -> Ids:
        """Those of its rows, in the order of `vectors`."""
        return np.asarray(faiss.vector_to_array(self.index.id_map), dtype=np.int64)

    def vectors(self) -> Vectors:
        """All of them: shape (rows, dimension). They are the file itself: not to be changed, nor
        kept longer than the segment."""
        flat: Any = faiss.downcast_index(self.index.index)
        numbers = faiss.rev_swig_ptr(flat.get_xb(), self.rows * self.index.d)
        return np.asarray(numbers, dtype=np.float32).reshape(self.rows, -1)

    def holding(self, ids: Ids) -> Ids:
        """Those of the ids that are among its rows, each once, rising."""
        near = ids[(ids >= self.first) & (ids <= self.last)]
        return np.intersect1d(near, self.ids) if len(near) else near

    def search(
        self, vector: NDArray[np.float32], k: int, selector: Any = None
    ) -> tuple[Ids, Scores]:
        """The `k` nearest of those that a FAISS selector of ids lets pass (all where None)."""
        parameters = None if selector is None else _faiss.SearchParameters(sel=selector)
        scores, ids = self.index.search(vector.reshape(1, -1), min(k, self.rows), params=parameters)
        found = ids[0] >= 0
        return ids[0][found], scores[0][found]

    def likely(
        self, vector: NDArray[np.float32], k: int, selector: Any = None
    ) -> tuple[Rows, Scores]:
        """As `search`, but by bits: rows, with cosines that are about right."""
        if selector is not None:
            selector = faiss.IDSelectorTranslated(self.index, selector)
        parameters = None if selector is None else _faiss.SearchParameters(sel=selector)
        self.open()
        k = min(k, self.rows)
        scores, rows = self._opened_bits.search(vector.reshape(1, -1), k, params=parameters)
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

    def exact(self, vector: NDArray[np.float32], rows: Rows) -> tuple[Ids, Scores]:
        """The ids of some rows, and their cosines."""
        rows = np.sort(rows)  # as they lie in the file
        return self.ids[rows], self.vectors()[rows] @ vector


def joined(parts: Iterable[tuple[Ids, Vectors]], rows: int) -> Iterator[tuple[Ids, Vectors]]:
    """The same rows in parts of exactly so many, but for the last."""
    ids: list[Ids] = []
    vectors: list[Vectors] = []
    waiting = 0
    for some_ids, some_vectors in parts:
        while len(some_ids):
            taken = min(rows - waiting, len(some_ids))
            ids.append(some_ids[:taken])
            vectors.append(some_vectors[:taken])
            some_ids, some_vectors = some_ids[taken:], some_vectors[taken:]
            waiting += taken
            if waiting == rows:
                yield np.concatenate(ids), np.concatenate(vectors)
                ids, vectors, waiting = [], [], 0
    if waiting:
        yield np.concatenate(ids), np.concatenate(vectors)


def _bits_of(path: Path) -> Path:
    return path.with_suffix(".bits")


def _write(index: Any, path: Path) -> int:
    """Writes a new file; returns its checksum."""
    with draft_of(path) as draft:
        try:
            faiss.write_index(index, str(draft))
        except RuntimeError as error:  # FAISS tells of a full disk so
            raise OSError(str(error)) from error
        return _crc32(draft)


def _read(path: Path, crc32: int) -> Any:
    if _crc32(path) != crc32:
        raise DamagedSegment(f"{path} is damaged.")
    try:
        return faiss.read_index(str(path), _MAPPED)
    except RuntimeError as error:
        raise DamagedSegment(str(error)) from error


def _crc32(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while part := file.read(_AT_ONCE):
            checksum = zlib.crc32(part, checksum)
    return checksum
