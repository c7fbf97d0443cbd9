"""Articles as the text of an answer names them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from index.days import long_day
from qa.text.markers import unmarked
from qa.text.wording import bulleted

LISTED = 10
"""Names in a list, at most."""
LONGEST_TITLE = 100
"""Characters of a title."""


class Named(Protocol):
    """An article, or a passage of one."""

    @property
    def title(self) -> str:
        """What it is called."""
        ...

    @property
    def source(self) -> str | None:
        """Who published it."""
        ...

    @property
    def date(self) -> date | None:
        """When."""
        ...


def article_name(article: Named) -> str:
    """Its title in quotation marks, with source and day."""
    return quoted_title(article.title, origin(article))


def origin(article: Named) -> str:
    """Its source and day, those that are known."""
    day = long_day(article.date) if article.date else None
    return ", ".join(filter(None, (article.source, day)))


def quoted_title(title: str, about: str) -> str:
    """A title in quotation marks, cut if it is long, with what is told of it in brackets."""
    title = shortened(" ".join(title.split()), LONGEST_TITLE)
    return unmarked(quoted(title, about))


def quoted(text: str, about: str) -> str:
    """A text in quotation marks, with what is told of it in brackets."""
    return f"“{text}”{f' ({about})' if about else ''}"


def shortened(text: str, most: int) -> str:
    """A text of at most `most` characters, cut behind a word."""
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"


def brief_name(article: Named) -> str:
    """Its source, or its title where it has none, with the day."""
    day = f" ({long_day(article.date)})" if article.date else ""
    return unmarked(f"{article.source or f'“{article.title}”'}{day}")


def article_list(articles: Sequence[Named]) -> str:
    """A line for each of the first, and how many more there are."""
    lines = [article_name(one) for one in articles[:LISTED]]
    if len(articles) > LISTED:
        lines.append(f"and {len(articles) - LISTED:,} more")
    return bulleted(lines)
