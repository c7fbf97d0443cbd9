"""Where in an article the words stand that were looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.lexical import stems
from index.sentences import sentence_spans

_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class TextHit:
    """A sentence of an article that holds what was looked for, and its place in the text."""

    quote: str
    span: tuple[int, int]


def find_hit(text: str, typed: str) -> TextHit | None:
    """The sentence with most of the words of `typed`, the first of several; None without any."""
    stemmed = set(stems(typed))
    begun = [re.compile(rf"\b{word}", re.IGNORECASE) for word in re.findall(r"\w+", typed)]

    def held(span: tuple[int, int]) -> int:
        as_indexed = len(stemmed.intersection(stems(text[slice(*span)])))
        return max(as_indexed, sum(bool(word.search(text, *span)) for word in begun))

    line = max((found.span() for found in _LINE.finditer(text)), key=held, default=(0, 0))
    if not held(line):
        return None
    sentences = sentence_spans(text[line[0] : line[1]])
    start, end = max(((line[0] + first, line[0] + last) for first, last in sentences), key=held)
    return TextHit(text[start:end], (start, end))
