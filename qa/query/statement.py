"""Statements that ask: "The bridge had other trouble, no?", "I heard that nine died?"."""

from __future__ import annotations

import re

from qa.text.lexicon import AUXILIARY, FUNCTION_WORDS, QUESTION_WORD, TELLING

_SUBJECT = r"(?:i|you|he|she|it|they|we|there|that|this)"
_TAG = re.compile(
    r"(?:[\s,;–—]+(?:(?:is|was) that (?:right|true|so|correct)"
    r"|(?:am i |is it )?(?:still )?(?:right|true|correct)"
    rf"|{AUXILIARY}(?:n['’]t)? {_SUBJECT}(?: not)?|or (?:is|was|did|does|has|have) {_SUBJECT})"
    r"|[,;–—]+\s*(?:no|yes|yeah|eh|huh|innit|or))\s*[?!.\s]*$",
    re.IGNORECASE,
)
_LACKS_ITS_END = re.compile(rf"(?:['’](?:s|re|m)|\b{AUXILIARY}|\bbe)$", re.IGNORECASE)
_BELIEVED = re.compile(
    r"^(?:(?:but|so|and|hm+|oh)[\s,]+)?(?:i|we)(?:['’]ve| have| had)? (?:just |also )?"
    r"(?:thought|heard|read|saw|hear|think|was told|were told)\s+(?:somewhere\s+)?(?:that\s+)?"
    r"(?!about\b|of\b|so\b|not\b)",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^(?:(?:and|but|so|well|ok|okay|oh|hm+|then)[\s,]+)+", re.IGNORECASE)
_ASKS = re.compile(rf"(?:^|[.?!;:]\s+)(?:{QUESTION_WORD}|{AUXILIARY}|{TELLING})\b", re.IGNORECASE)
_STATES = re.compile(
    rf"^(?!.*\b(?:{QUESTION_WORD}|that|if|whether)\b)(?:[\w’'-]+\s+){{1,5}}?{AUXILIARY}\s+\w.*\?\W*$",
    re.IGNORECASE,
)
"""A subject with a verb behind it, and a question mark."""
_LEAST_WORDS = 2


def as_question(text: str) -> str:
    """A statement as a question for whether it is true, where it has a tag behind it, what the
    person heard before it, or a question mark; anything else as it is."""
    told = _OPENING.sub("", text)
    if _ASKS.match(told):
        return text
    told, tags = _TAG.subn("", told)
    believed = _BELIEVED.match(told)
    told = told[believed.end() :] if believed else told
    is_asked = bool(tags) or (text.rstrip().endswith("?") and (believed or _STATES.match(told)))
    told = _OPENING.sub("", told).rstrip("?!., ")
    if not is_asked or len(told.split()) < _LEAST_WORDS or _LACKS_ITS_END.search(told):
        return text
    if _ASKS.search(told) or "?" in told:
        return text
    first = told.split()[0]
    if first.lower() in FUNCTION_WORDS and first != "I":
        told = told[0].lower() + told[1:]
    return f"Is it true that {told}?"
