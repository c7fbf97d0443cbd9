"""The list of saved conversations as HTML; conversations.js tells of clicks in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from index.days import long_day
from qa.history.conversations import LISTED, LONGEST_TITLE, Entry, Removed
from qa.text.wording import count
from qa.web.render.jinja import NOTHING, render


@dataclass(frozen=True, slots=True)
class _Row:
    """A conversation of the list; `about` says when it changed and how long it is."""

    id: str
    title: str
    excerpt: str
    about: list[str]
    is_current: bool


def render_conversations(
    entries: Sequence[Entry],
    typed: str,
    total: int,
    *,
    current: str = "",
    removed: Removed | None = None,
    problem: str = "",
) -> Markup:
    """The conversations, the latest first.

    Args:
        typed: What was looked for in them.
        total: How many there are, found or not.
        current: Id of the one that the page is in.
        removed: The one that was removed just now, and can be put back.
        problem: What went wrong.
    """
    return render(
        "conversation_list.html.j2",
        removed=removed,
        error=problem,
        summary="" if problem else _summary(entries, typed, total),
        rows=[_row(entry, entry.id == current) for entry in entries],
        longest_title=LONGEST_TITLE,
    )


def render_unsaved(problem: str) -> Markup:
    """Why the conversation is not saved; nothing where it is."""
    return render("unsaved.html.j2", sentence=problem) if problem else NOTHING


def _summary(entries: Sequence[Entry], typed: str, total: int) -> str:
    if not total:
        return "Nothing has been asked yet. What you ask is kept here."
    if not entries:
        return "No conversation holds these words."
    if typed.strip():
        return f"{count(len(entries), 'conversation')} found"
    if total > LISTED:
        return f"{total:,} conversations, the latest {LISTED} of them here; search for others."
    return count(total, "conversation")


def _row(entry: Entry, is_current: bool) -> _Row:
    about = [_moment(entry.changed), count(entry.questions, "question")]
    about += ["open now"] if is_current else []
    return _Row(entry.id, entry.title, entry.excerpt or "", about, is_current)


def _moment(when: datetime) -> str:
    """Such as "25 November 2026, 14:05", in the server's time zone."""
    here = when.astimezone()
    return f"{long_day(here.date())}, {here:%H:%M}"
