"""The top of the page: its name, what the store holds, and who is signed in."""

from __future__ import annotations

from markupsafe import Markup

from index.days import long_day
from qa.server.stores import Overview
from qa.text.wording import count
from qa.web.render.jinja import NOTHING, render


def render_masthead(overview: Overview | None, problem: str = "") -> Markup:
    """The name of the page, and what the store holds.

    Args:
        overview: None where there is no store yet, or it cannot be read.
        problem: Why it cannot be read.
    """
    return render(
        "masthead.html.j2",
        holdings=_holdings(overview),
        is_sample=overview is not None and overview.is_sample,
        problem=problem,
    )


def render_signed_in(name: str | None) -> Markup:
    """Who is signed in, with the way out; nothing where no login is asked for."""
    return NOTHING if name is None else render("signed_in.html.j2", name=name)


def _holdings(overview: Overview | None) -> str:
    if overview is None:
        return "No articles yet"
    parts = [count(overview.articles, "article")]
    if overview.sources:
        parts.append(count(overview.sources, "source"))
    if overview.first and overview.last:
        first, last = long_day(overview.first), long_day(overview.last)
        parts.append(first if first == last else f"{first} to {last}")
    return " · ".join(parts)
