"""XML of documents: nothing is fetched for it, and no entity expanded."""

from __future__ import annotations

from lxml import etree

from index.errors import ReadError
from index.readers.damage import DAMAGE

XML_DAMAGE = (*DAMAGE, etree.LxmlError)
"""What is known to be raised on damaged XML."""


def parse_xml(data: bytes) -> etree._Element:
    """The root of a document.

    Raises:
        ReadError: it is damaged, nested too deep, or declares entities.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except XML_DAMAGE as error:
        raise ReadError("is damaged: its XML cannot be read") from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(declared.iterentities()):
        raise ReadError("declares entities of its own, which are not expanded for safety")
    return root


def local_name(node: etree._Element) -> str:
    """The name of an element without its namespace; "" for what is no element."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def values(root: etree._Element, name: str) -> list[str]:
    """The texts of all elements of that name, in order; blank ones left out."""
    found = ("".join(node.itertext()).strip() for node in root.iter(f"{{*}}{name}"))
    return [text for text in found if text]


def value(root: etree._Element, name: str) -> str | None:
    """The text of the first element of that name that has one."""
    return next(iter(values(root, name)), None)
