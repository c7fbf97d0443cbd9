"""What the reader's numbers say of a passage: whether it answers, where, in which sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.sentences import Span
from qa.cross_encoder.layout import WINDOW_TOKENS, Window
from qa.types import PassageReading, SentenceReading

SPAN_TOKENS = 20
"""Longest short answer."""
TOKEN_COST = 0.1
"""What each token of a short answer must add to its logit."""
MOST_LEAD = 8.0
"""What an answer leads by where nothing else in its sentence may be one."""

_LENGTHS = np.arange(WINDOW_TOKENS) - np.arange(WINDOW_TOKENS)[:, None]
_SPANS = (_LENGTHS >= 0) & (_LENGTHS < SPAN_TOKENS)
"""Whether a span may start at one token of a passage and end at another."""

Logits = NDArray[np.float32]


def decode(
    windows: Sequence[Window],
    relevance: Sequence[float],
    tokens: Sequence[Logits],
    sentences: Sequence[Sequence[Span]],
) -> list[PassageReading]:
    """One reading a passage; of what stands in several windows the likelier counts.

    `relevance` (windows,) and `tokens`, for each window (at least its tokens, 3), are the
    network's; `sentences` are those of each passage. Each passage must have a window.
    """
    readings: dict[int, PassageReading] = {}
    for window, relevant, own in zip(windows, relevance, tokens, strict=True):
        read = PassageReading(float(relevant), _read(window, own, sentences[window.passage]))
        known = readings.get(window.passage)
        readings[window.passage] = _merged(known, read) if known else read
    return [readings[number] for number in range(len(sentences))]


def _read(window: Window, own: Logits, sentences: Sequence[Span]) -> tuple[SentenceReading, ...]:
    body = own[window.first : window.first + len(window.places)]
    if not len(body):
        return tuple(map(SentenceReading, sentences))
    nothing = float(own[0, 0] + own[0, 1])
    start, end = body[:, 0], body[:, 1]
    best, more = _best_spans(start, end)
    starts = np.array([start for start, _ in window.places])
    read = []
    for span in sentences:
        low, high = np.searchsorted(starts, span)
        if low == high:
            read.append(SentenceReading(span))
            continue
        first = low + int(np.argmax(best[low:high]))
        score = float(best[first])
        first, last = _shortened(start, end, first, first + int(more[first]))
        before = _best_within(start[low:first], end[low:first])
        behind = float(np.max(best[last + 1 : high], initial=-np.inf))
        elsewhere = max(before, behind, score - MOST_LEAD)
        read.append(
            SentenceReading(
                span,
                inside=float(body[low:high, 2].mean()),
                answer=score - nothing,
                short=(window.places[first][0], window.places[last][1]),
                lead=score - elsewhere,
            )
        )
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


def _best_within(start: Logits, end: Logits) -> float:
    """The best sum of a span that ends among these tokens, too; minus infinity without any."""
    sums = start[:, None] + end
    return float(np.max(sums, where=_SPANS[: len(start), : len(end)], initial=-np.inf))


def _shortened(start: Logits, end: Logits, first: int, last: int) -> tuple[int, int]:
    """The part of a span that is worth its tokens; the whole ends too late more often than not."""
    own = slice(first, last + 1)
    length = np.arange(last + 1 - first)
    paid = start[own, None] + end[own] - TOKEN_COST * (length - length[:, None])
    paid[np.tril_indices(len(length), -1)] = -np.inf
    shorter = np.unravel_index(np.argmax(paid), paid.shape)
    return first + int(shorter[0]), first + int(shorter[1])


def _merged(one: PassageReading, other: PassageReading) -> PassageReading:
    sentences = tuple(
        replace(max(a, b, key=lambda s: s.answer), inside=max(a.inside, b.inside))
        for a, b in zip(one.sentences, other.sentences, strict=True)
    )
    return PassageReading(max(one.relevance, other.relevance), sentences)
