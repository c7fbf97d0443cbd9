"""The table of the articles, and the heading of the dialog that adds some."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from index import Article, Summary
from qa.i18n import say, short_day
from qa.web.articles.address import write_address
from qa.web.articles.removal import Refused, RemovalState, RemovedArticle
from qa.web.articles.selection import PER_PAGE, Selection
from qa.web.articles.sorting import COLUMNS, Column, SortOrder, matching, sort
from qa.web.articles.text_hits import TextHit
from qa.web.render.jinja import render
from qa.web.render.words import days_in_words, source_in_words


@dataclass(frozen=True, slots=True)
class _Row:
    """An article of the table, or one that was `removed`; `problem` says what was refused of it."""

    summary: Summary
    problem: str = ""
    removed: Article | None = None
    explanation: str = ""
    hit: TextHit | None = None
    """Where its text, and not its title, holds what was looked for."""

    @property
    def date(self) -> str:
        return short_day(self.summary.date) if self.summary.date else say("page.no_date")


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
    found: Sequence[Summary],
    total: int,
    typed: str = "",
    selection: Selection = Selection(),
    *,
    hits: Mapping[str, TextHit] = MappingProxyType({}),
    is_sample: bool = False,
    removal: RemovalState = RemovalState(),
    token: str = "",
) -> Markup:
    """A page of the articles that were found.

    Args:
        found: The newest first.
        total: How many articles there are.
        typed: What was looked for.
        selection: In what order they stand, which page is shown, and what was clicked to find
            them.
        hits: By the id of an article, where its text holds what was looked for.
        is_sample: Nothing can be removed.
        removal: What was removed just now: in its place stands how to undo that.
        token: Makes the table a new one, in which no button is waiting, though it says the same.
    """
    removed, refused, order = removal.removed, removal.refused, selection.order
    shown, page, pages = selection.shown_of(found)
    first = page * PER_PAGE
    rows = [_Row(one, _problem(refused, one.id), hit=hits.get(one.id)) for one in shown]
    if removed:
        rows.insert(_place(removed, shown, typed, order), _removed_row(removed, refused))
    ids = {row.summary.id for row in rows}
    return render(
        "article_table.html.j2",
        lost_problem=refused.problem if refused and refused.article_id not in ids else "",
        address=json.dumps(write_address(typed, selection)),
        summary=_summary(total, len(found), order, bool(typed.strip())),
        narrowed=_narrowed(selection),
        rows=rows,
        columns=[_Head(key, say(f"articles.{key}"), _aria_sort(key, order)) for key in COLUMNS],
        can_remove=not is_sample,
        token=token,
        page=page,
        pages=pages,
        places=say("articles.places", first=first + 1, last=first + len(shown), total=len(found)),
    )


def render_adding(endings: Sequence[str]) -> Markup:
    """The heading of the dialog that adds articles, with the kinds of files that are read.

    Args:
        endings: Of file names, each with its dot.
    """
    return render("add_articles.html.j2", endings=[ending.removeprefix(".") for ending in endings])


def _summary(total: int, found: int, order: SortOrder, is_searched: bool) -> str:
    if not total:
        return say("articles.none")
    if not found:
        return say("articles.none_found" if is_searched else "articles.none_of_these")
    articles = say("count.articles", n=found)
    if found == 1:
        return articles
    return say("articles.sorted", articles=articles, order=say(f"articles.by_{order.name}"))


def _narrowed(selection: Selection) -> str:
    """What was clicked in the picture or the table, in words; empty where nothing was."""
    if not selection.narrows:
        return ""
    parts = [source_in_words(selection.source)] if selection.source is not None else []
    if selection.first and selection.last:
        parts.append(days_in_words(selection.first, selection.last))
    parts += [f"#{selection.tag}"] if selection.tag is not None else []
    return say("articles.only", what=", ".join(parts))


def _aria_sort(column: Column, order: SortOrder) -> str:
    if column != order.column:
        return ""
    return "descending" if order.is_descending else "ascending"


def _problem(refused: Refused | None, article_id: str) -> str:
    return refused.problem if refused and refused.article_id == article_id else ""


def _removed_row(removed: RemovedArticle, refused: Refused | None) -> _Row:
    problem = _problem(refused, removed.article.id)
    explanation = removed.warning or say("articles.removed_for_good")
    return _Row(removed.summary, problem, removed.article, explanation)


def _place(removed: RemovedArticle, rows: Sequence[Summary], typed: str, order: SortOrder) -> int:
    """Where a removed article stood, as far as it would be listed; else at the top."""
    if not matching([removed.summary], typed):
        return 0
    again = sort(_newest_first([*rows, removed.summary]), order)
    place = again.index(removed.summary)
    return place if place < PER_PAGE else 0


def _newest_first(summaries: Sequence[Summary]) -> list[Summary]:
    """As the store lists them."""
    by_id = sorted(summaries, key=lambda one: one.id)
    return sort(by_id, SortOrder())
