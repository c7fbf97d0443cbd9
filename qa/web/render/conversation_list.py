"""The list of saved conversations as HTML, by the day of the last question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from markupsafe import Markup

from qa.history.conversations import LISTED, LONGEST_TITLE, Entry, Removed
from qa.i18n import long_day, say
from qa.web.render.jinja import NOTHING, render


@dataclass(frozen=True, slots=True)
class _Row:
    """A conversation of the list; `about` says when it changed and how long it is."""

    id: str
    title: str
    excerpt: str
    about: str
    is_current: bool


def render_conversations(
    entries: Sequence[Entry],
    typed: str,
    total: int,
    *,
    current: str = "",
    removed: Removed | None = None,
    problem: str = "",
    is_lost: bool = False,
) -> Markup:
    """The conversations, the latest first.

    Args:
        typed: What was looked for in them.
        total: How many there are, found or not.
        current: Id of the one that the page is in.
        removed: The one that was removed just now, and can be put back.
        problem: What went wrong.
        is_lost: A conversation was asked for that there is not.
    """
    today = date.today()
    days = groupby(entries, key=lambda entry: _day(entry.changed, today))
    return render(
        "conversation_list.html.j2",
        current=current if any(entry.id == current for entry in entries) or typed else "",
        is_lost=is_lost,
        removed=removed,
        error=problem,
        summary="" if problem and not is_lost else _summary(entries, typed, total),
        days=[(day, [_row(one, one.id == current) for one in group]) for day, group in days],
        longest_title=LONGEST_TITLE,
    )


def render_unsaved(problem: str) -> Markup:
    """Why the conversation is not saved; nothing where it is."""
    return render("unsaved.html.j2", sentence=problem) if problem else NOTHING


def _summary(entries: Sequence[Entry], typed: str, total: int) -> str:
    if not total:
        return say("conversations.kept_here")
    if not entries:
        return say("conversations.none_found")
    if typed.strip():
        counted = say("count.conversations", n=len(entries))
        if len(entries) >= LISTED:
            return say("conversations.found_latest", conversations=counted)
        return say("conversations.found", conversations=counted)
    if total > LISTED:
        return say("conversations.latest", listed=LISTED, total=total)
    return ""


def _row(entry: Entry, is_current: bool) -> _Row:
    here = entry.changed.astimezone()
    about = say(
        "conversations.about",
        day=long_day(here.date()),
        time=f"{here:%H:%M}",
        questions=say("count.questions", n=entry.questions),
    )
    return _Row(entry.id, entry.title, entry.excerpt or "", about, is_current)


def _day(when: datetime, today: date) -> str:
    """Such as "Today" or "25 November 2026", in the server's time zone."""
    day = when.astimezone().date()
    names = {today: "today", today - timedelta(days=1): "yesterday"}
    return say(f"conversations.{names[day]}") if day in names else long_day(day)
