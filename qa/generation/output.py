"""What a language model writes around its answer and is not part of it: marks, labels, thoughts."""

from __future__ import annotations

import re

from qa.text.markers import MARKS, without_citations
from qa.text.wording import capitalised

_THING = (
    r"(?:sentence|passage|quotation|excerpt|evidence|source|text|context|information|document)s?"
)
_NUMBERS = r"(?:\s+(?:numbered\s+)?\[?\d+\]?(?:(?:,|\s+and)\s+\[?\d+\]?)*)"
_OURS = r"(?:sentence|passage|quotation|excerpt|text|context)s?"
"""Things that no article speaks of as a source; "according to documents" is told by one."""
_OF_PASSAGES = re.compile(
    rf"^(?:according to|based on|as (?:stated|mentioned|noted|said) (?:in|by)|from|per)\s+"
    rf"(?:the\s+)?(?:(?:(?:numbered|given|provided|above)\s+)+{_THING}{_NUMBERS}?|"
    rf"{_THING}(?:\s+(?:given|provided|above)|{_NUMBERS})|{_OURS})"
    rf"(?:,\s*|\s+(?=it\b|there\b|the\b))|"
    rf"^{_THING}{_NUMBERS}\s+(?:says?|states?|mentions?|notes?)\s+(?:that\s+)?",
    re.IGNORECASE,
)
"""At the beginning: "According to passage 3, …", "Sentence 2 says that …"."""
_ASIDE = re.compile(
    rf"\s*\((?:see\s+|from\s+|source:\s*)?{_THING}{_NUMBERS}\)|"
    rf",?\s+(?:as\s+(?:stated|mentioned|noted)\s+in|according\s+to)\s+(?:the\s+)?"
    rf"(?:{_THING}{_NUMBERS}|(?:provided|given|numbered)\s+{_THING})(?=[.,]|$)",
    re.IGNORECASE,
)
"""Elsewhere: "(sentence 2)", ", as stated in passage 3"."""
_LABEL = re.compile(
    r"^(?:(?:[-*•]|\d{1,2}[.)])\s+)?"
    r"(?:(?:\*\*)?(?:final )?(?:answer|a)(?:\*\*)?\s*:(?:\*\*)?\s*)?",
    re.I,
)
MOST_IN_A_ROW = 12
"""Lines that one mark may name as a range."""
_STRONG = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_THOUGHT = re.compile(
    r"<(think|thinking|thought|reasoning)>.*?(?:</\1>|\Z)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(
    r"</?(?:think|thinking|thought|reasoning|answer)>|<\|[a-z_]{2,20}\|>", re.IGNORECASE
)
_BEGUN_TAG = re.compile(r"<[/|]?[a-z_|]{0,20}\Z", re.IGNORECASE)
_SPACED = re.compile(r"(?<=\b[A-Z])\. (?=[A-Z]\.)")
"""The blank in "U. S.", as small models write it."""


def spoken(said: str) -> str:
    """What is meant for the reader of all that was written so far: without thoughts, which may
    not have ended yet, and tags."""
    said = _TAG.sub("", _THOUGHT.sub("", said))
    return _SPACED.sub(".", _BEGUN_TAG.sub("", said))


def plain(sentence: str) -> str:
    """A sentence on one line, without marks and labels, and without word of passages."""
    text = " ".join(without_citations(sentence).split())
    text = _STRONG.sub("", _LABEL.sub("", text))
    bare = _OF_PASSAGES.sub("", _ASIDE.sub("", text))
    return capitalised(bare) if bare != text else text


def cited_numbers(sentence: str) -> set[int]:
    """Places (from 0) that a model's marks name; "[3-6]" names four."""
    found: set[int] = set()
    for match in MARKS.finditer(sentence):
        found |= {int(number) for number in re.findall(r"\d+", match[1])}
        for first, last in re.findall(r"(\d+)\s*[-–]\s*#?(\d+)", match[1]):
            found |= set(range(int(first), min(int(last), int(first) + MOST_IN_A_ROW) + 1))
    return {number - 1 for number in found}
