"""Groups to train on: a question with passages that answer it and others that do not.

`eval.training.mining` makes them, once, and they are stored in a file.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.json_lines import rows
from index.sentences import Span, sentence_spans

CHARACTERS, OVERLAP = 900, 1
"""Length of passages, in characters, and sentences that neighbours share."""
SHORT = 380
"""Characters of a shortened passage."""


@dataclass(frozen=True, slots=True)
class GroupPassage:
    """A passage of a group; spans are characters of its text."""

    heading: str
    text: str
    relevant: bool
    """Whether it answers the question."""
    spans: tuple[Span, ...] = ()
    """Short answers."""
    sentences: tuple[Span, ...] = ()
    """Sentences that contain an answer."""


@dataclass(frozen=True, slots=True)
class Group:
    """A question with its passages."""

    kind: str
    question: str
    passages: tuple[GroupPassage, ...]

    @property
    def is_answered(self) -> bool:
        """Whether one of the passages answers."""
        return any(one.relevant for one in self.passages)


def read_groups(path: Path) -> list[Group]:
    """The groups of a file."""
    return [_group(row) for row in rows(path)]


def _group(row: dict[str, Any]) -> Group:
    passages = (
        GroupPassage(
            one["heading"],
            one["text"],
            one["relevant"],
            tuple((s, e) for s, e in one["spans"]),
            tuple((s, e) for s, e in one["sentences"]),
        )
        for one in row["passages"]
    )
    return Group(row["kind"], row["question"], tuple(passages))


def holds(outer: Span, inner: Span) -> bool:
    """Whether a span lies in another."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def shortened(group: Group, rng: random.Random) -> Group:
    """The group with its passages cut to consecutive sentences of about `SHORT` characters.

    Shorter inputs take less time, and the position of the answer in the passage is no cue.
    """
    passages = tuple(_shortened(one, rng) for one in group.passages)
    return Group(group.kind, group.question, passages)


def _shortened(passage: GroupPassage, rng: random.Random) -> GroupPassage:
    spans = sentence_spans(passage.text)
    if len(passage.text) <= SHORT or len(spans) < 2:
        return passage
    gold = [spans.index(one) for one in passage.sentences if one in spans]
    first = last = rng.choice(gold) if gold else rng.randrange(len(spans))
    size = spans[first][1] - spans[first][0]
    while True:
        sides = [n for n in (first - 1, last + 1) if 0 <= n < len(spans)]
        fitting = [n for n in sides if size + spans[n][1] - spans[n][0] <= SHORT]
        if not fitting:
            break
        added = rng.choice(fitting)
        size += spans[added][1] - spans[added][0]
        first, last = min(first, added), max(last, added)
    start, end = spans[first][0], spans[last][1]
    return GroupPassage(
        passage.heading,
        passage.text[start:end],
        passage.relevant,
        _within(passage.spans, start, end),
        _within(passage.sentences, start, end),
    )


def _within(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    return tuple((s - start, e - start) for s, e in spans if holds((start, end), (s, e)))
