"""Vector search: segments of vectors beside the database, which can be made again from it.

What a build adds is a segment of its own (`index.segments`); small ones are joined once they pile
up, as a log-structured merge tree does. So an update writes what changed, and nothing that is there
is written again. A removed passage stays in its segment and is passed over, until `forget` writes
that segment without it.

Up to `EXACT` passages, be it that there are no more or that a filter lets no more pass, every
vector is compared: nothing is lost. Beyond, large segments are searched by bits, and `COMPARED` of
the likeliest rows by their vectors.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.files import write_text
from index.segments import Ids, Scores, Segment, joined
from index.vectors import Vectors

FOLDER = "dense"
STAMP = "dense.json"
FORMAT = 2
"""Counted up when the files change; an index of another format is made anew."""

EXACT = 200_000
"""Passages of which every one is compared with the question."""
FULL = 32_768
"""Rows of a segment, at most: fifty megabytes."""
COMPARED = 1_000
"""Rows that are compared exactly, at least ten for each that is asked for, of those that are likely
by their bits."""
_LIKELY = 400
"""Of these, rows that one segment may have, but for where more are asked for."""
_PILE = 8
"""Segments of like size that are joined to one."""
_READERS = 4


class DenseIndex:
    """Passage ids and their vectors as of one `generation` of one store.

    Segments never change, so that a copy shares them, and a search goes on with those that it
    began with.
    """

    def __init__(self, dimension: int, store: str, generation: int = 0) -> None:
        self.store = store
        self.dimension = dimension
        self.generation = generation
        self._saved: int | None = None
        self._segments: tuple[Segment, ...] = ()
        self._dead: tuple[Ids, ...] = ()
        """Of each segment the ids that are passed over."""

    def __len__(self) -> int:
        return sum(one.rows for one in self._segments) - sum(map(len, self._dead))

    @property
    def is_saved(self) -> bool:
        """Whether the folder holds this very generation."""
        return self._saved == self.generation

    def copy(self) -> DenseIndex:
        """The same rows: what is changed in one is not changed in the other."""
        other = DenseIndex(self.dimension, self.store, self.generation)
        other._saved = self._saved
        other._segments, other._dead = self._segments, self._dead
        return other

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Adds rows: `ids` (n,), `vectors` (n, dimension) of length 1."""
        for first in range(0, len(ids), FULL):
            part = slice(first, first + FULL)
            self._segments += (Segment.made_of(ids[part], vectors[part]),)
            self._dead += (np.empty(0, np.int64),)

    def remove(self, ids: Ids) -> None:
        """Removes rows; ids that are not there are ignored."""
        if len(ids):
            self._dead = tuple(
                np.union1d(dead, one.holding(ids))
                for one, dead in zip(self._segments, self._dead, strict=True)
            )

    def open(self) -> None:
        """Reads and verifies all segments now rather than at the first search.

        Raises:
            OSError: one is damaged or gone.
        """
        with ThreadPoolExecutor(_READERS) as pool:
            if any(size != self.dimension for size in pool.map(_dimension, self._segments)):
                raise OSError("a segment is of another dimension")

    def search(
        self, vector: NDArray[np.float32], k: int, allowed: Ids | None = None
    ) -> tuple[Ids, Scores]:
        """The `k` nearest of the `allowed` ids (all where None), cosines falling."""
        found = [(np.empty(0, np.int64), np.empty(0, np.float32))]
        candidates = len(self) if allowed is None else min(len(self), len(allowed))
        if not candidates:
            return found[0]
        passing = None if allowed is None else _bitmap(allowed)
        by_bits: list[tuple[Segment, Any]] = []
        for one, dead in zip(self._segments, self._dead, strict=True):
            selector = passing
            if len(dead):
                others = faiss.IDSelectorNot(faiss.IDSelectorBatch(dead))
                selector = others if passing is None else faiss.IDSelectorAnd(others, passing)
            if one.has_bits and candidates > EXACT:
                by_bits.append((one, selector))
            else:
                found.append(one.search(vector, k, selector))
        found += _likeliest(vector, k, by_bits)
        ids, scores = (np.concatenate(part) for part in zip(*found, strict=True))
        best = np.lexsort((ids, -scores))[:k]
        return ids[best], scores[best]

    def parts(self) -> Iterator[tuple[Ids, Vectors]]:
        """The ids (n,) and vectors (n, dimension) of all rows, segment by segment."""
        for one, dead in zip(self._segments, self._dead, strict=True):
            ids, vectors = one.ids, one.vectors()
            if len(dead):
                alive = np.isin(ids, dead, invert=True)
                ids, vectors = ids[alive], vectors[alive]
            yield ids, vectors

    def write_out(self, folder: Path) -> None:
        """Puts what is in memory into files, which count only once the index is saved.

        Raises:
            OSError: they cannot be written.
        """
        place = folder / FOLDER
        place.mkdir(exist_ok=True)
        self._segments = tuple(
            one if one.path else self._with_bits(one.written(place)) for one in self._segments
        )

    def save(self, folder: Path) -> None:
        """Writes what is new, joins what has piled up, then the stamp: from there on it counts.

        Raises:
            OSError: it cannot be written, or a segment that is to be joined is damaged.
        """
        self.write_out(folder)
        while small := self._piled_up():
            self._join(small, folder)
        self._segments = tuple(map(self._with_bits, self._segments))  # of when it was smaller
        stamp = {
            "store": self.store,
            "format": FORMAT,
            "generation": self.generation,
            "dimension": self.dimension,
            "segments": [one.to_json() for one in self._segments],
            "dead": [dead.tolist() for dead in self._dead],
        }
        write_text(folder / STAMP, json.dumps(stamp))
        self._saved = self.generation
        _remove_all_but({path.name for one in self._segments for path in one.files()}, folder)

    def forget(self, folder: Path) -> None:
        """Leaves no removed vector in any file: segments that hold one are written without it.

        Raises:
            OSError: as `save`.
        """
        kept: list[Segment] = []
        for one, dead in zip(self._segments, self._dead, strict=True):
            if not len(dead):
                kept.append(one)
            elif len(dead) < one.rows:
                alive = np.isin(one.ids, dead, invert=True)
                part = Segment.made_of(one.ids[alive], one.vectors()[alive])
                kept.append(self._with_bits(part.written(folder / FOLDER)))
        self._segments = tuple(kept)
        self._dead = tuple(np.empty(0, np.int64) for _ in kept)
        self.save(folder)

    @classmethod
    def load(
        cls, folder: Path, dimension: int, store: str, known: DenseIndex | None = None
    ) -> DenseIndex | None:
        """The saved index, or None where it is missing or of another store. Its segments are
        opened by `open` or when they are used; those that `known` has are shared with it."""
        opened = {one.path: one for one in known._segments} if known else {}
        try:
            stamp = json.loads((folder / STAMP).read_bytes())
            if (stamp["store"], stamp["format"]) != (store, FORMAT):
                return None
            if stamp["dimension"] != dimension:
                return None
            index = cls(dimension, store, int(stamp["generation"]))
            segments = [Segment.from_json(folder / FOLDER, entry) for entry in stamp["segments"]]
            index._segments = tuple(opened.get(one.path) or one for one in segments)
            index._dead = tuple(np.array(ids, dtype=np.int64) for ids in stamp["dead"])
            if len(index._dead) != len(segments):
                return None
        except (OSError, ValueError, KeyError, TypeError, OverflowError):
            return None
        index._saved = index.generation
        return index

    def _with_bits(self, segment: Segment) -> Segment:
        """The segment, with bits where these are worth it."""
        if segment.has_bits or segment.rows < FULL // 2 or len(self) <= EXACT:
            return segment
        return segment.with_bits()

    def _piled_up(self) -> list[Segment]:
        """As many small segments of about the same size as are joined; empty where too few."""
        alike: dict[int, list[Segment]] = defaultdict(list)
        for one, dead in zip(self._segments, self._dead, strict=True):
            if (rows := one.rows - len(dead)) < FULL // 2:
                alike[rows.bit_length() // 3].append(one)
        return next((ones for ones in alike.values() if len(ones) >= _PILE), [])

    def _join(self, several: list[Segment], folder: Path) -> None:
        part = DenseIndex(self.dimension, self.store)
        rest = DenseIndex(self.dimension, self.store)
        for one, dead in zip(self._segments, self._dead, strict=True):
            into = part if one in several else rest
            into._segments += (one,)
            into._dead += (dead,)
        made = []
        for ids, vectors in joined(part.parts(), FULL):
            whole = Segment.made_of(ids, vectors).written(folder / FOLDER)
            made.append(self._with_bits(whole))
        self._segments = (*rest._segments, *made)
        self._dead = (*rest._dead, *(np.empty(0, np.int64) for _ in made))


def remove_unnamed(folder: Path) -> None:
    """Removes files that the saved index does not have: of a killed build, or still read before.

    The caller holds the build lock.
    """
    named: set[str] = set()
    with suppress(OSError, ValueError, KeyError, TypeError):
        stamp = json.loads((folder / STAMP).read_bytes())
        segments = (Segment.from_json(folder / FOLDER, entry) for entry in stamp["segments"])
        named = {path.name for one in segments for path in one.files()}
    _remove_all_but(named, folder)


def _remove_all_but(named: set[str], folder: Path) -> None:
    """A file that somebody reads may stay until the next time, on systems that hold it."""
    with suppress(FileNotFoundError, NotADirectoryError):
        for path in (folder / FOLDER).iterdir():
            if path.name not in named:
                with suppress(OSError):
                    path.unlink()


def _likeliest(
    vector: NDArray[np.float32], k: int, segments: list[tuple[Segment, Any]]
) -> list[tuple[Ids, Scores]]:
    """Of each segment, the rows that are worth comparing, with their cosines."""
    found = [one.likely(vector, max(k, _LIKELY), selector) for one, selector in segments]
    if not found:
        return []
    of_all = np.concatenate([scores for _, scores in found])
    wanted = min(max(COMPARED, 10 * k), len(of_all))
    least = np.partition(of_all, -wanted)[-wanted] if wanted else 0.0
    return [
        one.exact(vector, rows[scores >= least])
        for (one, _), (rows, scores) in zip(segments, found, strict=True)
    ]


def _dimension(segment: Segment) -> int:
    return segment.dimension


def _bitmap(ids: Ids) -> Any:
    """A selector of the ids, of which there is one at least."""
    passes = np.zeros(int(ids.max()) + 1, dtype=bool)
    passes[ids] = True
    bits: Any = np.packbits(passes, bitorder="little")
    return faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg]
