"""The style of the plots, and matplotlib's drawings as SVG that fits into the page."""

from __future__ import annotations

import io
import re
from typing import Any

from lxml import etree
from markupsafe import Markup
from matplotlib.figure import Figure

INK, ACCENT, FAINT = "#010203", "#040506", "#070809"
_COLOURS = {INK: "currentColor", ACCENT: "var(--accent)", FAINT: "var(--line)"}
"""The page's colours by the stand-ins that matplotlib is given."""
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none", "svg.hashsalt": "article-qa", "font.size": 9.0,
    "figure.facecolor": "none", "axes.facecolor": "none", "savefig.facecolor": "none",
    "text.color": INK, "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK,
    "xtick.labelcolor": INK, "ytick.labelcolor": INK, "axes.edgecolor": FAINT,
    "grid.color": FAINT, "grid.linewidth": 0.6, "axes.grid": True, "axes.axisbelow": True,
    "axes.spines.top": False, "axes.spines.right": False, "text.parse_math": False,
    "xtick.major.size": 0.0, "ytick.major.size": 0.0,
}  # fmt: skip


def to_svg(canvas: Figure, key: str) -> Markup:
    """The drawing as an `svg` element; its ids begin with `key`, so that no two plots share one."""
    buffer = io.BytesIO()
    canvas.savefig(buffer, format="svg", metadata={"Date": None})
    root = etree.fromstring(buffer.getvalue(), etree.XMLParser(remove_comments=True))
    for unwanted in root.xpath("//*[local-name()='metadata' or local-name()='style']"):
        unwanted.getparent().remove(unwanted)
    for name in ("width", "height"):
        del root.attrib[name]
    root.set("aria-hidden", "true")
    text = etree.tostring(root, encoding="unicode")
    meant = set(re.findall(r"(?:url\(|href=\")#([\w.]+)", text))
    text = re.sub(
        r" id=\"([\w.]+)\"", lambda one: f' id="{key}-{one[1]}"' if one[1] in meant else "", text
    )
    text = re.sub(r"(url\(|href=\")#([\w.]+)", rf"\1#{key}-\2", text)
    text = re.sub(r"font: ([\d.]+)px [^;\"]+", r"font-size: \1px", text)
    for given, wanted in _COLOURS.items():
        text = text.replace(given, wanted)
    return Markup(text)  # noqa: S704 - matplotlib has escaped its text
