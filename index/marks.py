"""Runs of combining marks that no script writes.

Unicode puts the marks on a letter in a steady order. The library does that in a time that grows
with the square of their number, and holds the interpreter meanwhile: so they are counted before.
"""

from __future__ import annotations

import re
import unicodedata

MAX_MARKS = 64
"""Marks on one letter; scripts write a handful, and Unicode's own limit for streams is 30."""

_PERHAPS = re.compile(rf"[^\w\s\x00-\u02ff]{{{MAX_MARKS + 1},}}")
"""Marks are neither letters nor blanks, nor any of the first signs."""


def has_long_run(text: str) -> bool:
    """Whether more than `MAX_MARKS` combining marks follow one another; in linear time."""
    return any(_has_long_run(run[0]) for run in _PERHAPS.finditer(text))


def _has_long_run(signs: str) -> bool:
    marks = {sign for sign in set(signs) if _is_mark(sign)}
    count = 0
    for sign in signs if marks else "":
        count = count + 1 if sign in marks else 0
        if count > MAX_MARKS:
            return True
    return False


def _is_mark(sign: str) -> bool:
    """Whether it, or all that it is taken apart to, stands on the letter before."""
    return all(map(unicodedata.combining, unicodedata.normalize("NFD", sign)))
