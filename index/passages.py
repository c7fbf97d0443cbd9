"""From a stored text to the passages that are embedded and found."""

from __future__ import annotations

from index.sentences import Span, sentence_spans

SPLITTER = "sentences-1"
"""Name of this way of splitting; part of what a store remembers of its making."""


def passage_spans(text: str, characters: int, overlap: int) -> list[Span]:
    """Passages of whole sentences, in order, with offsets into `text`.

    A passage takes sentences while it stays within `characters`; the next one
    opens with the last `overlap` sentences of the one before, where they leave
    room for a new one. A single longer sentence is a passage of its own.
    """
    sentences = sentence_spans(text)
    spans: list[Span] = []
    first = 0
    while first < len(sentences):
        last = first + 1
        start = sentences[first][0]
        while last < len(sentences) and sentences[last][1] - start <= characters:
            last += 1
        spans.append((start, sentences[last - 1][1]))
        if last == len(sentences):
            break
        first = _overlapping_start(sentences, first, last, characters, overlap)
    return spans


def _overlapping_start(
    sentences: list[Span], first: int, last: int, characters: int, overlap: int
) -> int:
    """Where the next passage starts: up to `overlap` sentences back, if it then gains one."""
    for start in range(max(first + 1, last - overlap), last):
        if sentences[last][1] - sentences[start][0] <= characters:
            return start
    return last
