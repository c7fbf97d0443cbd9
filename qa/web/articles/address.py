"""The query parameters of the page that name what the table of articles shows."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qa.web.articles.selection import Selection, read_day
from qa.web.articles.sorting import SortOrder, read_order

_PAGE = re.compile(r"[1-9]\d{0,5}")


def write_address(typed: str, selection: Selection) -> dict[str, str]:
    """The parameters by their names; defaults are left out."""
    order, page = selection.order, selection.page
    said = {
        "q": typed.strip(),
        "source": selection.source,
        "from": selection.first and selection.first.isoformat(),
        "until": selection.last and selection.last.isoformat(),
        "tag": selection.tag,
        "sort": order.name if order != SortOrder() else None,
        "p": str(page + 1) if page else None,
    }
    return {name: value for name, value in said.items() if value}


def read_address(data: object) -> tuple[str, Selection] | None:
    """What was typed, and the selection; what is wrong in an address is left out.

    Args:
        data: The parameters; they are not trusted. None where they do not count.
    """
    if not isinstance(data, Mapping):
        return None
    said = {name: value for name, value in data.items() if isinstance(value, str) and value}
    first, last = read_day(said.get("from")), read_day(said.get("until"))
    is_time = first is not None and last is not None
    page = said.get("p", "")
    return said.get("q", ""), Selection(
        read_order(said.get("sort", "")),
        int(page) - 1 if _PAGE.fullmatch(page) else 0,
        said.get("source"),
        first if is_time else None,
        last if is_time else None,
        said.get("tag"),
    )
