"""Letters that patterns without case take for others."""

from __future__ import annotations

_ALIKE = str.maketrans("ſıİ\N{KELVIN SIGN}", "siik")


def plain(text: str) -> str:
    """The text, as long as it was, without such letters: "winter" as a pattern without case matches
    "WİNTER", and is not that word."""
    return text.translate(_ALIKE)
