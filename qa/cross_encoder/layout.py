"""Two texts as one input of a small network: a question and a passage, or a claim and a text.

    [CLS] question [SEP] heading [SEP] passage [SEP]

The heading is what the passage does not say itself: its article's title, source and day.
Training and use share this module, so that the reader sees the same in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index import Hit
from index.days import long_day
from index.models import MINILM

QUESTION_TOKENS = 96
"""A longer question is cut in the middle: what it opens and ends with says most."""
HEADING_TOKENS = 40
WINDOW_TOKENS = 384
"""Tokens of one input; what is longer is read in windows …"""
STRIDE_TOKENS = 64
"""… that share so many tokens of the passage."""
CLS, SEP = 101, 102
"""Marks of BERT's vocabulary."""


@dataclass(frozen=True, slots=True)
class Window:
    """One input of the network."""

    passage: int
    """Which of the passages given it is of."""
    ids: tuple[int, ...]
    first: int
    """How many tokens stand before those of the passage; segment 1 begins after the first [SEP]."""
    question_end: int
    places: tuple[tuple[int, int], ...]
    """For each token of the passage, its characters in the passage's text."""


def whole_tokenizer() -> Tokenizer:
    """The embedding model's tokenizer, which neither cuts nor pads."""
    tokenizer = Tokenizer.from_file(str(MINILM.directory() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def heading(title: str, source: str | None, day: date | None, text: str = "") -> str:
    """What stands before a passage; a title that the passage opens with is not said twice."""
    when = long_day(day) if day else ""
    title = "" if text.startswith(title.rstrip("…")[:60]) else title
    return ", ".join(part for part in (source or "", when, title[:160]) if part)


def heading_of(hit: Hit) -> str:
    """What stands before the passage of a hit."""
    return heading(hit.title, hit.source, hit.date, hit.text)


def windows(
    tokenizer: Tokenizer, question: str, headings: Sequence[str], texts: Sequence[str]
) -> list[Window]:
    """The inputs for one question and several passages, in order; `tokenizer` must not truncate."""
    asked = _cut(tokenizer.encode(question, add_special_tokens=False).ids)
    above = tokenizer.encode_batch(list(headings), add_special_tokens=False)
    bodies = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    made: list[Window] = []
    for number, (head, body) in enumerate(zip(above, bodies, strict=True)):
        opening = [CLS, *asked, SEP, *head.ids[:HEADING_TOKENS], SEP]
        room = WINDOW_TOKENS - len(opening) - 1
        start = 0
        while True:
            ids = body.ids[start : start + room]
            places = tuple(body.offsets[start : start + room])
            made.append(Window(number, (*opening, *ids, SEP), len(opening), len(asked) + 2, places))
            if start + room >= len(body.ids):
                break
            start += room - STRIDE_TOKENS
    return made


def _cut(ids: list[int]) -> list[int]:
    if len(ids) <= QUESTION_TOKENS:
        return ids
    half = QUESTION_TOKENS // 2
    return [*ids[:half], *ids[-half:]]


class NetworkInput(Protocol):
    """Tokens of two segments."""

    @property
    def ids(self) -> Sequence[int]:
        """The tokens."""
        ...

    @property
    def question_end(self) -> int:
        """How many of them stand before segment 1."""
        ...


def inputs_of(batch: Sequence[NetworkInput]) -> dict[str, NDArray[np.int64]]:
    """What the network is fed: ids, segments, mask, each (inputs, tokens)."""
    shape = (len(batch), max(len(one.ids) for one in batch))
    fed = {name: np.zeros(shape, dtype=np.int64) for name in ("ids", "segments", "mask")}
    for row, one in enumerate(batch):
        fed["ids"][row, : len(one.ids)] = one.ids
        fed["segments"][row, one.question_end : len(one.ids)] = 1
        fed["mask"][row, : len(one.ids)] = 1
    return fed
