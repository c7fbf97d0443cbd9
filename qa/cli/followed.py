"""Whether what a store follows still comes in, for `article-qa doctor`."""

from __future__ import annotations

from collections.abc import Sequence

from index.errors import ArticleQAError
from index.follow.schedule import DAY, moment
from index.follow.subscriptions import Subscription
from qa.text.wording import count

_NAMED = 3
"""Addresses that are told of where there are more."""
_LATE_S = DAY
"""For so long something may be due before it is told; what looks at it may be a daily job."""


def examine_followed(followed: Sequence[Subscription], now: float) -> str:
    """What is followed, in words; `now` in seconds since 1970.

    Raises:
        ArticleQAError: something fails, with its reason, since when, and what to do; or nobody
            looks at what is due.
    """
    if failing := [one for one in followed if one.error]:
        more = f" … and {len(failing) - _NAMED} more." if len(failing) > _NAMED else ""
        raise ArticleQAError(
            f"{len(failing)} of {len(followed)} fail: "
            f"{' '.join(map(_failure, failing[:_NAMED]))}{more} Each is tried again by itself; see "
            "whether it opens in a browser. If it has moved or is gone for good: article-qa follow "
            "stop ADDRESS, then follow the new one. article-qa follow list has all of them."
        )
    if late := [one for one in followed if now - one.due > _LATE_S]:
        first = min(late, key=lambda one: one.due)
        raise ArticleQAError(
            f"nobody looks at what is followed: {first.address} is due since {moment(first.due)}. "
            "Let the chat run with the setting follow = true, or run article-qa follow run, or "
            "article-qa follow run --once by cron"
        )
    if not followed:
        return "nothing is followed"
    partly = [one.address for one in followed if one.note]
    note = f"; some of {', '.join(partly[:_NAMED])} could not be taken in" if partly else ""
    return f"{count(len(followed), 'address', 'addresses')}, none fails{note}"


def _failure(one: Subscription) -> str:
    if one.succeeded is None:
        since = f"has not worked since it is followed ({moment(one.since)})"
    else:
        since = f"has not worked since {moment(one.succeeded)}"
    times = count(one.failures, "failure")
    return f"{one.address} {since}, {times} in a row: {one.error.rstrip('.')}."
