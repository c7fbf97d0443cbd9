"""The text of a piece of HTML, its paragraphs kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from lxml import etree, html

from index.readers.damage import DAMAGE

_BREAKS = {"br": "\n", "td": " ", "th": " "} | dict.fromkeys(
    (
        *("address", "article", "aside", "blockquote", "caption", "dd", "div", "dl", "dt"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul"),
    ),
    "\n\n",
)
_SKIPPED = {"script", "style", "noscript", "template", "iframe", "object", "title"}
_STYLE = "translate(@style, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ ', 'abcdefghijklmnopqrstuvwxyz')"
HIDDEN = f"""
//*[not(self::html or self::body)][self::template or @hidden
    or contains({_STYLE}, 'display:none')
    or contains({_STYLE}, 'visibility:hidden')
    or contains(concat({_STYLE}, ';'), 'font-size:0;')
    or contains(concat({_STYLE}, ';'), 'font-size:0px;')]
""".strip()
"""XPath of elements that no browser shows, as they say themselves; what a style sheet hides is not
told, and a whole page is often hidden only until it is loaded."""
MARKUP_DAMAGE = (*DAMAGE, etree.LxmlError)
"""What is known to be raised on damaged markup."""
_WHITE = re.compile(r"\s+")


def plain_text(markup: str) -> str:
    """What a reader sees of the markup: entities decoded, blocks as paragraphs, no scripts, nothing
    that is hidden."""
    if "<" not in markup:
        return unescape(markup)
    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    root = html.document_fromstring(f"<body>{markup}", parser=parser)
    for hidden in root.xpath(HIDDEN):
        hidden.drop_tree()
    return "".join(_pieces(root)).strip()


def _pieces(root: etree._Element) -> Iterator[str]:
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        if event == "end":
            yield _BREAKS.get(node.tag, "")
            yield _WHITE.sub(" ", node.tail or "")
        elif node.tag in _SKIPPED:
            walk.skip_subtree()
        else:
            yield _BREAKS.get(node.tag, "") if node.tag != "br" else ""
            yield _WHITE.sub(" ", node.text or "")
