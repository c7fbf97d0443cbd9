"""Text of articles in programs that show Markdown: no picture in it is fetched.

A picture is fetched as soon as it is shown, and its address can carry away what stands in it.
"""

from __future__ import annotations

import re

_PICTURE = re.compile(r"!(?=\[)|<(?=\s*/?[a-z!?])", re.IGNORECASE)


def without_pictures(text: str) -> str:
    """The text, in which what would make a picture in Markdown or HTML is shown as it stands."""
    return _PICTURE.sub(lambda sign: "!\\" if sign[0] == "!" else "&lt;", text)
