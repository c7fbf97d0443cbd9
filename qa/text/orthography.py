"""What Britain and America write differently: "summarise" and "summarize", "colour" and "color"."""

from __future__ import annotations

import re
from functools import lru_cache

_OUR = r"(?=(?:s|ed|ing|ers?|ful|less|able|ites?|hoods?|ists?)?$)"
_WRITTEN = tuple(
    (re.compile(here), there)
    for here, there in (
        (r"(?<=\w\w)is(?=(?:e[drs]?|ers|ing|ations?)$)", "iz"),
        (r"(?<=\w\w)iz(?=(?:e[drs]?|ers|ing|ations?)$)", "is"),
        (r"ys(?=(?:e[drs]?|ing)$)", "yz"),
        (r"yz(?=(?:e[drs]?|ing)$)", "ys"),
        (rf"(?<=\w\w)our{_OUR}", "or"),
        (rf"(?<=\w\w)or{_OUR}", "our"),
        (r"re(s?)$", r"er\1"),
        (r"er(s?)$", r"re\1"),
        (r"ll(?=(?:ed|ing|ers?|ors?|ous)$)", "l"),
        (r"l(?=(?:ed|ing|ers?|ors?|ous)$)", "ll"),
        (r"ence(s?)$", r"ense\1"),
        (r"ense(s?)$", r"ence\1"),
        (r"ogue(s?)$", r"og\1"),
        (r"og(s?)$", r"ogue\1"),
        (r"ae", "e"),
    )
)
"""What one of them writes, and the other."""


@lru_cache(maxsize=4096)
def spellings(word: str) -> tuple[str, ...]:
    """A word in small letters as it is, then as the other country might write it."""
    others = {here.sub(there, word) for here, there in _WRITTEN} - {word}
    return word, *sorted(others)
