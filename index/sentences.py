"""Where sentences begin and end in a stored text.

sentencex knows English abbreviations, quotes and numbers; what is added here is
what a news page brings along: paragraphs, headlines, list items, lines that are
only wrapped, what is written beside pictures, and hours of the day before a weekday.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from sentencex import get_sentence_boundaries

from index.words import MONTHS, WEEKDAYS

Span = tuple[int, int]
"""Start and end in characters of the stored text, end excluded."""

MAX_SENTENCE = 900
"""Characters; a "sentence" beyond this has no marks to end it and is cut at a blank."""

_PARAGRAPH = re.compile(r"\n\n")
_LIST_MARK = re.compile(r"[-*•–—·▪‣]|\(?(?:\d{1,3}|[a-zA-Z])[.)]")
_LIST_ITEM = re.compile(_LIST_MARK.pattern.join(("(?:", r")\s+\S")))
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
"""Ends a line for good: a colon or semicolon does, too, though it ends no sentence."""
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*(?:\s?\[\d{1,3}\]|[*†‡])*$")
_HOUR = re.compile(r"\b[ap]\.m\.\s*$")
_ADDRESS = re.compile(
    r"(?:^|[\s(\"“])(?:Ms|Messrs|Mmes|Mx|Fr|Adm|Brig|Cmdr|Det|Insp|Supt|Cllr|Amb|Pres|Gens?|Sens|Reps|Govs)\.$"
)
"""Abbreviations before a name that sentencex takes for an end."""
_BEFORE_NUMBER = re.compile(
    r"(?:^|[\s(\"“])(?:[Aa]mdts?|Apts?|[Aa]pprox|Arts|Bks?|[Cc]hs?|Chaps?|[Ee]ps?|[Ee]qs?|[Ee]st"
    r"|Exs?|Figs|[Pp]aras?|Props?|[Pp]ts|Regs|Rms?|[Rr]tes?|Scheds?|Secs|Sects?|Stes?|[Tt]els?"
    r"|[Vv]ols?)\.$"
)
"""The same of abbreviations before a number: "Prop. 22", "vol. 2". What is also a word stands here
only with its capital: "a prop. 22 people came"."""
_WHOLE_MAY = re.compile(r"\b(?:in|last|this|next|early|late) May\.(?=\s\d)")
"""An end that sentencex takes for a month cut short, before its day."""
_PARTY_AND_STATE = re.compile(r"\b[DIR][-–‑][A-Z]\.$")
_REST_OF_STATE = re.compile(r"[A-Z][a-z]?\b")
"""The two parts of a party and a state that sentencex takes apart: "R-S." and "C."."""
_AFTER_HOUR = re.compile(
    rf"(?:[A-Z]{{2,4}}|Eastern|Pacific|local|{'|'.join((*WEEKDAYS, *MONTHS))})\b"
)
_NAME = r"[A-Z](?:\.|[\w'’-]*)"
AGENCY = (
    r"(?:AFP|Alamy|Anadolu(?: Agency)?+|AP|Bloomberg|CNN|EPA|Getty(?: Images)?+|NASA|PA|Reuters"
    r"|Shutterstock|USA TODAY(?: Sports)?+|USGS|Xinhua|Zuma(?: Press)?+)"
)
CREDIT = re.compile(
    rf"(?<!\S){_NAME}(?: {_NAME}){{0,4}}/(?:{_NAME}(?: {_NAME}){{0,7}}/){{0,7}}{AGENCY}"
    r"(?=\s+[A-Z0-9\"“'‘]|$)"
)
"""Who took a picture, and for whom, before what it shows: "Ada Venn/Getty Images A man waves"."""
GALLERY = re.compile(
    r"(?<!\S)(?:(?:Hide Caption )?\d{1,3} of \d{1,3} Photos:?"
    r"|JUST WATCHED\b[^\n]{0,200}?\bReplay\b(?: More Videos)?(?: ?\.\.\.)?"
    r"|Video Ad Feedback\b)"
)
"""What a page writes beside its pictures and videos: "Hide Caption 5 of 16 Photos:". A video's
title has at most 200 characters."""
_TAIL = 24
"""Characters at the end of a sentence that say whether it goes on; a list mark has fewer."""
_PIECE = 10_000
"""Characters that sentencex is given at once: its time may grow with their square."""
_KEPT, _KEPT_LENGTH = 512, 5_000
"""So many texts of at most so many characters are not split again: a question's passages are asked
for their sentences at every stage."""
_WRAPPED_WIDTH = (40, 120)
"""Characters a line has when a text is merely wrapped."""


def ends_as_sentence(text: str) -> bool:
    """Whether a line has a sentence's mark at its end; headlines and items of a list have none."""
    return bool(_ENDS_SENTENCE.search(text))


