"""CSV with a header: an article a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from index.errors import ReadError
from index.readers.decoding import Source, encoding_of
from index.readers.records import record_result
from index.readers.results import Result, Results, refusal

MAX_FIELD = 20_000_000
"""Characters of one cell, which also bounds what an unclosed quote can swallow."""


def read_csv(path: Source, name: str) -> Results:
    """The articles of a `.csv` file, read a row at a time."""
    try:
        with path.open("rb") as file:
            encoding = encoding_of(file.peek(4))
            # Bytes that are no characters pass as surrogates: only their own row is refused.
            text = io.TextIOWrapper(file, encoding, errors="surrogateescape", newline="")
            yield from _read_rows(_rows(text), name)
    except OSError as error:
        yield refusal(name, None, ReadError(f"cannot be read: {error.strerror}"))
    except (ReadError, UnicodeError) as error:
        yield refusal(name, None, ReadError(str(error)))


_Row = list[str] | csv.Error


def _rows(text: io.TextIOWrapper) -> Iterator[tuple[int, _Row]]:
    """Each row with the line on which it begins."""
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(text, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, error


def _read_rows(rows: Iterator[tuple[int, _Row]], name: str) -> Results:
    _, first = next(rows, (1, []))
    header = _header(first)
    number = 0
    for number, (line, row) in enumerate(rows, 1):
        if row:
            yield _row_result(header, row, name, line, number)
    if not number:
        raise ReadError("holds no articles below its header")


def _header(row: _Row) -> list[str]:
    if not row or isinstance(row, csv.Error):
        raise ReadError("is empty" if not row else f"is not CSV: {row}")
    names = [cell.strip().lower() for cell in row]
    if "text" not in names:
        found = ", ".join(names)[:200].encode(errors="replace").decode()
        raise ReadError(f'has no column "text"; its columns are: {found}')
    return names


def _row_result(header: list[str], row: _Row, name: str, line: int, number: int) -> Result:
    if isinstance(row, csv.Error):
        # What follows may be out of step, so that the whole rest of the file is in doubt.
        return refusal(name, None, ReadError(f"is not CSV from line {line} on: {row}"))
    fields = dict(zip(header, row, strict=False))
    if len(row) > len(header):
        reason = f"has {len(row)} cells under {len(header)} columns; quote a cell with commas in it"
        return refusal(name, line, ReadError(reason), fields)
    try:
        "".join(row).encode()
    except UnicodeEncodeError as error:
        byte = ord(error.object[error.start]) & 0xFF
        reason = f"is not UTF-8 (byte 0x{byte:02x}); save the file as UTF-8"
        return refusal(name, line, ReadError(reason), fields)
    return record_result(fields, name, line, number)
