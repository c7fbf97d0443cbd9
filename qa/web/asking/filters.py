"""Days and source as a person typed them, as filters."""

from __future__ import annotations

from index import Filters
from qa.text.filters import read_day


def read_filters(after: str | None, before: str | None, source: str | None) -> Filters:
    """The filters that were typed and chosen.

    Raises:
        UsageError: a day is none, or no day lies between the two.
    """
    return Filters(
        after=read_day("From", after), before=read_day("Until", before), source=source or None
    )
