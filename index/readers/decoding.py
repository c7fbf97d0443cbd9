"""Bytes of a file, and the characters they stand for."""

from __future__ import annotations

import codecs
import io
import re
from typing import Literal, Protocol

from index.errors import ReadError

MAX_FILE_BYTES = 50_000_000
"""Largest file of a format that is read whole."""

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARED_WITHIN = 4_096
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030"}
"""What is meant by encodings, under the names that Python has for them: one that has them whole."""


class Source(Protocol):
    """What is read: a path, or a file in an archive."""

    @property
    def name(self) -> str:
        """The last part of its name."""

    def open(self, mode: Literal["rb"]) -> io.BufferedReader:
        """Its bytes."""


def read_bytes(path: Source, limit: int = MAX_FILE_BYTES) -> bytes:
    """All bytes of a file.

    Raises:
        ReadError: it cannot be opened, is empty, or is over the limit.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise ReadError(f"cannot be opened: {error.strerror}") from error
    if not data:
        raise ReadError("is empty")
    if len(data) > limit:
        raise ReadError(f"is over {limit // 1_000_000} MB")
    return data


def encoding_of(data: bytes) -> str:
    """UTF-16 where a byte order mark says so, else UTF-8; the mark is dropped in decoding."""
    return "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def decode_text(data: bytes) -> str:
    """The characters of a text.

    Raises:
        ReadError: it is not UTF-8, nor UTF-16 with a byte order mark.
    """
    encoding = encoding_of(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        place = f"byte 0x{error.object[error.start]:02x} at position {error.start}"
        name = encoding.removesuffix("-sig").upper()
        raise ReadError(f"is not {name} ({place}); save it as UTF-8") from error


def _meant_by(label: str) -> str:
    """The encoding that is meant by a label, which pages and mail give too narrowly.

    Raises:
        LookupError: there is no such encoding.
    """
    name = codecs.lookup(label).name
    return _WIDER.get(name, name)


def decode_markup(data: bytes, charset: str | None = None) -> str:
    """The characters of HTML or XML: UTF-8 if it is, else as the server or the page declares.

    Where neither holds, the encoding is guessed.
    """
    declared = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    labels = [encoding_of(data), charset, declared and declared[1].decode("ascii", "replace")]
    for label in filter(None, labels):
        try:
            return data.decode(_meant_by(label))
        except (LookupError, UnicodeError):
            continue
    from trafilatura.utils import decode_file  # only now: loading it takes a third of a second

    guessed: str = decode_file(data)
    return guessed
