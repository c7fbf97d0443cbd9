"""The collection as the side of the page shows it where nothing was asked yet."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from index import Summary
from qa.web.articles.timeline import Timeline
from qa.web.render.jinja import NOTHING, render
from qa.web.render.timeline import render_timeline

LATEST = 8
"""Articles that are shown."""


def render_collection(timeline: Timeline, summaries: Sequence[Summary]) -> Markup:
    """When the articles appeared, and the latest of them; nothing where there are none.

    Args:
        summaries: All articles, the newest first.
    """
    if not summaries:
        return NOTHING
    return render(
        "collection.html.j2",
        timeline=render_timeline(timeline, name="when"),
        latest=summaries[:LATEST],
    )
