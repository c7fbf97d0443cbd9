"""The preview of what is to be added, as HTML: what was understood of each article, in fields."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from markupsafe import Markup

from qa.text.wording import count
from qa.web.articles.preview import EDITABLE, LONGEST_FIELD, ArticleStatus, Fields, Preview
from qa.web.render.jinja import render
from qa.web.render.messages import render_skipped
from qa.web.render.support_levels import one_line

_STATUS_IN_WORDS = {
    ArticleStatus.NEW: "New",
    ArticleStatus.CHANGED: "Changed: takes the place of the stored one",
    ArticleStatus.KNOWN: "There already",
}


@dataclass(frozen=True, slots=True)
class _Row:
    """An article with its fields as they stand; `problem` says what is wrong with one of them."""

    number: int
    fields: Fields
    opening: str
    words: int
    status: str
    problem: str

    @property
    def wrong_field(self) -> str:
        """Label of the field that the problem is about: the words before "of article 3"."""
        return self.problem.partition(" of ")[0]


def render_preview(preview: Preview, problem: Exception | None = None) -> Markup:
    """The articles with a row of fields each, and the buttons that store or discard them.

    Args:
        problem: Why they were not stored when that was tried.
    """
    fields = preview.edited or [entry.fields for entry in preview.entries]
    wrong = preview.problems()
    return render(
        "preview.html.j2",
        token=secrets.token_hex(4),
        summary=_summary(preview),
        error=str(problem) if problem else "",
        skipped=render_skipped(preview.skipped),
        rows=[
            _Row(
                number,
                shown,
                one_line(entry.opening),
                entry.words,
                _STATUS_IN_WORDS[entry.status],
                wrong.get(number, ""),
            )
            for number, (entry, shown) in enumerate(zip(preview.entries, fields, strict=True), 1)
        ],
        longest_field=LONGEST_FIELD,
        not_listed=_not_listed(len(preview) - len(preview.entries)),
        add="Add the article" if len(preview) == 1 else f"Add {len(preview):,} articles",
    )


def _not_listed(more: int) -> str:
    if more <= 0:
        return ""
    return f"The first {EDITABLE} can be edited here; {more:,} more are stored as they were read."


def _summary(preview: Preview) -> str:
    parts = [
        f"{preview.statuses[status]:,} {status}"
        for status in ArticleStatus
        if preview.statuses[status]
    ]
    read = count(len(preview), "article")
    were = "was" if len(preview) == 1 else "were"
    return f"{read} {were} read ({', '.join(parts)}). Nothing is stored yet."
