"""What is followed, with its state, and the form that follows more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from markupsafe import Markup

from qa.i18n import say, short_day
from qa.web.articles.following import INTERVALS, Followed, FollowForm
from qa.web.render.jinja import render


def render_following(
    followed: Sequence[Followed],
    form: FollowForm = FollowForm(),
    problem: str = "",
    *,
    works: bool = True,
    token: str = "",
) -> Markup:
    """The section under the articles.

    Args:
        form: What stands in the form.
        problem: Why it was not taken.
        works: The chat looks by itself.
        token: Makes it a new one, though it says the same.
    """
    failing = sum(bool(one.error) for one in followed)
    said = say("following.followed", n=len(followed)) if followed else say("following.nothing")
    return render(
        "following.html.j2",
        said=said,
        failing=say("following.failing", n=failing) if failing else "",
        followed=[(one, _state(one), _each(one.every)) for one in followed],
        intervals=[(one, _each(one)) for one in INTERVALS],
        form=form,
        problem=problem,
        works=works,
        is_waiting=works and any(one.is_new for one in followed),
        token=token,
    )


def _each(every: str) -> str:
    if every in INTERVALS:
        return say(f"following.each_{every}")
    return say("following.each", interval=every)


def _state(one: Followed) -> str:
    if one.succeeded is not None:
        moment = datetime.fromtimestamp(one.succeeded, UTC)
        day = short_day(moment.date())
        return say("following.read", moment=say("page.moment", day=day, time=f"{moment:%H:%M}"))
    return say("following.not_looked_at" if one.is_new else "following.not_read")
