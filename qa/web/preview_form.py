"""The preview as HTML: what was understood, in fields; preview.js sends them back."""

from __future__ import annotations

import secrets

from qa.text.html import NOTHING, Html, count, lines, one_line
from qa.web.preview import EDITABLE, LONGEST_FIELD, Entry, Preview, Standing, Typed
from qa.web.reports import render_problem, render_skipped

_WORDS = {
    Standing.NEW: "New",
    Standing.CHANGED: "Changed: takes the place of the stored one",
    Standing.KNOWN: "There already",
}


def render_preview(preview: Preview, problem: Exception | None = None) -> Html:
    """The articles with a row of fields each, and the buttons that store or discard them.

    Args:
        problem: Why they were not stored when that was tried.
    """
    rows = preview.typed or [entry.shown for entry in preview.entries]
    wrong = preview.problems()
    return Html(
        '<form class="preview" data-token="{token}" aria-labelledby="preview-title" novalidate>'
        '<h2 id="preview-title" tabindex="-1">Look it over, then add</h2>'
        '<p class="said">{said}</p>{problem}{skipped}<div class="preview-table" role="table" '
        'aria-labelledby="preview-title"><div role="row" class="preview-head">{head}</div>{rows}'
        '</div>{rest}<div class="preview-buttons">'
        '<button type="submit" class="primary-button">{add}</button>'
        '<button type="button" class="small" data-discard>Discard</button></div></form>'
    ).format(
        token=secrets.token_hex(4),
        said=_summary(preview),
        problem=render_problem(problem) if problem else NOTHING,
        skipped=render_skipped(preview.skipped),
        head=lines(
            Html('<span role="columnheader">{}</span>').format(name)
            for name in ("Title", "Source", "Date", "In the store")
        ),
        rows=lines(
            _row(number, entry, fields, wrong.get(number, ""))
            for number, (entry, fields) in enumerate(zip(preview.entries, rows, strict=True), 1)
        ),
        rest=_rest(len(preview) - len(preview.entries)),
        add="Add the article" if len(preview) == 1 else f"Add {len(preview):,} articles",
    )


def _summary(preview: Preview) -> str:
    parts = [
        f"{preview.standings[standing]:,} {standing}"
        for standing in Standing
        if preview.standings[standing]
    ]
    read = count(len(preview), "article")
    were = "was" if len(preview) == 1 else "were"
    return f"{read} {were} read ({', '.join(parts)}). Nothing is stored yet."


def _row(number: int, entry: Entry, typed: Typed, problem: str) -> Html:
    told = NOTHING
    if problem:
        told = Html('<p class="problem" id="preview-problem-{}">{}</p>').format(number, problem)
    return Html(
        '<div role="row" class="preview-row" data-row><div role="cell" class="of-title">{}'
        '<p class="opening" dir="auto">{}</p>{}</div><div role="cell" class="of-source">{}</div>'
        '<div role="cell" class="of-date">{}</div><div role="cell" class="of-standing">{}'
        '<span class="of-words">{}</span></div></div>'
    ).format(
        _field(number, "title", "Title", typed.title, problem),
        one_line(entry.opening),
        told,
        _field(number, "source", "Source", typed.source, problem),
        _field(number, "day", "Date", typed.day, problem, placeholder="YYYY-MM-DD"),
        _WORDS[entry.standing],
        count(entry.words, "word"),
    )


def _field(
    number: int, name: str, label: str, value: str, problem: str, placeholder: str = ""
) -> Html:
    is_wrong = problem.startswith(f"{label} of")
    return Html(
        '<label><span class="field-name">{label}</span><input type="text" name="{name}" '
        'value="{value}" placeholder="{placeholder}" maxlength="{longest}" dir="auto" '
        'autocomplete="off" aria-label="{label} of article {number}"{wrong}></label>'
    ).format(
        label=label,
        name=name,
        value=value,
        placeholder=placeholder,
        longest=LONGEST_FIELD,
        number=number,
        wrong=Html(' aria-invalid="true" aria-describedby="preview-problem-{}"').format(number)
        if is_wrong
        else NOTHING,
    )


def _rest(more: int) -> Html:
    if more <= 0:
        return NOTHING
    words = f"The first {EDITABLE} can be edited here; {more:,} more are stored as they were read."
    return Html('<p class="said">{}</p>').format(words)
