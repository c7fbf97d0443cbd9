"""A text as the runs of words in it, by which copies of one report are told from other reports.

A shingle is the hash of five words in a row. Of a text's shingles a sketch keeps those whose hash
is low (Broder, "On the resemblance and containment of documents", 1997): which they are depends on
the words alone, so that a text that was cut short keeps a part of the same sketch.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
"""Hashes of shingles."""

WORDS_IN_ROW = 5
MOST_WORDS = 3000
"""Words of a text that are looked at, from its beginning: copies are cut at the end."""
ONE_IN = 8
"""Share of the shingles that a sketch keeps …"""
LEAST = 24
"""… and how many it keeps in any case, where a text has them."""

_WORD = re.compile(r"[^\W_]+")
_ROWS = np.array([31**place for place in range(WORDS_IN_ROW)], dtype=np.uint64)
_LOW = np.uint64(2**64 // ONE_IN)


def shingles(text: str) -> Hashes:
    """Those of a text, as they stand in it, without regard to case and punctuation."""
    words = _WORD.findall(text.casefold())[:MOST_WORDS]
    if not words:
        return np.empty(0, np.uint64)
    words += [""] * (WORDS_IN_ROW - len(words))
    hashes = np.fromiter(map(_hash, words), np.uint64, len(words))
    return _mixed(np.convolve(hashes, _ROWS, "valid"))


def sketch(hashes: Hashes) -> Hashes:
    """The lowest of them, rising, each once: one in `ONE_IN`, and `LEAST` at least."""
    hashes = np.unique(hashes)
    return hashes[: max(LEAST, int(np.searchsorted(hashes, _LOW)))]


@lru_cache(maxsize=100_000)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode())


def _mixed(values: Hashes) -> Hashes:
    """Values whose every bit depends on every bit of those given (the end of MurmurHash3)."""
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        values = (values ^ (values >> np.uint64(33))) * np.uint64(factor)
    return values ^ (values >> np.uint64(33))
