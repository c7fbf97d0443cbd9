"""What comes in from outside as text, checked to be text."""

from __future__ import annotations

import re

from index.errors import UsageError

_HALF = re.compile(r"[\ud800-\udfff]")


def is_web(place: str) -> bool:
    """Whether it opens like an http or https address; see `web_address` for whether it is one."""
    return place.lower().startswith(("http://", "https://"))


def checked_text(name: str, value: object) -> str:
    """The value, if it is text that can be written.

    Raises:
        UsageError: it is something else, or holds half a character; `name` opens the sentence.
    """
    if not isinstance(value, str):
        raise UsageError(f"{name} must be text, not {type(value).__name__}.")
    if not value.isascii() and _HALF.search(value):
        raise UsageError(f"{name} holds half a character; type it again in UTF-8.")
    return value
