"""How far adding is, what it did, and what went wrong, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from index import BuildReport
from index.build import Skipped
from index.readers import Unreadable
from qa.text.html import NOTHING, Html, count, lines
from qa.web.background import Step

_SKIPPED = 50


def render_step(step: Step) -> Html:
    """How far it is."""
    so_far = f"{step.done:,} of {step.total:,}" if step.total else f"{step.done or ''}"
    value = Html(' value="{}" max="{}"').format(step.done, step.total) if step.total else NOTHING
    return Html(
        '<div class="step"><p role="status">{}… {}</p><progress{}></progress></div>'
    ).format(step.stage, so_far, value)


def render_report(report: BuildReport) -> Html:
    """What was added, and what could not be read."""
    parts = [
        f"{count(report.added, 'article')} added" if report.added else "",
        f"{report.changed:,} changed" if report.changed else "",
        f"{report.unchanged:,} there already" if report.unchanged else "",
    ]
    said = ", ".join(part for part in parts if part) or "Nothing was added"
    warning = Html('<p class="notice">{}</p>').format(report.warning) if report.warning else NOTHING
    return Html('<div class="report" role="status" tabindex="-1"><p>{}.</p>{}{}</div>').format(
        said, render_skipped(report.skipped), warning
    )


def render_unread(skipped: Sequence[Unreadable]) -> Html:
    """That there is nothing to add, and why."""
    return Html('<div class="report" role="status" tabindex="-1"><p>{}</p>{}</div>').format(
        "There is no article in it.", render_skipped(skipped)
    )


def render_skipped(skipped: Sequence[Skipped | Unreadable]) -> Html:
    """What could not be read, each with its reason."""
    if not skipped:
        return NOTHING
    more = len(skipped) - _SKIPPED
    return Html('<p>{} could not be read:</p><ul class="skipped">{}{}</ul>').format(
        count(len(skipped), "item"),
        lines(
            Html('<li dir="auto"><strong>{}{}</strong> {}</li>').format(
                one.file, f", line {one.line}" if one.line else "", one.reason
            )
            for one in skipped[:_SKIPPED]
        ),
        Html("<li>… and {:,} more</li>").format(more) if more > 0 else NOTHING,
    )


def render_problem(error: Exception | str) -> Html:
    """Why something was not done."""
    return Html('<p class="problem" role="alert">{}</p>').format(error)
