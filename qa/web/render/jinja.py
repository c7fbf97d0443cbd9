"""Fills the templates of the page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup, escape

from index.unseen import inert
from qa.i18n import long_day, number, say, short_day
from qa.i18n.translation import translated
from qa.text.templates import template_environment
from qa.web.articles.opening import fingerprint

NOTHING = Markup("")
_TEMPLATES = Path(__file__).parents[1] / "templates"
_READ_BY_GRADIO = {character: f"&#{ord(character)};" for character in "${}`\\"}


def render(template: str, /, **values: object) -> Markup:
    """A template of `qa/web/templates`, filled with values; each is escaped unless it is Markup.

    Gradio passes the result through a template language of its own, in JavaScript. The
    characters that mean something there are written as character references, so the browser
    shows them and Gradio reads no template in an article.
    """
    html = _environment().get_template(template).render(values)
    for character, reference in _READ_BY_GRADIO.items():
        html = html.replace(character, reference)
    return Markup(html)  # noqa: S704 - Jinja has escaped what is not ours


@cache
def _environment() -> Environment:
    environment = template_environment(_TEMPLATES)
    environment.filters["fingerprint"] = fingerprint
    environment.filters["long_day"] = long_day
    environment.filters["short_day"] = short_day
    environment.filters["number"] = number
    environment.filters["translated"] = translated
    environment.globals["say"] = _say
    return environment


def _say(key: str, /, **values: object) -> Markup:
    """The text of that key as HTML; of its values those are escaped that are not `Markup`."""
    places = {name: _escaped(value) for name, value in values.items()}
    return Markup(say(key, **places))  # noqa: S704 - texts are ours and hold no markup


def _escaped(value: object) -> object:
    """What stands in a text; the characters that would turn or cover it are left out."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return escape(inert(value))
