"""Small files of the kinds that are archives, as programs write them."""

import io
import zipfile
from collections.abc import Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("style", "style"), ("meta", "meta"),
        ("table", "table"),
    )
)  # fmt: skip


def zip_of(files: Mapping[str, bytes | str], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these files."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def reply(
    body: bytes | str, kind: str = "text/html; charset=utf-8", status: str = "200 OK", **more: str
) -> bytes:
    """What a web server sends; `more` are further headers, with _ for -."""
    headers = {"Content-Type": kind, **{name.replace("_", "-"): v for name, v in more.items()}}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    content = body if isinstance(body, bytes) else body.encode()
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + content


def warc_record(
    url: str,
    block: bytes,
    kind: str = "response",
    day: str = "2024-09-26T10:00:00Z",
    length: int | None = None,
    content: str = "application/http; msgtype=response",
) -> bytes:
    """A record of a web archive; `length` is what it says of itself, if not the truth."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {day}\r\n"
        f"Content-Type: {content}\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def docx(
    body: str, title: str = "", author: str = "", made: str = "2024-09-26T23:50:00Z", **more: str
) -> bytes:
    """A Word document with this content of `w:body`; `more` are further parts, by name."""
    return zip_of(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<?xml version='1.0' encoding='UTF-8'?>"
            f"<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>",
            "docProps/core.xml": f'<cp:coreProperties xmlns:cp="c" {DC} xmlns:dcterms="t">'
            f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
            f"<dcterms:created>{made}</dcterms:created></cp:coreProperties>",
            **{f"word/{name}.xml": content for name, content in more.items()},
        }
    )


def paragraph(*texts: str) -> str:
    """A paragraph of Word's, in as many runs."""
    runs = (f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in texts)
    return f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{''.join(runs)}</w:p>"


def odt(body: str, title: str = "", author: str = "", styles: str = "") -> bytes:
    """An OpenDocument text with this content of `office:text`."""
    return zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {ODF}>"
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "meta.xml": f"<office:document-meta {ODF} {DC}><office:meta>"
            "<meta:creation-date>2024-09-26T08:00:00</meta:creation-date>"
            f"<dc:title>{title}</dc:title>"
            f"<meta:initial-creator>{author}</meta:initial-creator>"
            "<dc:creator>Who saved it last</dc:creator></office:meta></office:document-meta>",
        }
    )


def epub(*chapters: str, metadata: str = "", **more: str) -> bytes:
    """A book of these chapters, whose table of contents stands before them."""
    items = "".join(
        f'<item id="c{n}" href="text/a%20{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(chapters))
    )
    order = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    pages = {
        f"OEBPS/text/a {n}.xhtml": "<?xml version='1.0' encoding='UTF-8'?>"
        f"<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head>"
        f"<body>{chapter}</body></html>"
        for n, chapter in enumerate(chapters)
    }
    return zip_of(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:c"><rootfiles>'
            '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
            "OEBPS/book.opf": f'<package xmlns="http://www.idpf.org/2007/opf" {DC}>'
            f"<metadata>{metadata}</metadata><manifest>{items}"
            '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
            '<item id="css" href="a.css" media-type="text/css"/>'
            f'</manifest><spine><itemref idref="nav"/>{order}</spine></package>',
            "OEBPS/nav.xhtml": "<html><body>Contents</body></html>",
            **{f"META-INF/{name}.xml": content for name, content in more.items()},
            **pages,
        }
    )
