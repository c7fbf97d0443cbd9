"""What stands around the columns: the name of the page, the bar of a narrow screen, and the veil
under what lies over the page."""

from __future__ import annotations

from markupsafe import Markup

from qa.web.render.jinja import render


def render_bar() -> Markup:
    """Two buttons, and the name of the page between them."""
    return render("bar.html.j2")


def render_brand() -> Markup:
    """The name of the page."""
    return render("brand.html.j2")


def render_veil() -> Markup:
    """What a press on closes what lies over the page."""
    return render("veil.html.j2")
