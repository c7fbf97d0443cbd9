"""Statements that ask: "The bridge had other trouble, no?", "I heard that nine died?"."""

from __future__ import annotations

import re

from qa.text.lexicon import AUXILIARY, FUNCTION_WORDS, QUESTION_WORD, TELLING

_SUBJECT = r"(?:i|you|he|she|it|they|we|there|that|this)"
_TAG = re.compile(
    r"(?:[\s,;–—]+(?:(?:is|was|isn['’]t) (?:that|it|there) (?:right|true|so|correct|what happened)"
    r"|it is true|(?:am i |is (?:it|he|she) )?(?:still )?(?:right|true|correct)|(?:or )?am i wrong"
    r"|true or false|yes or no|if i(?:['’]m not mistaken| understand (?:correctly|it|this right))"
    rf"|{AUXILIARY}(?:n['’]t)? {_SUBJECT}(?: not)?|or (?:is|was|did|does|has|have) {_SUBJECT})"
    r"|[,;.–—]+\s*(?:no|yes|yeah|ya|eh|huh|innit|or|really|seriously"
    r"|is there truth in (?:that|it)))"
    r"\s*[?!.\s]*$",
    re.IGNORECASE,
)
_LACKS_ITS_END = re.compile(rf"(?:['’](?:s|re|m)|\b{AUXILIARY}|\bbe)$", re.IGNORECASE)
_BELIEVED = re.compile(
    r"^(?:(?:i|we)(?:['’]ve| have| had)? (?:just |also )?"
    r"(?:thought|heard|read|saw|hear|think|take it|seem to recall|was told|were told)"
    r"|(?:people|they|some) say"
    r"|(?:some(?:one|body)|(?:a|my) \w+) (?:told me|says?|said|thinks?|claims?)"
    r"|(?:so )?(?:that|this|it) means)\s+(?:somewhere\s+)?(?:that\s+)?(?!about\b|of\b|so\b|not\b)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:and|but|so|well|ok|okay|oh|hm+|then|wait(?: what)?|really|just checking"
    r"|true or false|please)[\s,:–-]+)+",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"(?:^|[.?!;:,]\s+)(?:{QUESTION_WORD}|{AUXILIARY}|{TELLING})\b", re.IGNORECASE)
_STATES = re.compile(
    rf"^(?!.*\b(?:{QUESTION_WORD}|that|if|whether)\b)"
    rf"(?:(?:[\w’'-]+\s+){{1,5}}?{AUXILIARY}\s+\w|(?:he|she|it|they|some(?:body|one)|every(?:body|one)"
    r"|nobody|no one)(?:['’](?:s|re|d|ve|ll))?\s+\w)",
    re.IGNORECASE,
)
"""A subject with a verb behind it."""
_LEAST_WORDS = 2


def as_question(text: str) -> str:
    """A statement as a question for whether it is true, where it has a tag behind it, what the
    person heard before it, or a question mark; anything else as it is."""
    told = _OPENING.sub("", text)
    is_tagged = "true or false" in text.lower()
    if _ASKS.match(told):
        return text
    told, tags = _TAG.subn("", told)
    believed = _BELIEVED.match(told)
    told = told[believed.end() :] if believed else told
    has_mark = text.rstrip().endswith("?")
    is_asked = is_tagged or bool(tags) or (has_mark and (believed or _STATES.match(told)))
    told = _OPENING.sub("", told).rstrip("?!., ")
    if not is_asked or len(told.split()) < _LEAST_WORDS or _LACKS_ITS_END.search(told):
        return text
    if _ASKS.search(told) or "?" in told:
        return text
    first = told.split()[0]
    if first.lower() in FUNCTION_WORDS and first != "I":
        told = told[0].lower() + told[1:]
    return f"Is it true that {told}?"
