"""The preview of what is to be added, as HTML: what was understood of each article, in fields."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from markupsafe import Markup

from qa.i18n import say
from qa.web.articles.preview import (
    EDITABLE,
    LONGEST_FIELD,
    ArticleStatus,
    Fields,
    Preview,
)
from qa.web.render.jinja import render
from qa.web.render.messages import render_skipped
from qa.web.render.support_levels import one_line


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
        """Name of the field that the problem is about, which opens with what that is called."""
        labels = (
            ("title", "articles.title"),
            ("source", "articles.source"),
            ("day", "articles.date"),
        )
        return next((name for name, key in labels if self.problem.startswith(say(key))), "")


def render_preview(
    preview: Preview, problem: Exception | None = None, *, of_sample: int = 0
) -> Markup:
    """The articles with a row of fields each, and the buttons that store or discard them.

    Args:
        problem: Why they were not stored when that was tried.
        of_sample: How many articles the sample has that these take the place of, if it is in use.
    """
    fields = preview.edited or [entry.fields for entry in preview.entries]
    wrong = preview.problems()
    return render(
        "preview.html.j2",
        token=secrets.token_hex(4),
        summary=_summary(preview),
        error=str(problem) if problem else "",
        put_away=_put_away(of_sample),
        skipped=render_skipped(preview.skipped),
        rows=[
            _Row(
                number,
                shown,
                one_line(entry.opening),
                entry.words,
                say(f"adding.is_{entry.status.name.lower()}"),
                wrong.get(number, ""),
            )
            for number, (entry, shown) in enumerate(zip(preview.entries, fields, strict=True), 1)
        ],
        longest_field=LONGEST_FIELD,
        not_listed=_not_listed(len(preview) - len(preview.entries)),
        add=say("adding.add", n=len(preview)),
    )


def _put_away(of_sample: int) -> str:
    if not of_sample:
        return ""
    return say("adding.sample", articles=say("count.articles", n=of_sample))


def _not_listed(more: int) -> str:
    if more <= 0:
        return ""
    return say("adding.not_listed", first=EDITABLE, more=more)


def _summary(preview: Preview) -> str:
    parts = [
        say(f"adding.count_{status.name.lower()}", n=preview.statuses[status])
        for status in ArticleStatus
        if preview.statuses[status]
    ]
    return say("adding.read", n=len(preview), statuses=", ".join(parts))
