"""A title for a text that comes without one."""

from __future__ import annotations

from index.sentences import sentence_spans

MAX_TITLE = 300
"""Characters of a title made from a sentence."""

_LOOKED_AT = 2_000


def first_sentence(text: str) -> str:
    """The first sentence of a stored text on one line, cut at a word if it is long."""
    start, end = next(iter(sentence_spans(text[:_LOOKED_AT])), (0, 0))
    sentence = " ".join(text[start:end].split())
    if len(sentence) <= MAX_TITLE:
        return sentence
    return (sentence[:MAX_TITLE].rpartition(" ")[0] or sentence[: MAX_TITLE - 1]) + "…"
