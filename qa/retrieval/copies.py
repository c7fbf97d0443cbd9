"""Passages of which a copy of the same report says all: one of them is enough."""

from __future__ import annotations

from collections.abc import Sequence

from index import Hit, Store
from qa.text.quantities import figures_in

SAID = 0.85
"""Share of a passage's words that its copies have already, so that it says nothing of its own."""


def without_repeats(hits: Sequence[Hit], store: Store) -> list[Hit]:
    """The hits, best first, without those that only repeat what a better one says, in an article
    that is a copy of the same report.

    What a copy says besides stays, and so does a passage with another figure.
    """
    report = store.copies({hit.article_id for hit in hits})
    kept: list[Hit] = []
    of_report: dict[int, list[Hit]] = {}
    for hit in hits:
        number = report.get(hit.article_id)
        if number is not None:
            before = [one for one in of_report.get(number, ()) if one.article_id != hit.article_id]
            if _says_nothing_new(hit, before, store):
                continue
            of_report.setdefault(number, []).append(hit)
        kept.append(hit)
    return kept


def _says_nothing_new(hit: Hit, before: Sequence[Hit], store: Store) -> bool:
    if not before:
        return False
    own = store.terms(hit.text)
    said = set[str]().union(*(store.terms(one.text) for one in before))
    figures = {one.value for other in before for one in figures_in(other.text)}
    is_new_figure = any(one.value not in figures for one in figures_in(hit.text))
    return not is_new_figure and len(own & said) >= SAID * len(own)
