"""Characters that are in a text without being seen, and what is made of them.

The stored text keeps them all (`index.articles.normalise`), so that a quotation is what was
written. Neither the page nor a language model needs them, and both can be misled by them.
"""

from __future__ import annotations

import re

_ORDERS = "\u202a-\u202e\u2066-\u2069\u206a-\u206f"
"""They turn the direction of what follows: embeddings, overrides, isolates."""
_TAGS = "\U000e0000-\U000e0fff"
"""Tags and the selectors beyond the first 16, in which whole messages can be written."""
_BLANK = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2060-\u2064"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
)
"""Soft hyphens, blanks without width, marks of direction, fillers, the first 16 selectors."""
_ACCENTS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"

_MISLEADING = re.compile(f"[{_ORDERS}{_TAGS}]+")
_STACKED = re.compile(f"([{_ACCENTS}]{{4}})[{_ACCENTS}]+")
"""No script writes so many accents on one letter; they cover the lines around."""
_UNSEEN = re.compile(f"[{_ORDERS}{_TAGS}{_BLANK}]+")
_JOINERS = re.compile(r"[\u200c\u200d]+(?=[\x00-\u024f]|$)|(?<=[\x00-\u024f])[\u200c\u200d]+")
"""Beside a Latin letter; Persian, Hindi and emoji are written with them."""


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""A terminal obeys them; line breaks and tabs are none of these."""


def printable(text: str) -> str:
    """The text as a terminal may show it: controls are seen and do nothing."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", inert(text))


def inert(text: str) -> str:
    """The text as a page may show it: nothing in it changes what stands around it."""
    return _STACKED.sub(r"\1", _MISLEADING.sub("", text))


def visible(text: str) -> str:
    """The text as a person reads it: without what is not seen."""
    return _JOINERS.sub("", _STACKED.sub(r"\1", _UNSEEN.sub("", text)))
