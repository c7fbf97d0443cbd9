"""Citation markers in texts: ours, "[3]", and what in an article looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from index.days import long_day

_MARK_LIKE = re.compile(r"\[\s*(\d+)\s*\]")


MARKS = re.compile(
    r"\s*[\[【]\s*(?:(?:sentence|passage|source)s?\b|[#^])?\s*"
    r"(\d{1,3}(?:(?:\s*(?:[,;&–-]|and\b))+\s*#?\d{1,3})*)\s*[\]】]",
    re.IGNORECASE,
)
"""Numbers in brackets, of the sentences that it says it has used."""
_STOPLESS = re.compile(r"(?<![.!?;:,…\]”’\"')])\[\](?!(?:\[\])*[.,;:!?])")
"""The place of such a number, `[]`, with no stop on either side."""


def without_citations(text: str) -> str:
    """A model's or an answer's text without citation marks."""
    return MARKS.sub("", text)


def spoken(text: str) -> str:
    """The same, where a quotation that is no sentence, such as a headline, gets a full stop, so
    that it does not run into what follows."""
    return _STOPLESS.sub(".", MARKS.sub("[]", text)).replace("[]", "")


def unmarked(text: str) -> str:
    """An article's words without what would be taken for a marker of ours: "(3)" for "[3]"."""
    return _MARK_LIKE.sub(r"(\1)", text)


def as_sentence(quote: str) -> str:
    """An article's words as a sentence of an answer: on one line, without marks like ours."""
    return unmarked(" ".join(quote.split()))


def with_markers(sentences: Iterable[tuple[str, Sequence[int]]]) -> str:
    """Sentences as one text, each followed by the markers of its citations."""
    return " ".join(f"{text} {''.join(f'[{n}]' for n in numbers)}" for text, numbers in sentences)


def by_day(sentences: Iterable[tuple[str, Sequence[int], date | None]]) -> str:
    """Sentences as `with_markers` has them, each day of articles in a paragraph that opens with
    it; sentences of one day follow each other."""
    paragraphs = []
    for day, own in groupby(sentences, key=lambda one: one[2]):
        paragraph = with_markers((text, numbers) for text, numbers, _ in own)
        paragraphs.append(f"{long_day(day)}: {paragraph}" if day else paragraph)
    return "\n\n".join(paragraphs)
