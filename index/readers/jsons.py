"""JSON: an article a line, a list of articles, or one article."""

from __future__ import annotations

import codecs
import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol, cast

from index.errors import ReadError
from index.readers.decoding import Source, decode_text, read_bytes
from index.readers.records import record_result
from index.readers.results import Result, Results, refusal

MAX_LINE_BYTES = 20_000_000
"""Longest line of JSONL; it bounds memory, for gzip too."""

MAX_JSON_BYTES = 200_000_000
"""Largest `.json` file; there is no limit on JSONL."""

_SKIPPED_AT_A_TIME = 1_000_000

IsKnown = Callable[[int, bytes], bool]
"""Told the number and the bytes of a line, before it is read; whether it need not be."""


def read_jsonl(path: Source, name: str, is_known: IsKnown | None = None) -> Results:
    """The articles of a `.jsonl` file, but for lines that are known."""
    try:
        with path.open("rb") as file:
            yield from read_stream(file, name, is_known)
    except OSError as error:
        yield refusal(name, None, ReadError(f"cannot be opened: {error.strerror}"))


def read_jsonl_gz(path: Source, name: str, is_known: IsKnown | None = None) -> Results:
    """The articles of a `.jsonl.gz` file, as far as it is whole, but for lines that are known."""
    try:
        with path.open("rb") as packed, gzip.open(packed, "rb") as file:
            yield from read_stream(cast(BinaryIO, file), name, is_known)
    except OSError as error:
        yield refusal(name, None, ReadError(f"cannot be opened: {error.strerror}"))


def read_json(path: Source, name: str) -> Results:
    """The articles of a `.json` file: a list of objects, or one object."""
    try:
        value = _load(decode_text(read_bytes(path, MAX_JSON_BYTES)))
        if not value or not isinstance(value, list | dict):
            raise ReadError("holds no articles: neither a list of objects nor an object")
    except ReadError as error:
        yield refusal(name, None, error)
        return
    if isinstance(value, dict):
        yield record_result(value, name, None)
        return
    for number, record in enumerate(value, 1):
        yield record_result(record, name, number)


def read_stream(lines: BinaryIO, name: str, is_known: IsKnown | None = None) -> Results:
    """The articles of JSONL, read a line at a time, but for lines that are known."""
    number, is_empty = 0, True
    try:
        for number, line in enumerate(_bounded(lines), 1):
            if line.strip():
                is_empty = False
                if is_known is None or not is_known(number, line):
                    yield _line_result(line, name, number)
    except (EOFError, OSError, UnicodeDecodeError, zlib.error) as error:
        yield refusal(name, None, ReadError(f"cannot be read past line {number}: {error}"))
    else:
        if is_empty:
            yield refusal(name, None, ReadError("is empty"))


class _Lines(Protocol):
    def readline(self, limit: int, /) -> bytes: ...


class _FromUtf16:
    """Lines of UTF-16 as UTF-8, which alone can be cut at the byte of a line's end."""

    def __init__(self, opening: bytes, rest: BinaryIO) -> None:
        self._rest = rest
        self._decoder = codecs.getincrementaldecoder("utf-16")()
        self._text = self._decoder.decode(opening)
        self._is_ended = False

    def readline(self, limit: int, /) -> bytes:
        while "\n" not in self._text and len(self._text) < limit and not self._is_ended:
            piece = self._rest.read(_SKIPPED_AT_A_TIME)
            self._is_ended = not piece
            self._text += self._decoder.decode(piece, final=self._is_ended)
        end = self._text.find("\n", 0, limit) + 1 or limit
        line, self._text = self._text[:end], self._text[end:]
        return line.encode(errors="replace")


def _bounded(file: BinaryIO) -> Iterator[bytes]:
    """The lines; of one over the limit, only so much as shows that it is."""
    lines: _Lines = file
    line = file.readline(MAX_LINE_BYTES + 1)
    if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        lines = _FromUtf16(line, file)
        line = lines.readline(MAX_LINE_BYTES + 1)
    while line:
        yield line
        if len(line) > MAX_LINE_BYTES:
            _skip_rest(lines, line)
        line = lines.readline(MAX_LINE_BYTES + 1)


def _skip_rest(lines: _Lines, piece: bytes) -> None:
    while piece and not piece.endswith(b"\n"):
        piece = lines.readline(_SKIPPED_AT_A_TIME)


def _line_result(line: bytes, name: str, number: int) -> Result:
    try:
        if len(line) > MAX_LINE_BYTES:
            raise ReadError(f"line is over {MAX_LINE_BYTES // 1_000_000} MB")
        record = _load(decode_text(line).rstrip(), "line ")
    except ReadError as error:
        if len(line) <= MAX_LINE_BYTES and not line.endswith(b"\n"):  # there may have been more
            return refusal(name, None, ReadError(f"is cut off at line {number}: {error}"))
        return refusal(name, number, error, line)
    return record_result(record, name, number)


def _load(text: str, what: str = "") -> object:
    try:
        loaded: object = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}" if not what else f"column {error.colno}"
        raise ReadError(f"{what}is not JSON: {error.msg} at {place}") from error
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{what}is not JSON that can be read: {error}") from error
    return loaded
