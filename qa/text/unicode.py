"""Letters that come in halves, or that patterns without case take for others."""

from __future__ import annotations

import re

_HALF = re.compile(r"[\ud800-\udfff]")
_ALIKE = str.maketrans("ſıİ\N{KELVIN SIGN}", "siik")


def joined_halves(text: str) -> str:
    """The text as far as it goes, with half characters joined to whole ones; a half that stands
    alone becomes a mark of its own, and at the end it waits for the other."""
    if not _HALF.search(text):
        return text
    whole = text[:-1] if _HALF.match(text[-1]) and text[-1] < "\udc00" else text
    return whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def without_lookalikes(text: str) -> str:
    """The text, as long as it was, without such letters: "winter" as a pattern without case matches
    "WİNTER", and is not that word."""
    return text.translate(_ALIKE)
