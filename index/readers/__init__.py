"""Articles out of files, streams and addresses.

Nothing here raises for bad input: what cannot be read is yielded as `Unreadable`,
with its reason, and reading goes on with the next record.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.articles import Article
from index.errors import ReadError
from index.readers.feeds import read_feed
from index.readers.files import MAX_FILE_BYTES, read_bytes
from index.readers.jsons import read_json, read_jsonl, read_jsonl_gz, read_stream
from index.readers.markdown import markdown_article
from index.readers.page import page_article
from index.readers.pdf import pdf_article
from index.readers.plain import text_article
from index.readers.results import Found, Result, Results, Unreadable, refusal
from index.readers.tables import read_csv
from index.readers.titles import first_sentence
from index.readers.web import read_page, read_url

__all__ = [
    "ENDINGS",
    "MAX_FILE_BYTES",
    "Found",
    "Result",
    "Results",
    "Unreadable",
    "first_sentence",
    "read_feed",
    "read_file",
    "read_page",
    "read_stream",
    "read_url",
]

_Reader = Callable[[Path, str], Results]


def read_file(path: Path, name: str) -> Results:
    """The articles of a file, by its ending; `name` is the id of one without a URL."""
    for ending, reader in _READERS.items():
        if path.name.lower().endswith(ending):
            return reader(path, name)
    reason = f"is none of the kinds that are read ({', '.join(ENDINGS)})"
    return iter([refusal(name, None, ReadError(reason))])


def _whole(make: Callable[[bytes, str], Article]) -> _Reader:
    """A reader of files that hold one article."""

    def read(path: Path, name: str) -> Results:
        data = b""
        try:
            data = read_bytes(path)
            yield Found(make(data, name))
        except ReadError as error:
            yield refusal(name, None, error, data)

    return read


def _read_feed_file(path: Path, name: str) -> Results:
    try:
        data = read_bytes(path)
    except ReadError as error:
        yield refusal(name, None, error)
    else:
        yield from read_feed(data, name)


_READERS: dict[str, _Reader] = {
    ".txt": _whole(text_article),
    ".md": _whole(markdown_article),
    ".html": _whole(page_article),
    ".htm": _whole(page_article),
    ".pdf": _whole(pdf_article),
    ".jsonl": read_jsonl,
    ".jsonl.gz": read_jsonl_gz,
    ".json": read_json,
    ".csv": read_csv,
    ".xml": _read_feed_file,
}

ENDINGS = tuple(_READERS)
"""The endings of files that are read, in lower case."""
