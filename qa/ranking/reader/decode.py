"""What the reader's numbers say of a passage: whether it answers, where, in which sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.sentences import Span
from qa.ranking.reader.layout import Window

SPAN_TOKENS = 20
"""Longest short answer."""
TOKEN_COST = 0.1
"""What each token of a short answer must add to its logit."""

NEVER = -99.0
"""Logit of what was not read."""

Logits = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence of a passage; places are characters of the passage's text."""

    span: Span
    inside: float = NEVER
    """Logit, mean over its tokens, that the answer stands in this sentence."""
    answer: float = NEVER
    """Logit of the likeliest answer that starts in it, against there being none."""
    short: Span = (0, 0)
    """That answer, without what is not worth its tokens."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage beside a question."""

    relevance: float
    """Logit that the passage answers."""
    sentences: tuple[ReadSentence, ...]

    @property
    def best(self) -> ReadSentence:
        """The sentence with the likeliest short answer."""
        return max(self.sentences, key=lambda one: one.answer, default=ReadSentence((0, 0)))


def decode(
    windows: Sequence[Window],
    relevance: Logits,
    tokens: Sequence[Logits],
    sentences: Sequence[Sequence[Span]],
) -> list[Reading]:
    """One reading a passage; of what stands in several windows the likelier counts.

    `relevance` (windows,) and `tokens`, for each window (at least its tokens, 3), are the
    network's; `sentences` are those of each passage. Each passage must have a window.
    """
    readings: dict[int, Reading] = {}
    for window, relevant, own in zip(windows, relevance, tokens, strict=True):
        read = Reading(float(relevant), _read(window, own, sentences[window.passage]))
        known = readings.get(window.passage)
        readings[window.passage] = _merged(known, read) if known else read
    return [readings[number] for number in range(len(sentences))]


def _read(window: Window, own: Logits, sentences: Sequence[Span]) -> tuple[ReadSentence, ...]:
    body = own[window.first : window.first + len(window.places)]
    if not len(body):
        return tuple(map(ReadSentence, sentences))
    nothing = float(own[0, 0] + own[0, 1])
    start, end = body[:, 0], body[:, 1]
    best, more = _best_spans(start, end)
    starts = np.array([start for start, _ in window.places])
    read = []
    for span in sentences:
        low, high = np.searchsorted(starts, span)
        if low == high:
            read.append(ReadSentence(span))
            continue
        first = low + int(np.argmax(best[low:high]))
        answer = float(best[first]) - nothing
        first, last = _shortened(start, end, first, first + int(more[first]))
        short = (window.places[first][0], window.places[last][1])
        read.append(ReadSentence(span, float(body[low:high, 2].mean()), answer, short))
    return tuple(read)


def _best_spans(start: Logits, end: Logits) -> tuple[Logits, NDArray[np.int64]]:
    """For each token the best sum of a span that starts there, and how many tokens follow."""
    best = start + end
    length = np.zeros(len(start), dtype=np.int64)
    for more in range(1, min(SPAN_TOKENS, len(start))):
        sums = start[:-more] + end[more:]
        better = sums > best[:-more]
        best[:-more][better] = sums[better]
        length[:-more][better] = more
    return best, length


def _shortened(start: Logits, end: Logits, first: int, last: int) -> tuple[int, int]:
    """The part of a span that is worth its tokens; the whole ends too late more often than not."""
    own = slice(first, last + 1)
    length = np.arange(last + 1 - first)
    paid = start[own, None] + end[own] - TOKEN_COST * (length - length[:, None])
    paid[np.tril_indices(len(length), -1)] = -np.inf
    shorter = np.unravel_index(np.argmax(paid), paid.shape)
    return first + int(shorter[0]), first + int(shorter[1])


def _merged(one: Reading, other: Reading) -> Reading:
    sentences = tuple(
        replace(max(a, b, key=lambda s: s.answer), inside=max(a.inside, b.inside))
        for a, b in zip(one.sentences, other.sentences, strict=True)
    )
    return Reading(max(one.relevance, other.relevance), sentences)
