"""Ids of entries that have none: a feed's first entry today is another one tomorrow."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.readers import Result, Unreadable


def with_ids(results: Iterable[Result], address: str) -> Iterator[Result]:
    """What an address holds; an entry that is called by its place there is called by its title and
    day, or, where two share these, by all it says."""
    seen: set[str] = set()
    for one in results:
        if isinstance(one, Unreadable) or one.article.id != f"{address}#{one.line}":
            yield one
            continue
        article = one.article
        name = _digest(article.title, str(article.date))
        if name in seen:
            name = _digest(article.content_hash)
        seen.add(name)
        yield replace(one, article=replace(article, id=f"{address}#{name}"))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
