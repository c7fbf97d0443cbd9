"""Groups of the questions whose likeliest sentences were judged: see `eval.judged`."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from eval.judged import JudgedQuestion, JudgedSentence, Mark, read_judged
from eval.training.collections.news import wikinews
from eval.training.groups import CHARACTERS, OVERLAP, Group, GroupPassage, holds
from eval.training.prepared import prepare
from index import Article
from index.passages import passage_spans
from index.sentences import Span
from qa.cross_encoder.layout import heading

PASSAGES = 7
"""Of a group, at most."""
OTHERS = 2500
"""Other groups that are learned beside these, at most."""


def with_judged(groups: Sequence[Group], data: Path, seed: int) -> list[Group]:
    """The groups of the judged questions on the reports in `data`, and some of the others.

    Left out are questions that are answered by articles held out of the other groups.
    """
    reports = wikinews(data)
    held_out = {reports.articles[name].title for name in prepare(reports).held_out}
    learned = (one for one in read_judged(data) if one.titles.isdisjoint(held_out))
    others = random.Random(seed).sample(groups, min(OTHERS, len(groups)))
    return [*judged_groups(learned), *others]


def judged_groups(questions: Iterable[JudgedQuestion]) -> Iterator[Group]:
    """A group for each question, of the passages in which its sentences stand; where they are too
    many, those that answer and the likeliest others.

    A passage that answers in part, at best, is left out, and so is one that has a short answer
    without a sentence that was judged to answer. What else stands in a passage of likely sentences
    that do not answer, which nobody judged, is taken not to.
    """
    for asked in questions:
        shorts = {one.article.text[slice(*one.short)] for one in asked.sentences if one.short}
        passages = []
        for article, span in _places(asked.sentences):
            held = [one for one in asked.sentences if one.article is article]
            held = [one for one in held if holds(span, one.span)]
            passage = _passage(article, span, held)
            in_part = any(one.mark is Mark.IN_PART for one in held)
            has_short = any(one.lower() in passage.text.lower() for one in shorts)
            if passage.relevant or not (in_part or has_short):
                passages.append(passage)
        if passages:
            kept = sorted(passages, key=lambda one: not one.relevant)[:PASSAGES]
            yield Group("judged", asked.text, tuple(kept))


def _places(sentences: Iterable[JudgedSentence]) -> list[tuple[Article, Span]]:
    """For each sentence the first passage of its article that has it, each passage once."""
    found = (
        (one.article, next(span for span in _passages(one.article.text) if holds(span, one.span)))
        for one in sentences
    )
    return list(dict.fromkeys(found))


@cache
def _passages(text: str) -> Sequence[Span]:
    return passage_spans(text, CHARACTERS, OVERLAP)


def _passage(article: Article, span: Span, held: Sequence[JudgedSentence]) -> GroupPassage:
    start, end = span
    text = article.text[start:end]
    right = [one for one in held if one.mark is Mark.ANSWERS]
    return GroupPassage(
        heading(article.title or "", None, article.date, text),
        text,
        relevant=bool(right),
        spans=tuple((one.short[0] - start, one.short[1] - start) for one in right if one.short),
        sentences=tuple((one.span[0] - start, one.span[1] - start) for one in right),
    )
