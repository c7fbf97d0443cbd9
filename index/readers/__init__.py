"""Articles out of files, streams and addresses.

Nothing here raises for bad input: what cannot be read is yielded as `Unreadable`,
with its reason, and reading goes on with the next record. The libraries for pages, feeds, PDF,
documents and mail are slow to load, so each is loaded with the first file that needs it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from index.articles import Article
from index.errors import ReadError
from index.lazy import lazy_exports
from index.readers.decoding import MAX_FILE_BYTES, Source, read_bytes
from index.readers.jsons import IsKnown, read_json, read_jsonl, read_jsonl_gz, read_stream
from index.readers.plain import text_article
from index.readers.results import Found, Result, Results, Unreadable, refusal
from index.readers.tables import read_csv
from index.readers.titles import first_sentence

if TYPE_CHECKING:
    from index.readers.feeds import read_feed
    from index.readers.web import read_page, read_url
else:
    _HOMES = {
        "read_feed": "index.readers.feeds",
        "read_page": "index.readers.web",
        "read_url": "index.readers.web",
    }
    __getattr__ = lazy_exports(__name__, _HOMES)

__all__ = [
    "ENDINGS",
    "MAX_FILE_BYTES",
    "Found",
    "Result",
    "Results",
    "Unreadable",
    "first_sentence",
    "has_lines",
    "read_feed",
    "read_file",
    "read_new_lines",
    "read_page",
    "read_stream",
    "read_url",
]

_Reader = Callable[[Source, str], Results]


def read_file(path: Source, name: str) -> Results:
    """The articles of a file, by its ending; `name` is the id of one without a URL."""
    for ending, reader in _READERS.items():
        if path.name.lower().endswith(ending):
            return reader(path, name)
    reason = f"is none of the kinds that are read ({', '.join(ENDINGS)})"
    return iter([refusal(name, None, ReadError(reason))])


def has_lines(path: Source) -> bool:
    """Whether a file is one that `read_new_lines` reads."""
    return path.name.lower().endswith(_BY_LINES)


def read_new_lines(path: Source, name: str, is_known: IsKnown) -> Results:
    """As `read_file`, of a file with an article a line, but for lines that are known."""
    read = read_jsonl_gz if path.name.lower().endswith(".gz") else read_jsonl
    return read(path, name, is_known)


def is_packed(path: Source) -> bool:
    """Whether a file is an archive, which takes several times as long as its size tells: it is
    packed, or holds many small pages."""
    return path.name.lower().endswith(_PACKED)


def is_plain(path: Source) -> bool:
    """Whether the size of a file, or of its lines, tells what it takes to read it."""
    return path.name.lower().endswith(_PLAIN)


def _whole(make: Callable[[bytes, str], Article]) -> _Reader:
    """A reader of files that hold one article."""

    def read(path: Source, name: str) -> Results:
        data = b""
        try:
            data = read_bytes(path)
            yield Found(make(data, name))
        except ReadError as error:
            yield refusal(name, None, error, data)

    return read


def _markdown(data: bytes, name: str) -> Article:
    from index.readers.markdown import markdown_article

    return markdown_article(data, name)


def _page(data: bytes, name: str) -> Article:
    from index.readers.html import page_article

    return page_article(data, name)


def _pdf(data: bytes, name: str) -> Article:
    from index.readers.pdf import pdf_article

    return pdf_article(data, name)


def _docx(data: bytes, name: str) -> Article:
    from index.readers.office import docx_article

    return docx_article(data, name)


def _odt(data: bytes, name: str) -> Article:
    from index.readers.office import odt_article

    return odt_article(data, name)


def _epub(data: bytes, name: str) -> Article:
    from index.readers.epub import epub_article

    return epub_article(data, name)


def _mail(data: bytes, name: str) -> Article:
    from index.readers.mail import mail_article

    return mail_article(data, name)


def _read_mailbox_file(path: Source, name: str) -> Results:
    from index.readers.mail import read_mailbox

    yield from read_mailbox(path, name)


def _read_warc_file(path: Source, name: str) -> Results:
    from index.readers.warc import read_warc

    yield from read_warc(path, name)


def _read_zip_file(path: Source, name: str) -> Results:
    from index.readers.zips import read_zip

    yield from read_zip(path, name)


def _read_feed_file(path: Source, name: str) -> Results:
    from index.readers.feeds import read_feed

    try:
        data = read_bytes(path)
    except ReadError as error:
        yield refusal(name, None, error)
    else:
        yield from read_feed(data, name)


_READERS: dict[str, _Reader] = {
    ".txt": _whole(text_article),
    ".md": _whole(_markdown),
    ".html": _whole(_page),
    ".htm": _whole(_page),
    ".pdf": _whole(_pdf),
    ".docx": _whole(_docx),
    ".odt": _whole(_odt),
    ".epub": _whole(_epub),
    ".eml": _whole(_mail),
    ".mbox": _read_mailbox_file,
    ".jsonl": read_jsonl,
    ".jsonl.gz": read_jsonl_gz,
    ".json": read_json,
    ".csv": read_csv,
    ".xml": _read_feed_file,
    ".zip": _read_zip_file,
    ".warc": _read_warc_file,
    ".warc.gz": _read_warc_file,
}

_BY_LINES = (".jsonl", ".jsonl.gz")
_PLAIN = (".txt", ".csv", *_BY_LINES)
_PACKED = (".docx", ".odt", ".epub", ".zip", ".warc", ".warc.gz")

ENDINGS = tuple(_READERS)
"""The endings of files that are read, in lower case."""
