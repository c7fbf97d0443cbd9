"""HTML that holds other people's text, and the few phrases that all parts of the page share.

Text of articles and of persons becomes HTML here and nowhere else. `Html.format`
and `Html.join` escape whatever is not `Html`: the characters of HTML, and those
of JavaScript and Handlebars templates, through which gradio passes its HTML.
Characters that would turn or cover the text around them are left out.
"""

from __future__ import annotations

import hashlib
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


def one_line(text: str) -> str:
    """The text without breaks of lines."""
    return " ".join(text.split())


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


def fingerprint(text: str) -> str:
    """Tells whether a quotation still stands where it stood."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def opener(
    content: Html,
    article_id: str,
    span: tuple[int, int] | None = None,
    *,
    quote: str = "",
    css: str = "title",
    label: str = "",
    described_by: str = "",
) -> Html:
    """A button that opens an article, at `span` if there is one.

    Args:
        quote: What stands at `span`, so that a later text can be told from it.
        label: What a screen reader says instead of the content.
        described_by: The id of what it says after that.
    """
    place, name = NOTHING, NOTHING
    if span is not None:
        template = ' data-start="{}" data-end="{}" data-check="{}"'
        place = Html(template).format(*span, fingerprint(quote))
    if label:
        name = Html(' aria-label="{}"').format(label)
    if described_by:
        name += Html(' aria-describedby="{}"').format(described_by)
    template = '<button type="button" class="{}" data-article="{}"{}{}>{}</button>'
    return Html(template).format(css, Html.exactly(article_id), place, name, content)
