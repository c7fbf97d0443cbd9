"""What a question asks for, by its form: yes or no, or what somebody said or did."""

from __future__ import annotations

import re

from qa.text.lexicon import AUXILIARY

_SAID_OR_DONE = re.compile(
    r"^\W*what (?:did|do|does|has|have|had)\b.*\b(?:say|said|do|done|happen|think|thought|argue|"
    r"claim|announce|warn|suggest|call for|ask for)\b",
    re.IGNORECASE | re.DOTALL,
)
_YES_OR_NO = re.compile(rf"\W*(?:and |but |so )?{AUXILIARY}\b", re.IGNORECASE)


def asks_yes_or_no(text: str) -> bool:
    """Whether a question asks for yes or no, which no part of a sentence answers."""
    return bool(_YES_OR_NO.match(text))


def asks_what_was_said(text: str) -> bool:
    """Whether a question asks what somebody said or did, which a name or two words do not tell."""
    return bool(_SAID_OR_DONE.match(text))
