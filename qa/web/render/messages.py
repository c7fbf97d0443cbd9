"""How far adding is, what it did, and what went wrong, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from index import BuildReport
from index.build import Skipped
from index.readers import Unreadable
from qa.i18n import say
from qa.web.articles.background import BuildStep
from qa.web.render.jinja import NOTHING, render

_LISTED = 50
"""Items that could not be read and are named; of the others only the number is told."""


def render_step(step: BuildStep) -> Markup:
    """How far it is."""
    so_far = f"{step.done or ''}"
    if step.total:
        so_far = say("adding.so_far", done=step.done, total=step.total)
    return render(
        "build_step.html.j2", stage=step.stage, so_far=so_far, done=step.done, total=step.total
    )


def render_report(report: BuildReport) -> Markup:
    """What was added, and what could not be read."""
    parts = [
        say(f"adding.{name}", n=number)
        for name, number in (
            ("added", report.added),
            ("changed", report.changed),
            ("unchanged", report.unchanged),
        )
        if number
    ]
    said = ", ".join(parts) or say("adding.nothing_added")
    stored = report.added + report.changed
    ask = say("adding.ask", n=stored) if stored else ""
    return _report(f"{said}.", report.skipped, report.warning or "", ask)


def render_unread(skipped: Sequence[Unreadable]) -> Markup:
    """That there is nothing to add, and why."""
    return _report(say("adding.no_article"), skipped)


def render_skipped(skipped: Sequence[Skipped | Unreadable]) -> Markup:
    """What could not be read, each with its reason; nothing where all was read."""
    if not skipped:
        return NOTHING
    return render(
        "skipped.html.j2",
        total=sum(one.count for one in skipped),
        skipped=skipped[:_LISTED],
        more=sum(one.count for one in skipped[_LISTED:]),
    )


def render_lost() -> Markup:
    """That the connection was lost; the style sheet shows it when it is."""
    return render("lost.html.j2")


def render_problem(error: Exception | str) -> Markup:
    """Why something was not done."""
    return render("problem.html.j2", sentence=str(error))


def render_other_articles(articles: int) -> Markup:
    """That the next answer is of other articles than the last one; `articles` are in use."""
    return render("other_articles.html.j2", articles=say("count.articles", n=articles))


def _report(
    sentence: str, skipped: Sequence[Skipped | Unreadable], warning: str = "", ask: str = ""
) -> Markup:
    return render(
        "build_report.html.j2",
        sentence=sentence,
        skipped=render_skipped(skipped),
        warning=warning,
        ask=ask,
    )
