"""Jinja templates for HTML that shows text of other people: articles, questions, model output."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from index.days import long_day
from index.unseen import inert

_TAG_END = re.compile("([<>])")
_LINE_BREAK = re.compile(r"[^\S\n]*\n\s*")
_LINE_BREAK_AT_END = re.compile(r"^[^\S\n]*\n\s*|[^\S\n]*\n\s*$")


def template_environment(folder: Path) -> Environment:
    """The templates of a folder, compiled once each.

    Every value that a template outputs is escaped, unless it is `Markup`, and loses the
    characters that would turn or cover the text around it (`index.unseen.inert`). A name that
    the template is not given raises an error. Line breaks of the template are dropped as
    `JoinedLines` says.

    Filters beside Jinja's own: `exact` escapes a value and keeps all of its characters, for an
    attribute that the browser sends back; `long_day` writes a date as "28 July 2023".
    """
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_without_misleading_characters,
        extensions=[JoinedLines],
        auto_reload=False,
    )
    environment.filters["exact"] = Markup.escape
    environment.filters["long_day"] = long_day
    return environment


class JoinedLines(Extension):
    """Joins the lines of a template by the rule that JSX has, so that HTML can be indented.

    A line break with the spaces around it is dropped where a tag, an expression or a statement
    stands next to it, and is one space between words and within a tag. Spaces within a line
    stay. In HTML a space between two inline elements is seen, and one in an element that is
    otherwise empty makes the style sheet's `:empty` fail.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Changes what stands between Jinja's own tags; line numbers in errors stay right."""
        is_in_tag = False
        for token in stream:
            if token.type != "data":
                yield token
                continue
            pieces = []
            for piece in _TAG_END.split(token.value):
                pieces.append(_joined(piece, is_in_tag))
                if piece in "<>":
                    is_in_tag = piece == "<"
            yield Token(token.lineno, "data", "".join(pieces))


def _joined(text: str, is_in_tag: bool) -> str:
    """A piece of a template without line breaks; it stands between two tags, or in one."""
    if is_in_tag:
        return _LINE_BREAK.sub(" ", text)
    inner = _LINE_BREAK_AT_END.sub("", text)
    return _LINE_BREAK.sub(" ", inner)


def _without_misleading_characters(value: Any) -> Any:
    """What Jinja escapes next; `Markup` is finished, and what is no text has no such characters."""
    return inert(value) if isinstance(value, str) and not isinstance(value, Markup) else value
