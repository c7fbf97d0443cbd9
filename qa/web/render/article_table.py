"""The table of the articles, and the heading of the form that adds some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from index import Article, Summary
from index.days import short_day
from qa.text.wording import count
from qa.web.articles.removal import Refused, RemovalState, Removed
from qa.web.articles.sorting import COLUMNS, Column, SortOrder, matching, sort
from qa.web.render.jinja import render

LISTED = 200
"""Articles that are listed at once; the search finds the others."""
_REMOVED_FOR_GOOD = (
    "Its text is in no file of the store any more. Undo still has it, until you remove another "
    "article or leave this tab; then it is gone for good."
)


@dataclass(frozen=True, slots=True)
class _Row:
    """An article of the table, or one that was `removed`; `problem` says what was refused of it."""

    summary: Summary
    problem: str = ""
    removed: Article | None = None
    explanation: str = ""

    @property
    def date(self) -> str:
        return short_day(self.summary.date) if self.summary.date else "no date"


@dataclass(frozen=True, slots=True)
class _Head:
    """A column's heading; `sorted` is the value of aria-sort, empty where it is not sorted by."""

    key: Column
    name: str
    sorted: str

    @property
    def arrow(self) -> str:
        return {"ascending": "▲", "descending": "▼"}.get(self.sorted, "")


def render_table(
    summaries: Sequence[Summary],
    typed: str = "",
    order: SortOrder = SortOrder(),
    *,
    is_sample: bool = False,
    removal: RemovalState = RemovalState(),
    token: str = "",
) -> Markup:
    """The articles whose title and source hold all words of `typed`, in `order`.

    Args:
        summaries: All articles, the newest first.
        is_sample: Nothing can be removed.
        removal: What was removed just now: in its place stands how to undo that.
        token: Makes the table a new one, in which no button is waiting, though it says the same.
    """
    removed, refused = removal.removed, removal.refused
    found = matching(summaries, typed)
    shown = sort(found, order)[:LISTED]
    rows = [_Row(one, _problem(refused, one.id)) for one in shown]
    if removed:
        rows.insert(_place(removed, shown, typed, order), _removed_row(removed, refused))
    ids = {row.summary.id for row in rows}
    return render(
        "article_table.html.j2",
        lost_problem=refused.problem if refused and refused.article_id not in ids else "",
        summary=_summary(len(summaries), len(found), order),
        rows=rows,
        columns=[_Head(key, name, _aria_sort(key, order)) for key, name in COLUMNS.items()],
        can_remove=not is_sample,
        token=token,
    )


def render_adding(endings: Sequence[str]) -> Markup:
    """The heading of the form that adds articles, with the kinds of files that are read.

    Args:
        endings: Of file names, each with its dot.
    """
    return render("add_articles.html.j2", endings=[ending.removeprefix(".") for ending in endings])


def _summary(total: int, found: int, order: SortOrder) -> str:
    if not total:
        return "There are no articles yet."
    if not found:
        return "No title or source holds these words."
    if found > LISTED:
        return f"{found:,} articles, {LISTED} of them here, {order.in_words}; search for others."
    return count(found, "article") + (f", {order.in_words}" if found > 1 else "")


def _aria_sort(column: Column, order: SortOrder) -> str:
    if column != order.column:
        return ""
    return "descending" if order.is_descending else "ascending"


def _problem(refused: Refused | None, article_id: str) -> str:
    return refused.problem if refused and refused.article_id == article_id else ""


def _removed_row(removed: Removed, refused: Refused | None) -> _Row:
    problem = _problem(refused, removed.article.id)
    explanation = removed.warning or _REMOVED_FOR_GOOD
    return _Row(removed.summary, problem, removed.article, explanation)


def _place(removed: Removed, rows: Sequence[Summary], typed: str, order: SortOrder) -> int:
    """Where a removed article stood, as far as it would be listed; else at the top."""
    if not matching([removed.summary], typed):
        return 0
    again = sort(_newest_first([*rows, removed.summary]), order)
    place = again.index(removed.summary)
    return place if place < LISTED else 0


def _newest_first(summaries: Sequence[Summary]) -> list[Summary]:
    """As the store lists them."""
    by_id = sorted(summaries, key=lambda one: one.id)
    return sort(by_id, SortOrder())
