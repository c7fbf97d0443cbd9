"""What of a reply is taken in: ids for entries that have none, and no article of somebody else.

A feed gives its entries whatever ids it likes. So that none can put its own text in the place of
another's article, one that the store has from elsewhere is left as it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from index import database
from index.entry_ids import with_ids
from index.errors import StoreMissing
from index.given import is_web
from index.readers import Found, Result


@dataclass(frozen=True, slots=True)
class Taken:
    """What of a reply is to be stored, and how many of its articles the store has from elsewhere,
    in another text."""

    results: list[Result]
    foreign: int


def own_entries(
    results: Iterable[Result], address: str, folder: Path, followed: Collection[str]
) -> Taken:
    """What the reply of `address` may add and change in the store in `folder`.

    Args:
        followed: All addresses that are followed. An article of another one of them stays with
            that one.
    """
    named = list(with_ids(results, address))
    try:
        connection = database.connect_to_read(folder)
    except StoreMissing:
        return Taken(named, 0)
    taken, foreign = [], 0
    with closing(connection):
        for one in named:
            known = _known(connection, one.article.id) if isinstance(one, Found) else None
            if known is None or known.may_change_by(address, followed):
                taken.append(one)
            else:
                foreign += isinstance(one, Found) and known.text != one.article.text
    return Taken(taken, foreign)


@dataclass(frozen=True, slots=True)
class _Known:
    """An article of the store: where it was read, its own address and its text."""

    place: str
    url: str | None
    text: str

    def may_change_by(self, address: str, followed: Collection[str]) -> bool:
        """Whether what comes from `address` may take its place: where it came from there itself,
        or is of the same host, and from nothing else that is there still."""
        if self.place == address:
            return True
        is_held = self.place in followed or (self.place and _host(self.place) is None)
        return not is_held and _host(self.url) is not None and _host(self.url) == _host(address)


def _known(connection: sqlite3.Connection, article_id: str) -> _Known | None:
    query = "SELECT file, url, text FROM articles WHERE id = ?"
    row = connection.execute(query, (article_id,)).fetchone()
    return _Known(*row) if row else None


def _host(place: str | None) -> str | None:
    """The host of an address; None of anything else."""
    if not place or not is_web(place):
        return None
    try:
        return urlsplit(place).hostname
    except ValueError:
        return None
