"""Days that an article only names ("on Thursday"), told with their date where one asks when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.days import long_day, long_days
from qa.text.dates import days_in
from qa.types import Citation

_ASKS_WHEN = re.compile(
    r"\bwhen\b|\b(?:what|which) (?:day|date|week|month|year)\b|\bhow long ago\b|\bsince when\b",
    re.IGNORECASE,
)
_LITTLE = {"on", "in", "the", "of", "at", "last", "this", "next"}
MOST = 3


def dated(question: str, short: str | None, citations: Sequence[Citation]) -> tuple[str, ...]:
    """A notice for each relative day in the quotations, if the question asks when.

    Where the shortest answer is known, only for days that it names.
    """
    if not _ASKS_WHEN.search(question):
        return ()
    answer = set(re.findall(r"\w+", short.casefold())) if short else None
    notices: dict[str, None] = {}
    for citation in citations:
        if citation.date is None:
            continue
        for period in days_in(citation.quote, citation.date):
            words = " ".join(period.words.split())
            named = set(re.findall(r"\w+", words.casefold())) - _LITTLE
            if answer is not None and not named & answer:
                continue
            if period.first and period.last:
                days = long_days(period.first, period.last)
                reported = long_day(citation.date)
                notices[f"“{words}” in the report of {reported}: {days}."] = None
    return tuple(notices)[:MOST]
