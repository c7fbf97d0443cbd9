"""Limits: how much may be sent at once, and how many may ask side by side."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import Message, Receive

LARGEST_FILE = 50 * 2**20
"""Bytes of one uploaded file."""
LARGEST_UPLOAD = 200 * 2**20
"""Bytes of all files that are uploaded together."""
MOST_FILES = 100
"""Files that are added together."""
_LARGEST_FORM = 24 * 2**20
"""Bytes of what is typed and pasted on the page: more than the longest article has."""
_LARGEST_REQUEST = 2**20
"""Bytes of what a program sends."""
ASKING = 64
"""Questions that the page lets in side by side, where each is told its place. Those beyond wait in
gradio's queue, where nobody is told anything."""
PROGRAMS = 32
"""Answers to programs, by OpenAI's API and MCP, that go on side by side; those beyond wait in the
order in which they came. More than are worked on at once, so that programs and pages stand in the
same line before the reader and before a language model."""
AT_ONCE = 8
"""Of anything else that the page does, so many side by side."""
THREADS = 96
"""More than `ASKING`, so that one can search, read and add while all of those wait."""


class RequestTooLarge(Exception):
    """More was sent than is taken; the text says how much is."""


def largest_body(path: str) -> int:
    """Bytes that the body of a request to this path may have."""
    if path.startswith("/gradio_api/upload"):
        return LARGEST_UPLOAD
    return _LARGEST_FORM if path.startswith("/gradio_api/") else _LARGEST_REQUEST


def limit_body(receive: Receive, path: str, headers: Headers) -> Receive:
    """The same `receive`, which raises `RequestTooLarge` once a body is longer than is taken.

    Raises:
        RequestTooLarge: the request itself says that it is.
    """
    most = largest_body(path)
    said = headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > most:
        raise RequestTooLarge(_sentence(most))
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise RequestTooLarge(_sentence(most))
        return message

    return counted


def _sentence(most: int) -> str:
    return f"That is too much at once: at most {most // 2**20} MB are taken. Send less."
