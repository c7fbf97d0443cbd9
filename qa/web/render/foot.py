"""The foot of the list of conversations: the way to the other views, and who is signed in."""

from __future__ import annotations

from markupsafe import Markup

from qa.server.stores import Overview
from qa.web.render.jinja import render


def render_foot(overview: Overview | None, user: str | None, problem: str = "") -> Markup:
    """The buttons, with the number of articles.

    Args:
        overview: None where there is no store yet, or it cannot be read.
        user: Who is signed in; None where no login is asked for.
        problem: Why the store cannot be read.
    """
    articles = overview.articles if overview else 0
    return render("foot.html.j2", articles=articles, user=user, problem=problem)
