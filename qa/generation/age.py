"""How old an answer's newest evidence is, and a note where a question is about now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from index.days import long_day
from qa.question import DIGESTS
from qa.text.question_forms import asks_of_now
from qa.types import Citation, QueryPlan

Unit = Literal["days", "months", "years"]

OF_AGE = "The newest article cited here is of"
"""Opens the notice of old evidence."""
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
    newest = newest_evidence(citations)
    if newest is None or (today - newest).days <= old_after:
        return ()
    return (f"{OF_AGE} {dated(newest, plan.question.as_of)}. Things may have changed since.",)


def newest_evidence(citations: Sequence[Citation]) -> date | None:
    """The day of the newest article cited; None where one has no date, since it may be newer."""
    days = [citation.date for citation in citations if citation.date]
    return max(days, default=None) if len(days) == len(citations) else None


def dated(day: date, as_of: date | None) -> str:
    """A day with its age, in words: 9 January 2025, 6 months ago; or before the question's day."""
    age = ((as_of or date.today()) - day).days
    since = f"before {long_day(as_of)}" if as_of else "ago"
    return f"{long_day(day)}, {_in_words(age)} {since}" if age > 0 else long_day(day)


def age_of(days: int) -> tuple[Unit, int]:
    """An age as people tell it, rounded: a unit, and how many of them."""
    if days <= _IN_DAYS:
        return "days", days
    if days <= _IN_MONTHS:
        return "months", round(days / _MONTH)
    return "years", round(days / _YEAR)


def _is_about_now(plan: QueryPlan) -> bool:
    return plan.wants_newest or (plan.kind not in DIGESTS and asks_of_now(plan.query))


def _in_words(age: int) -> str:
    unit, number = age_of(age)
    return f"{number} {unit}" if number > 1 else "a day"