def sentence_spans(text: str) -> list[Span]:
    """The sentences of a stored text in order, without the blanks around them.

    Together they cover every character but white space. A headline, a list item
    and a paragraph end always end a sentence.
    """
    return list(_kept(text) if len(text) <= _KEPT_LENGTH else _split(text))


def _split(text: str) -> list[Span]:
    spans: list[Span] = []
    for start, end in _blocks(text):
        for sentence in _sentences_of_block(text, start, end):
            for first, last in _cut_within(text, *sentence):
                spans.extend(_cut_overlong(text, first, last))
    return spans


_kept = lru_cache(_KEPT)(_split)


def _blocks(text: str) -> list[Span]:
    """Paragraphs, cut further where a line break is more than wrapping."""
    blocks: list[Span] = []
    start = 0
    for mark in [*(m.span() for m in _PARAGRAPH.finditer(text)), (len(text), len(text))]:
        blocks.extend(_lines(text, start, mark[0]))
        start = mark[1]
    return blocks


def _lines(text: str, start: int, end: int) -> list[Span]:
    lines = text[start:end].split("\n")
    width = max(map(len, lines))
    blocks: list[Span] = []
    begin = position = start
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        position += len(line)
        if following is None or not _is_wrapped(line, following, width):
            blocks.append((begin, position))
            begin = position + 1
        position += 1
    return blocks


def _is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether the break after `line` only wraps a sentence that goes on in `following`."""
    if _ENDS.search(line) or _LIST_ITEM.match(following):
        return False
    narrow, wide = _WRAPPED_WIDTH
    return following[:1].islower() or (narrow <= width <= wide and len(line) >= 0.6 * width)


def _sentences_of_block(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    for begin, stop in _pieces(text, start, end):
        for mark in get_sentence_boundaries("en", text[begin:stop]):
            first, last = _strip(text, begin + mark["start_index"], begin + mark["end_index"])
            if first >= last:  # nothing but blanks
                continue
            if spans and _goes_on(text, spans[-1], first):
                spans[-1] = (spans[-1][0], last)
            else:
                spans.append((first, last))
    return spans


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """The block, in pieces that end behind a full stop, or else at a blank, if it is long."""
    pieces: list[Span] = []
    while end - start > _PIECE:
        window = start + _PIECE // 2, start + _PIECE
        cut = max(text.rfind(". ", *window), text.rfind("\n", *window)) + 1
        cut = cut or text.rfind(" ", *window) + 1 or window[1]
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, end)]


def _goes_on(text: str, span: Span, after: int) -> bool:
    """Whether a span is no sentence yet: a list mark, "Ms.", "R-S." before the "C.", "Prop." before
    the number or an hour before the day that stands at `after`."""
    before = text[max(span[0], span[1] - _TAIL) : span[1]]
    if _LIST_MARK.fullmatch(before) or _ADDRESS.search(before):
        return True
    is_state = _PARTY_AND_STATE.search(before) and _REST_OF_STATE.match(text, after)
    if span[1] == after and is_state:
        return True
    if text[after].isdecimal() and _BEFORE_NUMBER.search(before):
        return True
    return bool(_HOUR.search(before) and _AFTER_HOUR.match(text, after))


def _strip(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def _cut_within(text: str, start: int, end: int) -> list[Span]:
    """What sentencex takes for one sentence, cut around credits and the like, and behind a whole
    month."""
    cuts = [start, end, *(month.end() for month in _WHOLE_MAY.finditer(text, start, end))]
    for kind in (CREDIT, GALLERY):
        for found in kind.finditer(text, start, end):
            cuts += found.span()
    parts = (_strip(text, *part) for part in pairwise(sorted(cuts)))
    return [(first, last) for first, last in parts if first < last]


def _cut_overlong(text: str, start: int, end: int) -> list[Span]:
    pieces: list[Span] = []
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = start + MAX_SENTENCE if cut < 0 else cut
        pieces.append(_strip(text, start, cut))
        start = cut + text[cut].isspace()
    return [*pieces, (start, end)]
