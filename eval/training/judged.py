"""Groups of the questions whose likeliest sentences were judged: see `eval.judged`."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from eval.judged import JudgedQuestion, JudgedSentence, Mark, read_judged
from eval.training.groups import Group, GroupPassage
from eval.training.mining import CHARACTERS, OVERLAP
from index import Article
from index.passages import passage_spans
from index.sentences import Span
from qa.cross_encoder.layout import heading

PASSAGES = 7
"""Of a group, at most."""
OTHERS = 2500
"""Other groups that are learned beside these, at most."""


def with_judged(groups: Sequence[Group], data: Path, seed: int) -> list[Group]:
    """The groups of the judged questions on the reports in `data`, and some of the others."""
    others = random.Random(seed).sample(groups, min(OTHERS, len(groups)))
    return [*judged_groups(read_judged(data)), *others]


def judged_groups(questions: Iterable[JudgedQuestion]) -> Iterator[Group]:
    """A group for each question, of the passages in which its sentences stand, the likeliest
    first. Passages that answer in part, at best, are left out, being neither."""
    for asked in questions:
        passages = [
            _passage(article, span, held)
            for article, span in _places(asked.sentences)
            if (held := [one for one in asked.sentences if _holds(article, span, one)])
            if any(one.mark is Mark.ANSWERS for one in held)
            or all(one.mark is Mark.NOT for one in held)
        ][:PASSAGES]
        answers = any(one.mark is Mark.ANSWERS for one in asked.sentences)
        if passages and answers == any(one.relevant for one in passages):
            yield Group("judged", asked.text, tuple(passages))


def _places(sentences: Iterable[JudgedSentence]) -> list[tuple[Article, Span]]:
    """For each sentence the first passage of its article that has it, each passage once."""
    found: list[tuple[Article, Span]] = []
    for one in sentences:
        first = next(span for span in _passages(one.article.text) if _holds(one.article, span, one))
        if (one.article, first) not in found:
            found.append((one.article, first))
    return found


@cache
def _passages(text: str) -> list[Span]:
    return passage_spans(text, CHARACTERS, OVERLAP)


def _holds(article: Article, span: Span, one: JudgedSentence) -> bool:
    return one.article is article and span[0] <= one.span[0] and one.span[1] <= span[1]


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
