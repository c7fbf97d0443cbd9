"""What the store holds, and what adding did, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from index import BuildReport, Summary
from index.days import long_day
from qa.web.adding import Step
from qa.web.markup import NOTHING, Html, about, count, lines, opener
from qa.web.shelf import Overview

LISTED = 200
"""Articles that are listed at once; the search finds the others."""
_SKIPPED = 50


def render_masthead(overview: Overview | None) -> Html:
    """The name of the page, and what is in the store."""
    return Html('<h1>Ask the articles</h1><p class="holdings">{}</p>{}').format(
        _holdings(overview),
        Html(
            '<p class="sample">This is a sample of invented news. Add your own articles, or run: '
            "<code>article-qa index FOLDER</code></p>"
        )
        if overview and overview.is_sample
        else NOTHING,
    )


def render_list(summaries: Sequence[Summary], typed: str) -> Html:
    """The articles whose title holds all words of `typed`, in the order given."""
    words = typed.casefold().split()
    found = [one for one in summaries if all(word in one.title.casefold() for word in words)]
    if not summaries:
        said = "There are no articles yet."
    elif not found:
        said = "No title holds these words."
    elif len(found) > LISTED:
        said = f"{len(found):,} articles, the newest {LISTED} of them here; search for others."
    else:
        said = count(len(found), "article")
    return Html('<p class="said" role="status">{}</p><ul class="articles">{}</ul>').format(
        said, lines(_entry(summary) for summary in found[:LISTED])
    )


def render_adding(endings: Sequence[str]) -> Html:
    """The heading of the form that adds articles, with the kinds of files that are read."""
    return Html('<h2>Add articles</h2><p class="kinds">Files that are read: {}</p>').format(
        ", ".join(ending.removeprefix(".") for ending in endings)
    )


def render_step(step: Step) -> Html:
    """How far the adding is."""
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
    skipped = NOTHING
    if report.skipped:
        more = len(report.skipped) - _SKIPPED
        skipped = Html('<p>{} could not be read:</p><ul class="skipped">{}{}</ul>').format(
            count(len(report.skipped), "item"),
            lines(
                Html('<li dir="auto"><strong>{}{}</strong> {}</li>').format(
                    one.file, f", line {one.line}" if one.line else "", one.reason
                )
                for one in report.skipped[:_SKIPPED]
            ),
            Html("<li>… and {:,} more</li>").format(more) if more > 0 else NOTHING,
        )
    warning = Html('<p class="notice">{}</p>').format(report.warning) if report.warning else NOTHING
    return Html('<div class="report" role="status"><p>{}.</p>{}{}</div>').format(
        said, skipped, warning
    )


def render_problem(error: Exception) -> Html:
    """Why nothing was added."""
    return Html('<p class="problem" role="alert">{}</p>').format(error)


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


def _entry(summary: Summary) -> Html:
    title = Html('<span dir="auto">{}</span>').format(summary.title)
    size = count(summary.characters, "character")
    return Html('<li>{}<p class="about">{}</p></li>').format(
        opener(title, summary.id), about(summary.source, summary.date, size)
    )
