"""What a reading process is asked and says: frames of bytes, and results as JSON.

Nothing that comes from a process which reads other people's files is unpickled.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict
from datetime import date
from typing import Any, BinaryIO

from index.articles import Article
from index.readers.results import Found, Result, Unreadable

MAX_FRAME = 200_000_000
"""Bytes of one frame: more than the longest article has in JSON, or the longest page."""

_HEAD = struct.Struct(">I")


class BrokenOff(Exception):
    """The other side has ended, or says what it never would."""


def send(pipe: BinaryIO, content: bytes) -> None:
    """Writes one frame."""
    pipe.write(_HEAD.pack(len(content)) + content)
    pipe.flush()


def receive(pipe: BinaryIO) -> bytes:
    """The next frame.

    Raises:
        BrokenOff: there is none, or it is no frame of ours.
    """
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise BrokenOff
    (length,) = _HEAD.unpack(head)
    if length > MAX_FRAME:
        raise BrokenOff
    content = pipe.read(length)
    if len(content) < length:
        raise BrokenOff
    return content


def result_to_json(result: Result) -> dict[str, Any]:
    """What `result_from_json` makes the same of."""
    if isinstance(result, Unreadable):
        return asdict(result)
    content = asdict(result.article)
    day = result.article.date
    return {"article": {**content, "date": day and day.isoformat()}, "line": result.line}


def result_from_json(content: dict[str, Any]) -> Result:
    """A result that was sent."""
    if "article" not in content:
        return Unreadable(**content)
    fields = content["article"]
    day = fields["date"] and date.fromisoformat(fields["date"])
    lists = {name: tuple(fields[name]) for name in ("authors", "tags")}
    return Found(Article(**{**fields, "date": day, **lists}), content["line"])


def pack(content: dict[str, Any]) -> bytes:
    """JSON in ASCII, halves of characters included: names of files may have them."""
    return json.dumps(content).encode("ascii")


def unpack(frame: bytes) -> dict[str, Any]:
    """What was packed.

    Raises:
        BrokenOff: it was not.
    """
    try:
        content = json.loads(frame)
    except ValueError as error:
        raise BrokenOff from error
    if not isinstance(content, dict):
        raise BrokenOff
    return content
