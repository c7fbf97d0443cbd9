"""HTML that holds other people's text, and the few phrases that all parts of the page share.

Text of articles and of persons becomes HTML here and nowhere else. `Html.format`
and `Html.join` escape whatever is not `Html`: the characters of HTML, and those
of JavaScript and Handlebars templates, through which gradio passes its HTML.
Characters that would turn or cover the text around them are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from markupsafe import Markup

from index.days import long_day
from index.unseen import inert

_TEMPLATE_CHARACTERS = {ord(character): f"&#{ord(character)};" for character in "${}`\\"}


class Html(Markup):
    """A piece of finished HTML."""

    __slots__ = ()

    @classmethod
    def escape(cls, text: Any, /) -> Self:
        """Any text as HTML that shows it; `Html` stays as it is."""
        return cls.exactly(text if hasattr(text, "__html__") else inert(str(text)))

    @classmethod
    def exactly(cls, text: Any) -> Self:
        """The same with every character, for an attribute that gives the text back to us."""
        return cls(str(Markup.escape(text)).translate(_TEMPLATE_CHARACTERS))


NOTHING = Html("")


def lines(parts: Iterable[Html]) -> Html:
    """Pieces one after the other."""
    return NOTHING.join(parts)


def about(source: str | None, day: date | None, *more: str | Html) -> Html:
    """The line under a title: Source · 28 July 2023."""
    parts = [source] if source else []
    parts += [long_day(day) if day else "no date", *more]
    return Html('<span class="about-parts">{}</span>').format(
        lines(Html('<bdi class="about-part">{}</bdi>').format(part) for part in parts)
    )


def count(number: int, singular: str, plural: str | None = None) -> str:
    """1 article, 12 articles."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
