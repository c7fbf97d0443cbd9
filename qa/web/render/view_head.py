"""The heading of a view that takes the place of the conversation."""

from __future__ import annotations

from markupsafe import Markup

from qa.i18n import say
from qa.server.stores import Overview
from qa.web.render.jinja import render
from qa.web.render.welcome import holdings_in_words


def render_view_head(title: str) -> Markup:
    """Its title, and the way back to the conversation."""
    return render("view_head.html.j2", title=title, about="", adds=False)


def render_library_head(overview: Overview | None) -> Markup:
    """The title of the articles with what there is, and the button that adds some."""
    about = holdings_in_words(overview)
    return render("view_head.html.j2", title=say("page.articles"), about=about, adds=True)
