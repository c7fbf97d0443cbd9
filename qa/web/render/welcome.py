"""What stands where no question has been asked yet, with examples of questions."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from qa.i18n import say
from qa.server.stores import Overview
from qa.web.render.jinja import NOTHING, render
from qa.web.render.words import days_in_words

OF_SAMPLE = (
    "When will the Harbour Tram carry its first passengers?",
    "How did the cost of the Harbour Tram change?",
    "How many people marched in Port Aldry?",
    "How high will the new sea wall at Lowmarsh stand?",
)
"""Questions that the sample of invented news answers."""


def render_welcome(overview: Overview | None, problem: str = "") -> Markup:
    """How to begin: with questions, or by adding articles where there are none.

    Args:
        overview: None where there is no store yet, or it cannot be read.
        problem: Why it cannot be read.
    """
    is_sample = overview is not None and overview.is_sample
    return render(
        "welcome.html.j2",
        holdings=holdings_in_words(overview),
        is_empty=overview is None,
        is_sample=is_sample,
        problem=problem,
        examples=render_examples(OF_SAMPLE) if is_sample else NOTHING,
    )


def render_examples(questions: Sequence[str]) -> Markup:
    """Questions that can be asked with a click; nothing where there are none."""
    return render("examples.html.j2", questions=questions) if questions else NOTHING


def holdings_in_words(overview: Overview | None) -> str:
    """What the store holds: 19 articles · 5 sources · 14 March 2024 to 12 February 2026."""
    if overview is None:
        return say("welcome.no_articles")
    parts = [say("count.articles", n=overview.articles)]
    if overview.sources:
        parts.append(say("count.sources", n=overview.sources))
    if overview.first and overview.last:
        parts.append(days_in_words(overview.first, overview.last))
    return " · ".join(parts)
