"""PDF: the text of the pages, line by line as it is set."""

from __future__ import annotations

import io
import logging
import re

from pypdf import DocumentInformation, PasswordType, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from index.articles import Article
from index.errors import ReadError
from index.readers.damage import DAMAGE
from index.readers.plain import split_date
from index.readers.records import day_of_address, read_record

MAX_PAGES = 2_000

_NO_TITLE = re.compile(
    r"\s*(?:microsoft \w+ -.*|untitled.*|.*\.(?:docx?|indd|qxd|pdf|rtf|odt|tex|dvi))?\s*",
    re.IGNORECASE | re.DOTALL,
)

logging.getLogger("pypdf").addHandler(logging.NullHandler())


def pdf_article(data: bytes, name: str, url: str | None = None) -> Article:
    """The article of a PDF file: dated by its opening `date YYYY-MM-DD`, else by its metadata.

    Raises:
        ReadError: it is damaged, encrypted, a scan without text, or has over `MAX_PAGES` pages.
    """
    try:
        text, fields = _contents(data)
    except DependencyError as error:
        raise ReadError("is encrypted; save it without a password") from error
    except (*DAMAGE, PyPdfError) as error:
        raise ReadError("is damaged or not a PDF file") from error
    opening, body = split_date(text)
    if not body.strip():
        raise ReadError("has no text; a scan needs text recognition first")
    day = fields.get("date") or day_of_address(url)
    known = {"id": url, "url": url, **fields, "date": day, **opening}
    return read_record({**known, "text": body}, name)


def _contents(data: bytes) -> tuple[str, dict[str, object]]:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise ReadError("is encrypted with a password")
    if len(reader.pages) > MAX_PAGES:
        raise ReadError(f"has {len(reader.pages):,} pages; at most {MAX_PAGES:,} are read")
    text = "\n\n".join(page.extract_text() for page in reader.pages)
    return _whole_characters(text), {**_metadata(reader.metadata), "source": _publisher(reader)}


def _metadata(info: DocumentInformation | None) -> dict[str, object]:
    if info is None:
        return {}
    title = str(info.title or "")
    return {
        "title": None if _NO_TITLE.fullmatch(title) else _whole_characters(title),
        "authors": _whole_characters(str(info.author or "")),
        "date": _creation_day(info),
    }


def _publisher(reader: PdfReader) -> str | None:
    """The publisher that its XMP metadata name; damage there is no damage to the text."""
    try:
        known = reader.xmp_metadata
        return _whole_characters(", ".join((known and known.dc_publisher) or [])) or None
    except (*DAMAGE, PyPdfError):
        return None


def _creation_day(info: DocumentInformation) -> str | None:
    try:
        return info.creation_date.date().isoformat() if info.creation_date else None
    except ValueError:
        return None


def _whole_characters(text: str) -> str:
    """The halves of surrogate pairs put together, as PDF fonts may give them."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
