"""What is followed, with its state, and the form that follows more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from markupsafe import Markup

from qa.text.wording import count
from qa.web.articles.following import INTERVALS, Followed, Wanted
from qa.web.render.jinja import render

_EACH = {
    "30m": "every half hour",
    "1h": "every hour",
    "6h": "every six hours",
    "1d": "every day",
    "7d": "every week",
}


def render_following(
    followed: Sequence[Followed],
    wanted: Wanted = Wanted(),
    problem: str = "",
    *,
    works: bool = True,
    token: str = "",
) -> Markup:
    """The section under the articles.

    Args:
        wanted: What stands in the form.
        problem: Why it was not taken.
        works: The chat looks by itself.
        token: Makes it a new one, though it says the same.
    """
    failing = sum(bool(one.error) for one in followed)
    said = f"Following {count(len(followed), 'address')}" if followed else "Follow a feed or page"
    if len(followed) > 1:
        said = f"Following {len(followed)} addresses"
    return render(
        "following.html.j2",
        said=said,
        failing=f"{failing} failing" if failing else "",
        followed=[(one, _state(one), f"{_each(one.every)}") for one in followed],
        intervals=[(one, _EACH[one]) for one in INTERVALS],
        wanted=wanted,
        problem=problem,
        works=works,
        is_waiting=works and any(one.is_new for one in followed),
        token=token,
    )


def _each(every: str) -> str:
    return _EACH.get(every, f"every {every}")


def _state(one: Followed) -> str:
    if one.succeeded is not None:
        moment = datetime.fromtimestamp(one.succeeded, UTC)
        return f"last read {moment:%-d %b %Y, %H:%M} UTC"
    return "not looked at yet" if one.is_new else "not read yet"
