"""Fills the templates of the page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from index.days import short_day
from qa.text.templates import template_environment
from qa.text.wording import count
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
    environment.filters["counted"] = count
    environment.filters["short_day"] = short_day
    return environment
