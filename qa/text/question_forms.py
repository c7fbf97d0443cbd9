"""What a question asks for, by its form: yes or no, what somebody said or did, what is so now."""

from __future__ import annotations

import re

from qa.text.lexicon import AUXILIARY

_SAID_OR_DONE = re.compile(
    r"^\W*what (?:did|do|does|has|have|had)\b.*\b(?:say|said|do|done|happen|think|thought|argue|"
    r"claim|announce|warn|suggest|call for|ask for)\b",
    re.IGNORECASE | re.DOTALL,
)
_YES_OR_NO = re.compile(rf"\W*(?:and |but |so )?{AUXILIARY}\b", re.IGNORECASE)

_OF_NOW = re.compile(
    r"^\W*(?:and |but |so )?(?:who\s+\w+[^s\W]s\b|"  # "who leads"
    r"(?:(?:who|what|when|where|why|how|(?:which|whose|what|how)(?:\W+\w+){1,4}?)\b)??\s*"
    r"(?:\b(?:is|are|am|isn|aren|will|can|does|do|doesn|don|has|have|hasn|haven)\b|['’](?:s|re)\b))",
    re.IGNORECASE,
)
_OF_THEN = re.compile(
    r"\b(?:was|wasn|were|weren|did|didn|had|used to|happened|ago|yesterday|originally|formerly|"
    r"at first|back then|(?:1[0-9]|20)[0-9]{2})\b",
    re.IGNORECASE,
)
IS_IT_TRUE = re.compile(
    r"^\W*(?:is|was)(?:n['’]t)? it (?:true|right|correct|so),?(?: that)?\s+(?!to\b|for\b|of\b)",
    re.IGNORECASE,
)
"""What a statement is asked with."""


def asks_yes_or_no(text: str) -> bool:
    """Whether a question asks for yes or no, which no part of a sentence answers."""
    return bool(_YES_OR_NO.match(text))


def asks_of_now(text: str) -> bool:
    """Whether a question is in the present or future, and names nothing of the past."""
    return bool(_OF_NOW.match(text)) and not _OF_THEN.search(text)


def asks_what_was_said(text: str) -> bool:
    """Whether a question asks what somebody said or did, which a name or two words do not tell."""
    return bool(_SAID_OR_DONE.match(text))
