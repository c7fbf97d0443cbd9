"""WARC: the pages of the web that a crawler has kept (ISO 28500), an article each.

A page has the address that it was fetched from, and the day that it names, else the one in the path
of its address, else that on which it was kept. What is no page is passed over: pictures, requests,
what was not there. The file is read record by record, however large it is.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from warcio.archiveiterator import WARCIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from index.articles import Article, parse_day
from index.errors import ReadError
from index.readers.damage import DAMAGE
from index.readers.decoding import MAX_FILE_BYTES, Source
from index.readers.html import page_article
from index.readers.records import day_if_any, day_of_address, web_address
from index.readers.results import Found, Result, Results, refusal, unforeseen
from index.readers.web import charset_of

_GZIP = b"\x1f\x8b"
_PIECE = 65_536
_PAGES = ("text/html", "application/xhtml+xml")
_WBITS = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}
"""Ways of packing a reply that are read, as zlib names them; deflate is sent in two."""
_ONE_DAY = timedelta(days=1)
"""By which days differ around the world."""
_DAMAGE: tuple[type[Exception], ...] = (ArchiveLoadFailed, *DAMAGE)
_HTTP = StatusAndHeadersParser(["HTTP/"], verify=False)


def read_warc(source: Source, name: str) -> Results:
    """The articles of the pages in an archive, packed by gzip or not; their lines are the numbers
    of its records."""
    number, has_pages = 0, False
    try:
        with source.open("rb") as file:
            for number, record in enumerate(_records(file), 1):
                result = _result(record, name, number)
                _pass_over(record)
                if result is not None:
                    has_pages = True
                    yield result
    except ReadError as error:
        place = f" (after record {number:,})" if number else ""
        yield refusal(name, None, ReadError(f"{error}{place}"))
    except OSError as error:
        yield refusal(name, None, ReadError(f"cannot be opened: {error.strerror}"))
    else:
        if not has_pages:
            nothing = "holds no web page" if number else "is empty"
            yield refusal(name, None, ReadError(nothing))


class _Stream(Protocol):
    """What a record says, as far as it is long."""

    limit: int

    def read(self, length: int) -> bytes: ...


class _Unpacked:
    """What is packed by gzip, in one piece or a piece a record."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = gzip.GzipFile(fileobj=file)

    def read(self, size: int) -> bytes:
        """The next bytes: at most `size`, those before what is damaged by themselves.

        Raises:
            ReadError: it is damaged, or cut off.
        """
        try:
            return self._file.read1(size)
        except (EOFError, OSError, zlib.error) as error:
            raise ReadError("is damaged: it cannot be unpacked to its end") from error


def _records(file: io.BufferedReader) -> Iterator[ArcWarcRecord]:
    """The records, of which nobody has read anything but what stands above them.

    Raises:
        ReadError: it is no WARC file, or is damaged.
    """
    stream = _Unpacked(file) if file.peek(len(_GZIP)).startswith(_GZIP) else file
    try:
        for record in WARCIterator(stream, no_record_parse=True):
            if record.length is None:
                raise ReadError("is damaged: a record does not say how long it is")
            yield record
    except _DAMAGE as error:
        raise ReadError("is damaged, or no WARC file") from error


def _pass_over(record: ArcWarcRecord) -> None:
    """Reads what is left of a record.

    Raises:
        ReadError: there is less of it than it says.
    """
    stream: _Stream = record.raw_stream
    while stream.read(_PIECE):
        pass
    if stream.limit:
        raise ReadError("breaks off within a record")


def _result(record: ArcWarcRecord, name: str, number: int) -> Result | None:
    """The article of a record, or why it has none; None where it is no page."""
    try:
        article = _article(record, name)
        return None if article is None else Found(article, number)
    except MemoryError:
        raise
    except ReadError as error:
        return refusal(name, number, error)
    except Exception as error:  # noqa: BLE001 - of parsers that met what they do not foresee
        return refusal(name, number, unforeseen(error))


def _article(record: ArcWarcRecord, name: str) -> Article | None:
    """The article of a record; None where it is no page.

    Raises:
        ReadError: it cannot be read.
    """
    about: StatusAndHeaders = record.rec_headers
    place = about.get_header("WARC-Target-URI") or ""
    if record.rec_type not in ("response", "resource") or not place.lower().startswith("http"):
        return None
    sent = _sent(record)
    kind = sent.get_header("Content-Type") or ""
    if sent.get_statuscode() != "200" or kind.partition(";")[0].strip().lower() not in _PAGES:
        return None
    url = web_address(place)
    if url is None:
        raise ReadError(f"has no address that can be kept: {place[:80]}")
    try:
        article = page_article(_page(record, sent), name, url, charset_of(kind))
    except ReadError as error:
        raise ReadError(f"{url[:200]}: {error}") from error
    captured = day_if_any((about.get_header("WARC-Date") or "")[:10])
    return replace(article, date=_day(article, parse_day(captured))) if captured else article


def _sent(record: ArcWarcRecord) -> StatusAndHeaders:
    """The headers of a reply; of what was kept without any, what the record says of it.

    Raises:
        ReadError: it is not what a web server sends.
    """
    if record.rec_type == "resource":
        return StatusAndHeaders("200 OK", [("Content-Type", record.content_type or "")])
    try:
        sent = _HTTP.parse(record.raw_stream)
    except _DAMAGE as error:
        raise ReadError("is damaged: it is not what a web server sends") from error
    if not sent.protocol.startswith("HTTP/"):
        raise ReadError("is damaged: it is not what a web server sends")
    return sent


def _page(record: ArcWarcRecord, sent: StatusAndHeaders) -> bytes:
    """The page of a reply, unpacked.

    Raises:
        ReadError: it is too large, breaks off, or is packed in a way that is not read.
    """
    if record.length > MAX_FILE_BYTES:
        raise ReadError(f"is over {MAX_FILE_BYTES // 1_000_000} MB")
    is_chunked = (sent.get_header("Transfer-Encoding") or "").strip().lower() == "chunked"
    stream = ChunkedDataReader(record.raw_stream) if is_chunked else record.raw_stream
    return _unpacked(stream.read(MAX_FILE_BYTES), sent.get_header("Content-Encoding") or "")


def _unpacked(data: bytes, encoding: str) -> bytes:
    """A page as it was before it was packed; some crawlers keep it so and leave the header.

    Raises:
        ReadError: it is too large, breaks off, or is packed in a way that is not read.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity") or not data:
        return data
    if encoding not in _WBITS:
        raise ReadError(f"is packed in a way that is not read ({encoding[:40]})")
    for wbits in _WBITS[encoding]:
        packed = zlib.decompressobj(wbits)
        try:
            page = packed.decompress(data, MAX_FILE_BYTES + 1)
        except zlib.error:
            continue
        if len(page) > MAX_FILE_BYTES:
            raise ReadError(f"is over {MAX_FILE_BYTES // 1_000_000} MB")
        if not packed.eof:
            raise ReadError("breaks off within the page")
        return page
    return data


def _day(article: Article, captured: date) -> date:
    """The day that a page names, or its address, as far as it was not kept before that."""
    path = day_of_address(article.url)
    named = (article.date, parse_day(path) if path else None)
    return next((day for day in named if day and day - captured <= _ONE_DAY), captured)
