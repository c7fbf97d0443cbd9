"""Whether a line tells what a picture shows: "People light a fire in Tehran on September 21"."""

from __future__ import annotations

import re
from datetime import date

from qa.text.dates import days_in
from qa.text.lexicon import MONTH_OR_SHORT
from qa.text.verb_forms import base_form

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_ENDS_WITH_DAY = re.compile(
    rf"(?<!since )(?<!until )(?<!from )(?<!by )(?<!as of )\b{MONTH_OR_SHORT}\b\.?\s+\d{{1,4}}"
    r"(?:,?\s+\d{4})?\W*$"
)
_NOT_NOW = frozenset(
    [
        *("was", "were", "had", "did", "has", "have", "been", "will", "would", "could", "should"),
        *("said", "hit", "cut", "put", "set", "cost", "quit", "shut", "spread", "read", "let"),
        "beat",
    ]
)
"""Of a verb in the past, or one that may be: "The union quit talks on May 14"."""
_NO_VERB = re.compile(
    r"(?:bed|red|shed|sled|seed|feed|need|weed|reed|speed|breed|creed|indeed|hundred|sacred|left|lay"
    r"|does|goes)|[A-Z]\w*ed",
)
"""What looks like a past, and is none: "left" of a picture, "People lay flowers", "United"."""
_BE = frozenset(["is", "are", "being"])


def is_caption(text: str, published: date | None) -> bool:
    """Whether a sentence is in the present and ends with a day that was over by then, or a
    month, which hardly any but captions do.

    Args:
        published: When its article appeared; without it no day can be told to be over.
    """
    if published is None or not _ENDS_WITH_DAY.search(text) or _is_past(text):
        return False
    days = days_in(text, published, with_years=True)
    if not days or re.search(r"\w", text[days[-1].end :]):
        return False
    last = days[-1].last
    return last is not None and last <= published


def _is_past(text: str) -> bool:
    """Whether a verb of a sentence is in the past or to come: no participle behind "are"."""
    words = [word for word in _WORD.findall(text) if not _NO_VERB.fullmatch(word)]
    return any(
        word in _NOT_NOW or ((word.endswith("ed") or base_form(word) != word) and before not in _BE)
        for before, word in zip(["", *words], map(str.lower, words), strict=False)
    )
