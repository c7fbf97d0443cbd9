"""The names in the beginning of a report: words that open with a capital within a sentence."""

from __future__ import annotations

import re
import zlib
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from index.words import CAPITALS

Names = NDArray[np.uint32]
"""Of each name its hash and how often it stands there, by rising hash: shape (names, 2)."""

OPENING = 1000
"""Characters of a text whose names count, after its title's: what it is about stands there."""
_NAME = re.compile(rf"(?:(?<=[^\W_{CAPITALS}] )|(?<=[,;(“‘’\"-] ))[{CAPITALS}][\w’'-]*\w")


def names_of(title: str, text: str) -> Names:
    """The names of an article."""
    found = _NAME.findall(f"{title}\n{text[:OPENING]}")
    count = Counter(zlib.crc32(re.sub(r"['’]s$", "", name).encode()) for name in found)
    return np.array(sorted(count.items()), np.uint32).reshape(-1, 2)
