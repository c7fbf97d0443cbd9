"""The text of an answer that is none."""

from __future__ import annotations

from collections.abc import Sequence

from index import Hit
from qa.question import REFUSAL
from qa.text.markers import unmarked

NAMED = 3
"""Articles that a refusal names."""
LONGEST_TITLE = 100
"""Characters of a title."""


def refusal_text(hits: Sequence[Hit], question_back: str = "") -> str:
    """Says that there is no answer, asks back where that helps, and names the nearest articles."""
    names: dict[str, str] = {}
    for hit in hits:
        names.setdefault(hit.article_id, _name(hit))
        if len(names) == NAMED:
            break
    nearest = f"Nearest to it: {'; '.join(names.values())}." if names else ""
    return " ".join(filter(None, (REFUSAL, question_back, nearest)))


def _name(hit: Hit) -> str:
    about = ", ".join(str(part) for part in (hit.source, hit.date) if part)
    title = hit.title
    if len(title) > LONGEST_TITLE:
        title = f"{title[: LONGEST_TITLE - 1].rsplit(' ', 1)[0]}…"
    return unmarked(f"“{title}”{f' ({about})' if about else ''}")
