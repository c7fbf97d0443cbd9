"""What the store holds, as HTML: the line at the top, and the table of the articles."""

from __future__ import annotations

from collections.abc import Sequence

from index import Summary
from index.days import long_day, short_day
from qa.server.stores import Overview
from qa.text.html import NOTHING, Html, count, lines, opener
from qa.web.order import COLUMNS, Order, looked_for, ordered
from qa.web.removing import Refused, Removed, Removing
from qa.web.reports import render_problem

LISTED = 200
"""Articles that are listed at once; the search finds the others."""
_REMOVING = Html(
    '<th role="columnheader" scope="col" class="of-removing"><span class="unseen">Removing</span>'
    "</th>"
)


def render_masthead(overview: Overview | None) -> Html:
    """The name of the page, and what is in the store."""
    return Html('<h1>Ask the articles</h1><p class="holdings">{}</p>{}').format(
        _holdings(overview),
        Html(
            '<p class="sample">This is a sample of invented news. Add your own articles, or run: '
            "<code>article-qa index FOLDER</code></p>"
        )
        if overview and overview.is_sample
        else NOTHING,
    )


def render_table(
    summaries: Sequence[Summary],
    typed: str = "",
    order: Order = Order(),
    *,
    is_sample: bool = False,
    removing: Removing = Removing(),
    token: str = "",
) -> Html:
    """The articles whose title and source hold all words of `typed`, in `order`.

    Args:
        summaries: All articles, the newest first.
        is_sample: Nothing can be removed.
        removing: What was removed just now: in its place stands how to undo that.
        token: Makes the table a new one, in which no button is waiting, though it says the same.
    """
    removed, refused = removing.removed, removing.refused
    found = looked_for(summaries, typed)
    rows = ordered(found, order)[:LISTED]
    entries = [_entry(one, is_sample, refused) for one in rows]
    if removed:
        entries.insert(_place(removed, rows, typed, order), _undo(removed, refused))
    shown = {one.id for one in rows} | ({removed.article.id} if removed else set())
    return Html('{}<p class="said" role="status">{}</p>{}').format(
        render_problem(refused.problem) if refused and refused.article_id not in shown else NOTHING,
        _summary(len(summaries), len(found), order),
        _table(entries, order, is_sample, token) if entries else NOTHING,
    )


def render_adding(endings: Sequence[str]) -> Html:
    """The heading of the form that adds articles, with the kinds of files that are read."""
    return Html('<h2>Add articles</h2><p class="kinds">Files that are read: {}</p>').format(
        ", ".join(ending.removeprefix(".") for ending in endings)
    )


def _holdings(overview: Overview | None) -> str:
    if overview is None:
        return "No articles yet"
    parts = [count(overview.articles, "article")]
    if overview.sources:
        parts.append(count(overview.sources, "source"))
    if overview.first and overview.last:
        first, last = long_day(overview.first), long_day(overview.last)
        parts.append(first if first == last else f"{first} to {last}")
    return " · ".join(parts)


def _summary(total: int, found: int, order: Order) -> str:
    if not total:
        return "There are no articles yet."
    if not found:
        return "No title or source holds these words."
    if found > LISTED:
        return f"{found:,} articles, {LISTED} of them here, {order.in_words}; search for others."
    return count(found, "article") + (f", {order.in_words}" if found > 1 else "")


def _table(entries: Sequence[Html], order: Order, is_sample: bool, token: str) -> Html:
    """The table. Roles are named, for a phone shows its rows as blocks, which are none else."""
    heads = [
        Html(
            '<th role="columnheader" scope="col" class="of-{}"{}><button type="button" '
            'data-sort="{}">{}<span class="arrow" aria-hidden="true">{}</span></button></th>'
        ).format(column, _sorted(column, order), column, name, _arrow(column, order))
        for column, name in COLUMNS.items()
    ]
    if not is_sample:
        heads.append(_REMOVING)
    return Html(
        '<table role="table" class="library" aria-label="Articles" data-token="{}">'
        '<thead role="rowgroup"><tr role="row">{}</tr></thead>'
        '<tbody role="rowgroup">{}</tbody></table>'
    ).format(token, lines(heads), lines(entries))


def _sorted(column: str, order: Order) -> Html:
    if column != order.column:
        return NOTHING
    return Html(' aria-sort="{}"').format("descending" if order.is_descending else "ascending")


def _arrow(column: str, order: Order) -> str:
    if column != order.column:
        return ""
    return "▼" if order.is_descending else "▲"


def _entry(summary: Summary, is_sample: bool, refused: Refused | None) -> Html:
    title = Html('<span dir="auto">{}</span>').format(summary.title)
    problem = refused.problem if refused and refused.article_id == summary.id else ""
    return Html(
        '<tr role="row"><th role="rowheader" scope="row" class="of-title">{}{}</th>'
        '<td role="cell" class="of-source"><bdi>{}</bdi></td>'
        '<td role="cell" class="of-date">{}</td><td role="cell" class="of-words">{:,}</td>'
        "{}</tr>"
    ).format(
        opener(title, summary.id),
        render_problem(problem) if problem else NOTHING,
        summary.source or "",
        short_day(summary.date) if summary.date else "no date",
        summary.words,
        NOTHING if is_sample else _remover(summary),
    )


def _remover(summary: Summary) -> Html:
    return Html(
        '<td role="cell" class="of-removing"><button type="button" class="quiet" '
        'data-remove="{}" aria-label="Remove {}">Remove</button></td>'
    ).format(Html.exactly(summary.id), summary.title)


def _place(removed: Removed, rows: Sequence[Summary], typed: str, order: Order) -> int:
    """Where a removed article stood, as far as it would be listed; else at the top."""
    if not looked_for([removed.summary], typed):
        return 0
    again = ordered(_newest_first([*rows, removed.summary]), order)
    place = again.index(removed.summary)
    return place if place < LISTED else 0


def _newest_first(summaries: Sequence[Summary]) -> list[Summary]:
    """As the store lists them."""
    by_id = sorted(summaries, key=lambda one: one.id)
    return ordered(by_id, Order())


def _undo(removed: Removed, refused: Refused | None) -> Html:
    problem = refused.problem if refused and refused.article_id == removed.article.id else ""
    words = removed.warning or (
        "Its text is in no file of the store any more. Undo still has it, until you remove "
        "another article or leave this tab; then it is gone for good."
    )
    return Html(
        '<tr role="row" class="removal"><td role="cell" colspan="5"><p>Removed: <bdi>{}</bdi> '
        '<button type="button" class="small" data-restore="{}" aria-describedby="removed-about">'
        'Undo</button></p>{}<p id="removed-about">{}</p></td></tr>'
    ).format(
        removed.article.title,
        Html.exactly(removed.article.id),
        render_problem(problem) if problem else NOTHING,
        words,
    )
