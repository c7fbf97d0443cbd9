"""What stands where no question has been asked yet, with examples of questions."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from qa.server.stores import Overview
from qa.web.render.jinja import NOTHING, render

OF_SAMPLE = (
    "When will the Harbour Tram carry its first passengers?",
    "How many people marched in Port Aldry?",
    "Which company got the contract for the sea wall at Lowmarsh?",
)
"""Questions that the sample of invented news answers."""


def render_welcome(overview: Overview | None) -> Markup:
    """How to begin: with questions, or by adding articles where there are none."""
    is_sample = overview is not None and overview.is_sample
    return render(
        "welcome.html.j2",
        is_empty=overview is None,
        examples=render_examples(OF_SAMPLE) if is_sample else NOTHING,
    )


def render_examples(questions: Sequence[str]) -> Markup:
    """Questions that can be asked with a click; nothing where there are none."""
    return render("examples.html.j2", questions=questions) if questions else NOTHING
