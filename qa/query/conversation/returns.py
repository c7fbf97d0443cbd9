"""Words that lead back to what was spoken of: "back to the ferry, when does it sail?"."""

from __future__ import annotations

import re
from typing import NamedTuple

from qa.text.lexicon import AUXILIARY, QUESTION_WORD, TELLING

_BEFORE = r"^\W*(?:[^.!?\n]{1,40}[.!]+\s+)?"
"""A word on the last answer: "Thanks!", "Oh dear."."""
_LEAD = (
    r"(?:(?:and|but|so|now|well|ok|okay|oh|no|sorry|right|alright|quickly|just|then|please|to|we|if"
    r"|let(?:['’]?s| me| us)|(?:can|could|may|shall) (?:i|we)|i(?:['’]d)? (?:like|want))\b[\s,]*)*+"
)
_BACK = r"(?:(?:(?:go|come|get|turn|circl|jump)(?:e|ing)?\s+)?back\s+to|return(?:ing)?\s+to)"
_BEHIND = r"(?:\s+(?:again|now|then|please|quickly|lol|for a (?:moment|minute|second|bit)))?"
_ASKS = rf"(?:{QUESTION_WORD}|{AUXILIARY}|{TELLING})\b"
_RANK = r"(?:(?<=(?-i:[A-Z])[a-z])|(?<=(?-i:[A-Z])[a-z][a-z]))\."
"""The stop of "Dr." and "Gen.", which ends no sentence."""
_TOPIC = rf"(?P<topic>(?:(?!\s{QUESTION_WORD}\b)(?:[^:,.?!;\n]|{_RANK})){{2,60}}?){_BEHIND}"
_RETURNS = re.compile(
    rf"{_BEFORE}{_LEAD}{_BACK}\s+{_TOPIC}"
    rf"(?:\s*[:,;]\s+|\s*(?!{_RANK})[.!?]\s+(?=(?:(?:and|but|so)\s+)?{_ASKS}|[^.?!]{{2,60}}\?\s*$)"
    rf"|\s+[-–—]+\s+|\s+(?={QUESTION_WORD}\b))"
    r"(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)


class Return(NamedTuple):
    """A question that is led back to something."""

    topic: str
    """What it is led back to, as it was said."""
    question: str
    """What is asked of it."""


def return_of(text: str) -> Return | None:
    """What a question is led back to; None where it is not."""
    found = _RETURNS.match(text)
    return Return(found["topic"].strip(), found["rest"]) if found else None
