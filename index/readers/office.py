"""Documents of word processors, .docx and .odt: their paragraphs, without what was struck out.

Both are zip archives of XML. What a document hides, deletes or only remarks is no part of its
text; foot- and endnotes come at its end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress

from lxml import etree

from index.articles import Article
from index.errors import ReadError
from index.readers.archives import Archive
from index.readers.plain import split_date
from index.readers.records import day_if_any, read_record
from index.readers.xml import local_name, parse_xml, value

_PARAGRAPHS = {"p", "h"}
_ROWS = {"tr", "table-row"}
_CELLS = {"tc", "table-cell"}
_SIGNS = {
    "tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-",  # .docx
    "s": " ", "line-break": "\n",  # .odt
}  # fmt: skip
_DOCX_SKIPPED = {
    "pPr", "rPr", "sectPr", "tblPr", "del", "moveFrom", "instrText", "delText", "Fallback", "rt",
}  # fmt: skip
_ODT_SKIPPED = {
    "tracked-changes", "annotation", "note", "ruby-text", "hidden-text", "hidden-paragraph",
    "forms", "script",
}  # fmt: skip
_DOCX_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_OFF = {"0", "false", "off"}


def docx_article(data: bytes, name: str) -> Article:
    """The article of a Word document, whose date is an opening `date YYYY-MM-DD`, else the day on
    which the document was made.

    Raises:
        ReadError: it is damaged, encrypted, too large, or has no text.
    """
    archive = Archive(data)
    parts = ["word/document.xml", *(part for part in _DOCX_NOTES if part in archive.files)]
    texts = ["".join(_docx_pieces(parse_xml(archive.read(part)))) for part in parts]
    about = _metadata(archive, "docProps/core.xml", "created")
    return _article("\n\n".join(texts), about, name)


def odt_article(data: bytes, name: str) -> Article:
    """The article of an OpenDocument text, dated as `docx_article`.

    Raises:
        ReadError: it is damaged, encrypted, too large, or has no text.
    """
    archive = Archive(data)
    root = parse_xml(archive.read("content.xml"))
    if local_name(root) != "document-content":
        raise ReadError("is encrypted with a password, or no text document")
    hidden = _hidden_styles(root)
    notes = [note for note in root.iter("{*}note-body") if not _is_struck(note)]
    texts = ["".join(_odt_pieces(part, hidden)) for part in (root, *notes)]
    about = _metadata(archive, "meta.xml", "creation-date")
    return _article("\n\n".join(texts), about, name)


def _article(text: str, about: dict[str, object], name: str) -> Article:
    opening, body = split_date(text)
    return read_record({**about, **opening, "text": body}, name)


def _metadata(archive: Archive, part: str, made: str) -> dict[str, object]:
    """What a document says of itself; nothing where it says so in a way that cannot be read."""
    with suppress(ReadError):
        root = parse_xml(archive.read(part))
        author = value(root, "initial-creator") or value(root, "creator")
        return {
            "title": value(root, "title"),
            "authors": [author] if author else [],
            "date": day_if_any(value(root, made)),
        }
    return {}


def _docx_pieces(root: etree._Element) -> Iterator[str]:
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        name = local_name(node)
        yield _break(node, name, event)
        if event == "end":
            continue
        if name in _DOCX_SKIPPED or (name == "r" and _is_vanished(node)):
            walk.skip_subtree()
        elif name == "t":
            yield node.text or ""
        else:
            yield _SIGNS.get(name, "")


def _break(node: etree._Element, name: str, event: str) -> str:
    """What parts text where an element starts or ends: cells of a row stand on one line."""
    if name in _ROWS:
        return "\n\n"
    if name not in _PARAGRAPHS:
        return ""
    above, before = node.getparent(), node.getprevious()
    if above is None or local_name(above) not in _CELLS:
        return "\n\n"
    if event == "end":
        return ""
    return "\n\n" if before is not None and local_name(before) in _PARAGRAPHS else " "


def _is_vanished(run: etree._Element) -> bool:
    """Whether a run of Word's is hidden text."""
    mark = run.find("{*}rPr/{*}vanish")
    if mark is None:
        return False
    said = [str(given) for key, given in mark.attrib.items() if str(key).endswith("}val")]
    return not said or said[0].lower() not in _OFF


def _odt_pieces(root: etree._Element, hidden: Collection[str]) -> Iterator[str]:
    """The text of paragraphs and headings; what stands between them is none."""
    walk, depth = etree.iterwalk(root, events=("start", "end")), 0
    for event, node in walk:
        name = local_name(node)
        is_paragraph = name in _PARAGRAPHS
        if event == "end":
            depth -= is_paragraph
            yield _break(node, name, event)
            yield (node.tail or "") if depth and node is not root else ""
            continue
        depth += is_paragraph
        if name in _ODT_SKIPPED or _style(node) in hidden:
            walk.skip_subtree()
        else:
            yield _break(node, name, event)
            yield (node.text or "") if depth else ""
            yield _SIGNS.get(name, "") if depth else ""


def _style(node: etree._Element) -> str:
    return next((str(v) for k, v in node.attrib.items() if str(k).endswith("}style-name")), "")


def _hidden_styles(root: etree._Element) -> set[str]:
    """The names of the styles that show nothing."""
    hidden = set()
    for style in root.iter("{*}style"):
        of_text = style.find("{*}text-properties")
        if of_text is None:
            continue
        shown = [v for k, v in of_text.attrib.items() if str(k).endswith("}display")]
        name = [str(v) for k, v in style.attrib.items() if str(k).endswith("}name")]
        if name and shown and shown[0] == "none":
            hidden.add(name[0])
    return hidden


def _is_struck(note: etree._Element) -> bool:
    """Whether a note belongs to what was deleted."""
    return any(local_name(above) in _ODT_SKIPPED - {"note"} for above in note.iterancestors())
