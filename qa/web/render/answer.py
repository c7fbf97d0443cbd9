"""A finished answer as HTML: its text, where it is from and how old that is, changed figures."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from markupsafe import Markup

from qa.generation.age import OF_AGE, age_of, newest_evidence
from qa.history.exchange import ChatExchange
from qa.i18n import long_day, say
from qa.question import DIGESTS
from qa.text.wording import such_as
from qa.types import Answer, Report
from qa.web.render.answer_text import is_quoted_throughout, render_answer_text
from qa.web.render.jinja import NOTHING, render
from qa.web.render.refusal import is_refusal, render_refusal
from qa.web.render.support_levels import render_legend
from qa.web.render.welcome import render_examples
from qa.web.render.words import days_in_words

_MEASURED = re.compile(r".*\d.* (\w+)", re.DOTALL)
"""A figure with its unit: 412 million crowns."""


def render_answer(exchange: ChatExchange, answer: Answer) -> Markup:
    """A finished answer with where it is from, or a refusal."""
    if is_refusal(answer):
        return render_refusal(exchange, answer)
    return render(
        "answer.html.j2",
        text=render_answer_text(_without_suggestions(answer), exchange.number),
        origin=_capitalised([*_origin(answer), *_age(exchange, answer)]),
        reports=changes(answer),
        legend=_legend(answer),
        examples=render_examples(answer.suggestions),
    )


def _origin(answer: Answer) -> list[str]:
    """Where an answer is from: of one report its source, its day, and whether it is the newest of
    several; of several from when to when. Nothing where days stand beside the text."""
    cited = {one.article_id: one for one in answer.citations}
    if not cited or answer.kind in DIGESTS:
        return []
    days = sorted(one.date for one in cited.values() if one.date)
    if len(cited) > 1:
        counted = say("count.reports", n=len(cited))
        spread = days and days[0] < days[-1]
        return [counted, days_in_words(days[0], days[-1])] if spread else [counted]
    [one] = cited.values()
    parts = [one.source or "", long_day(one.date) if one.date else say("page.no_date")]
    reports = {report.article_id for report in answer.reports}
    if changes(answer) and answer.reports[-1].article_id == one.article_id:
        parts.append(say("answer.newest_of", n=len(reports)))
    return [part for part in parts if part]


def _capitalised(parts: list[str]) -> list[str]:
    """With a capital where the program's words stand alone; a source is written as it is."""
    return [part[:1].upper() + part[1:] for part in parts] if len(parts) == 1 else parts


def _age(exchange: ChatExchange, answer: Answer) -> list[str]:
    """How old the newest article cited was when the question was asked, unless it is of that day,
    or a notice says it."""
    newest = newest_evidence(answer.citations)
    today = exchange.filters.as_of or (exchange.asked and exchange.asked.astimezone().date())
    is_noted = any(one.startswith(OF_AGE) for one in answer.notices)
    if is_noted or newest is None or not today or newest >= today:
        return []
    unit, number = age_of((today - newest).days)
    if len({one.date for one in answer.citations}) > 1:
        return [say(f"answer.newest_old_{unit}", n=number)]
    return [say(f"answer.old_{unit}", n=number)]


def changes(answer: Answer) -> list[Report]:
    """What the reports say, the oldest first, each figure where it was first said; nothing where
    they all say the same, or are of one day."""
    reports = _with_units(answer.reports)
    changed = [
        report
        for number, report in enumerate(reports)
        if not number or report.said != reports[number - 1].said
    ]
    return changed if len({report.date for report in changed}) > 1 else []


def _with_units(reports: Sequence[Report]) -> list[Report]:
    """Each figure with its unit, where that follows it in the report and stands with another."""
    units = {said[1] for one in reports if (said := _MEASURED.match(one.said))}
    return [replace(one, said=one.said + _unit_after(one, units)) for one in reports]


def _unit_after(report: Report, units: Set[str]) -> str:
    _, found, after = report.quote.partition(report.said)
    following = re.match(r" \w+\b", after) if found else None
    return following[0] if following and following[0].strip() in units else ""


def _legend(answer: Answer) -> Markup:
    """What the marks behind sentences mean, where a model wrote some of them."""
    if is_quoted_throughout(answer):
        return NOTHING
    return render_legend(answer.sentences, answer.citations)


def _without_suggestions(answer: Answer) -> Answer:
    """The answer without the questions at its end, which are shown to be clicked."""
    return replace(answer, text=answer.text.removesuffix(such_as(answer.suggestions)).rstrip())
