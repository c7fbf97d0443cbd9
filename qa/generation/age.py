"""How old an answer's newest evidence is, told where a question is about now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from index.days import long_day
from qa.question import DIGESTS
from qa.text.question_forms import asks_of_now
from qa.types import Citation, QueryPlan

_IN_DAYS, _IN_MONTHS = 60, 730
"""Days up to which an age is told in days, and in months."""
_MONTH, _YEAR = 30.44, 365.25


def old_evidence(plan: QueryPlan, citations: Sequence[Citation], old_after: int) -> tuple[str, ...]:
    """A notice that names the newest article cited, where it is older than `old_after` days.

    Only of a question about now, or for the latest; not where it has days of its own. Days count
    from the question's today. None where something cited has no date, since it may be newer.
    """
    given = plan.question.filters
    today = plan.question.as_of or date.today()
    if plan.periods or (given.before and given.before < today) or not _is_about_now(plan):
        return ()
    days = [citation.date for citation in citations if citation.date]
    if not days or len(days) < len(citations):
        return ()
    age = (today - max(days)).days
    if age <= old_after:
        return ()
    since = f"before {long_day(today)}" if plan.question.as_of else "ago"
    return (
        f"The newest article cited here is of {long_day(max(days))}, {_in_words(age)} {since}. "
        "Things may have changed since.",
    )


def _is_about_now(plan: QueryPlan) -> bool:
    return plan.wants_newest or (plan.kind not in DIGESTS and asks_of_now(plan.query))


def _in_words(age: int) -> str:
    if age <= _IN_DAYS:
        return f"{age} days" if age > 1 else "a day"
    if age <= _IN_MONTHS:
        return f"{round(age / _MONTH)} months"
    return f"{round(age / _YEAR)} years"
