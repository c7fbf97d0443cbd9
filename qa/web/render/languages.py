"""The languages of the page, to choose from."""

from __future__ import annotations

from markupsafe import Markup

from qa.i18n import LANGUAGES
from qa.web.render.jinja import render


def render_languages(chosen: str) -> Markup:
    """A list of them; `chosen` is the one that was chosen in this browser, empty for none."""
    return render("languages.html.j2", languages=LANGUAGES, chosen=chosen)
