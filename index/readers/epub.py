"""EPUB: the chapters of a book or magazine in reading order, as one article."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urlsplit

from lxml import etree

from index.articles import Article
from index.errors import ReadError
from index.readers.archives import Archive
from index.readers.decoding import decode_markup
from index.readers.markup import MARKUP_DAMAGE, plain_text
from index.readers.records import day_if_any, read_record
from index.readers.xml import parse_xml, value, values

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html")


def epub_article(data: bytes, name: str) -> Article:
    """The article of an EPUB file; its publisher is the source.

    Raises:
        ReadError: it is damaged, encrypted, too large, or has no text.
    """
    archive = Archive(data)
    place = _attribute(parse_xml(archive.read(_CONTAINER)).find(".//{*}rootfile"), "full-path")
    package = parse_xml(archive.read(place))
    chapters = _chapters(package, place)
    if _encrypted(archive) & set(chapters):
        raise ReadError("is encrypted; only its own reader opens it")
    try:
        texts = [plain_text(decode_markup(archive.read(chapter))) for chapter in chapters]
    except MARKUP_DAMAGE as error:
        raise ReadError("is damaged: a chapter cannot be read") from error
    fields = {
        "title": value(package, "title"),
        "source": value(package, "publisher"),
        "authors": values(package, "creator"),
        "date": _day(package),
        "text": "\n\n".join(filter(None, texts)),
    }
    return read_record(fields, name)


def _chapters(package: etree._Element, place: str) -> list[str]:
    """The names of the pages in the archive, in reading order, the table of contents left out."""
    folder = posixpath.dirname(place)
    pages = {
        _attribute(item, "id"): posixpath.normpath(
            posixpath.join(folder, unquote(urlsplit(_attribute(item, "href")).path))
        )
        for item in package.iterfind("{*}manifest/{*}item")
        if _attribute(item, "media-type") in _PAGES
        and "nav" not in _attribute(item, "properties").split()
    }
    order = [_attribute(ref, "idref") for ref in package.iterfind("{*}spine/{*}itemref")]
    chapters = list(dict.fromkeys(pages[one] for one in order if one in pages))
    if not chapters:
        raise ReadError("is damaged: it names no chapters")
    return chapters


def _encrypted(archive: Archive) -> set[str]:
    """The names of what is encrypted; fonts often are, chapters where the book is protected."""
    if _ENCRYPTION not in archive.files:
        return set()
    references = parse_xml(archive.read(_ENCRYPTION)).iter("{*}CipherReference")
    return {unquote(_attribute(one, "URI")) for one in references}


def _day(package: etree._Element) -> str | None:
    """The day of publication: the date that says so, else the one that says nothing."""
    for node in package.iter("{*}date"):
        events = [v for k, v in node.attrib.items() if str(k).endswith("event")]
        if not events or events[0] == "publication":
            return day_if_any((node.text or "").strip())
    return None


def _attribute(node: etree._Element | None, name: str) -> str:
    return "" if node is None else str(node.get(name) or "")
