"""The list of conversations as HTML; talks.js tells of clicks in it."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime

from index.days import long_day
from qa.history.conversations import LISTED, LONGEST_TITLE, Entry, Removed
from qa.history.export import Document
from qa.text.html import NOTHING, Html, count, lines
from qa.web.reports import render_problem


def render_talks(
    entries: Sequence[Entry],
    typed: str,
    total: int,
    *,
    current: str = "",
    removed: Removed | None = None,
    problem: str = "",
) -> Html:
    """The conversations, the latest first.

    Args:
        typed: What was looked for in them.
        total: How many there are, found or not.
        current: The one that the page is in.
        removed: The one that was removed just now, and can be put back.
    """
    return Html('{}{}<p class="said" role="status">{}</p><ul class="talks">{}</ul>').format(
        _undo(removed) if removed else NOTHING,
        render_problem(problem) if problem else NOTHING,
        "" if problem else _summary(entries, typed, total),
        lines(_entry(entry, entry.id == current) for entry in entries),
    )


def render_download(document: Document) -> Html:
    """A link with the whole file in it, which talks.js follows: nothing is left on the server."""
    content = base64.b64encode(document.text.encode("utf-8", "replace")).decode()
    address = Html("data:{};charset=utf-8;base64,{}").format(document.media_type, content)
    return Html('<a hidden download="{}" href="{}" data-token="{}">{}</a>').format(
        document.name, address, secrets.token_hex(4), document.name
    )


def render_unkept(problem: str) -> Html:
    """Why the conversation is not kept, where it is not."""
    return Html('<p class="problem" role="status">{}</p>').format(problem) if problem else NOTHING


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


def _undo(removed: Removed) -> Html:
    return Html(
        '<p class="notice removed" role="status"><span>Deleted: <bdi>{}</bdi></span>'
        '<button type="button" class="quiet" data-restore>Undo</button></p>'
    ).format(removed.title)


def _entry(entry: Entry, is_current: bool) -> Html:
    return Html(
        '<li data-kept="{id}"><div class="talk"><button type="button" class="title" data-open'
        '{current}><span dir="auto">{title}</span></button>{excerpt}'
        '<p class="about">{about}</p></div>{actions}{form}</li>'
    ).format(
        id=entry.id,
        title=entry.title,
        current=Html(' aria-current="true"') if is_current else NOTHING,
        excerpt=Html('<p class="excerpt" dir="auto">{}</p>').format(entry.excerpt)
        if entry.excerpt
        else NOTHING,
        about=_about(entry, is_current),
        actions=_actions(entry.title),
        form=_form(entry.title),
    )


def _about(entry: Entry, is_current: bool) -> Html:
    parts = [_moment(entry.changed), count(entry.questions, "question")]
    parts += ["open now"] if is_current else []
    return Html('<span class="about-parts">{}</span>').format(
        lines(Html('<span class="about-part">{}</span>').format(part) for part in parts)
    )


def _moment(when: datetime) -> str:
    """25 November 2026, 14:05, where the server stands."""
    here = when.astimezone()
    return f"{long_day(here.date())}, {here:%H:%M}"


def _actions(title: str) -> Html:
    button = '<button type="button" class="quiet" {}aria-label="{}: {}">{}</button>'
    return Html('<div class="talk-actions">{}{}{}{}</div>').format(
        Html(button).format(Html('data-rename aria-expanded="false" '), "Rename", title, "Rename"),
        Html(button).format(Html('data-export="md" '), "Save Markdown", title, "Save Markdown"),
        Html(button).format(Html('data-export="html" '), "Save HTML", title, "Save HTML"),
        Html(button).format(Html("data-remove "), "Delete", title, "Delete"),
    )


def _form(title: str) -> Html:
    return Html(
        '<form class="renaming" hidden><input type="text" name="title" maxlength="{}" value="{}" '
        'aria-label="Title" dir="auto" autocomplete="off" required>'
        '<button type="submit" class="small">Save</button></form>'
    ).format(LONGEST_TITLE, title)
