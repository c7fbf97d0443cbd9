"""What stands where no question has been asked yet, with examples of questions."""

from __future__ import annotations

from collections.abc import Sequence

from qa.server.stores import Overview
from qa.text.html import NOTHING, Html, lines

OF_SAMPLE = (
    "When will the Harbour Tram carry its first passengers?",
    "How many people marched in Port Aldry?",
    "Which company got the contract for the sea wall at Lowmarsh?",
)
"""Questions that the sample of invented news answers."""


def render_welcome(overview: Overview | None) -> Html:
    """How to begin."""
    if overview is None:
        return Html(
            '<div class="welcome"><p>There are no articles yet.</p>'
            "<p>Add some under <strong>Articles</strong>, or run "
            "<code>article-qa index FOLDER</code> with a folder of yours.</p></div>"
        )
    return Html(
        '<div class="welcome"><p>Ask a question. Each sentence of the answer rests on quotations '
        "from the articles; their numbers open the article at that place.</p>{}</div>"
    ).format(render_examples(OF_SAMPLE) if overview.is_sample else NOTHING)


def render_examples(questions: Sequence[str]) -> Html:
    """Questions that can be asked with a click."""
    if not questions:
        return NOTHING
    chip = '<button type="button" class="chip" data-example="{}" dir="auto">{}</button>'
    return Html('<div class="chips examples"><p>For example</p>{}</div>').format(
        lines(Html(chip).format(Html.exactly(text), text) for text in questions)
    )
