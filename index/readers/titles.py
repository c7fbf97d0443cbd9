"""A title for a text that comes without one, and how long a title is at most."""

from __future__ import annotations

from index.sentences import sentence_spans

MAX_TITLE = 300
"""Characters of a title."""

_LOOKED_AT = 2_000


def first_sentence(text: str) -> str:
    """The first sentence of a stored text on one line, cut at a word if it is long."""
    start, end = next(iter(sentence_spans(text[:_LOOKED_AT])), (0, 0))
    return cut(" ".join(text[start:end].split()))


def cut(line: str) -> str:
    """A line of at most `MAX_TITLE` characters: what is longer ends at a word."""
    if len(line) <= MAX_TITLE:
        return line
    return (line[:MAX_TITLE].rpartition(" ")[0] or line[: MAX_TITLE - 1]) + "…"
