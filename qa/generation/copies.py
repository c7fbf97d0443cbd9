"""Where else a report stands that is quoted, and whether its copies say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.hits import Heading
from index.sentences import sentence_spans
from qa.generation.article_names import brief_name
from qa.text.quantities import figures_in
from qa.text.wording import either
from qa.types import AlsoIn, Citation, QueryPlan

ALIKE = 0.6
"""Share of the words of both from which a sentence of a copy is the one that is quoted."""
MOST_NAMED = 3
"""Figures of copies that a notice names."""
_WORD = re.compile(r"\w+")


def with_copies(
    plan: QueryPlan, citations: Sequence[Citation], reported: Sequence[str] = ()
) -> tuple[tuple[Citation, ...], tuple[str, ...]]:
    """The citations, each with the copies of its article that say the same word by word, and a
    notice of what copies say with other figures.

    Args:
        reported: Ids of articles of which `Answer.reports` says already what they say otherwise.
    """
    found, differing = [], dict[str, None]()
    for citation in citations:
        also = []
        for copy in plan.store.copies_of(citation.article_id, plan.filters):
            sentence = _counterpart(citation.quote, copy, plan)
            if sentence is None:
                continue
            if _words(sentence) == _words(citation.quote):
                also.append(AlsoIn(copy.id, copy.title, copy.source, copy.date))
            elif copy.id not in reported:
                differing |= dict.fromkeys(_difference(citation, sentence, copy))
        found.append(replace(citation, also_in=tuple(also)))
    if not differing:
        return tuple(found), ()
    return tuple(found), (f"Copies of a report differ: {'; '.join(list(differing)[:MOST_NAMED])}.",)


def _counterpart(quote: str, copy: Heading, plan: QueryPlan) -> str | None:
    """The sentence of a copy that stands for the quoted one; None where it has none."""
    article = plan.store.article(copy.id)
    if article is None:
        return None
    wanted = _words(quote)
    if f" {' '.join(wanted)} " in f" {' '.join(_words(article.text))} ":
        return quote
    own = set(wanted)
    best, most = None, ALIKE
    for start, end in sentence_spans(article.text):
        words = set(_words(article.text[start:end]))
        share = len(own & words) / len(own | words) if words else 0.0
        if share >= most:
            best, most = article.text[start:end], share
    return best


def _difference(citation: Citation, sentence: str, copy: Heading) -> Iterator[str]:
    """Which figures stand in both in each other's place, where they are told in one order."""
    own, others = figures_in(citation.quote), figures_in(sentence)
    if len(own) != len(others):
        return
    pairs = [
        (citation.quote[one.start : one.end], sentence[other.start : other.end])
        for one, other in zip(own, others, strict=True)
        if one.value != other.value and one.unit == other.unit
    ]
    if pairs:
        here, there = (either(list(one)) for one in zip(*pairs, strict=True))
        yield f"“{here}” in {brief_name(citation)}, “{there}” in {brief_name(copy)}"


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
