"""Statements that ask: "The bridge had other trouble, no?", "I heard that nine died?"."""

from __future__ import annotations

import re

from qa.text.lexicon import AUXILIARY, FUNCTION_WORDS, PREPOSITION, QUESTION_WORD, TELLING
from qa.text.word_classes import is_verb

_SUBJECT = r"(?:i|you|he|she|it|they|we|there|that|this)"
_TAG = re.compile(
    r"(?<![\s,;:.–—])(?P<pause>[\s,;:.–—]++)(?:(?:(?:but|and|or)\s+)?"
    r"(?:(?:is|was|isn['’]t) (?:that|it|there) (?:right|true|so|correct|what happened)"
    r"|it is true|(?:am i |is (?:it|he|she) )?(?:still )?(?:right|true|correct)|am i wrong"
    r"|true or false|yes or no|if i(?:['’]m not mistaken| understand (?:correctly|it|this right))"
    rf"|(?P<verb>{AUXILIARY}(?:n['’]t)? {_SUBJECT}(?: not)?))"
    r"|(?P<word>no|yes|yeah|ya|eh|huh|innit|or|really|seriously"
    r"|is there truth in (?:that|it)))\W*$",
    re.IGNORECASE,
)
_MARK = re.compile(r"[,;:.–—]")
_NEARBY = (
    r"(?:friend|colleague|neighbou?r|brother|sister|mother|father|mum|mom|dad|wife|husband|son"
    r"|daughter|boss|teacher)"
)
_BELIEVED = re.compile(
    r"^(?:(?:i|we)(?:['’]ve| have| had)? (?:just |also )?"
    r"(?:thought|heard|read|saw|hear|think|take it|seem to recall|was told|were told)"
    rf"|(?:people|they|some) say|(?:some(?:one|body)|(?:a|my) {_NEARBY})"
    r" (?:told me|says?|said|thinks?|claims?)"
    r"|(?:so )?(?:that|this|it) means)"
    r"\s+(?:somewhere\s+)?+(?:that\s+)?+(?!(?:about|of|so|not|by)\b)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:and|but|so)\s+"
    r"|(?:ok|okay|oh|wait(?: what)?|then)\s+(?=(?-i:[a-z]))"
    r"|(?:well|ok|okay|oh|hm+|then|wait(?: what)?|really|just checking|please)\s*[,:–]\s*"
    r"|true or false\s*:\s*)+",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"(?:^|[.?!;:,]\s+)(?:{QUESTION_WORD}|{AUXILIARY}|{TELLING})\b", re.IGNORECASE)
_ASKS_WITHIN = re.compile(rf"\b{QUESTION_WORD}\b", re.IGNORECASE)
_STATES = re.compile(
    rf"^(?!.*\b(?:{QUESTION_WORD}|that|if|whether)\b)"
    rf"(?:(?:[\w’'-]+\s+){{1,5}}?{AUXILIARY}\s+\w"
    r"|(?:he|she|it|they|some(?:body|one)|every(?:body|one)|nobody|no one)\s+\w)",
    re.IGNORECASE,
)
"""A subject with a verb behind it."""
_VERB_WITHIN = re.compile(rf"^(?:he|she|it|they|\w+body|\w+one) \w|\s{AUXILIARY}\s", re.IGNORECASE)
_CONTRACTED = re.compile(r"^(?:[\w-]+\s+){0,4}[\w-]+['’](?:s|re|ve|d|ll)\s+\w", re.IGNORECASE)
_LACKS_ITS_END = re.compile(
    rf"(?:['’](?:s|re|m)|\b(?:{AUXILIARY}|{PREPOSITION}|be|the|a|an|not|far|human|all))$",
    re.IGNORECASE,
)
_ASKS_OF_IT = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?(?!how was)(?P<asks>when|where|why|how)\s+"
    r"(?:was (?:that|this)|did (?:that|this|it) happen)\W*$",
    re.IGNORECASE,
)
_THERE_WAS = re.compile(r"there (?:was|were)\b", re.IGNORECASE)
_OF_ONESELF = re.compile(r"\b(?:i|me|my|mine|we|(?-i:us)|our)\b", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"[.!?]\s+\S")
_LEAST_WORDS = 2
_KEEPS_CAPITAL = frozenset(["I", "May", "Will", "Us"])


def as_question(text: str) -> str:
    """A statement as a question for whether it is true, where it has a tag behind it; or a question
    mark, and before it what the person heard or behind its subject a verb. Anything else as it is.
    """
    told = _OPENING.sub("", text)
    if _ASKS.match(told) or _SENTENCE_ENDS.search(told):
        return text
    tag = _TAG.search(told)
    has_pause = bool(tag and _MARK.search(tag["pause"]))
    if tag and tag["word"] and not has_pause:
        tag = None
    told = told[: tag.start()] if tag else told
    believed = _BELIEVED.match(told)
    told = _OPENING.sub("", told[believed.end() :] if believed else told).rstrip("?!.,: ")
    is_asked = tag or text.startswith(("True or false", "true or false"))
    if not (is_asked or text.rstrip().endswith("?")) or not _is_statement(
        told, needs_verb=not (tag and tag["verb"])
    ):
        return text
    if tag and not has_pause and (_ASKS_WITHIN.search(told) or len(told.split()) < 3):
        return text  # "the vote when was it", "he turned right"
    if not (is_asked or believed or _STATES.match(told)):
        return text
    return f"Is it true that {_within_a_sentence(told)}?"


def asked_of_told(question: str, told: str) -> str:
    """A question for when, where, why or how it was, asked of what one heard or read and told in a
    sentence before it, made whole: "I heard they found a dog. Where was that?". Else empty.
    """
    asked, heard = _ASKS_OF_IT.match(question), _BELIEVED.match(told)
    if not asked or not (heard or _THERE_WAS.match(told)):
        return ""
    told = told[heard.end() :] if heard else told
    told = told.rstrip("?!.,:; ")
    if len(told.split()) < _LEAST_WORDS or _OF_ONESELF.search(told):
        return ""
    return f"{asked['asks'].capitalize()} was it that {_within_a_sentence(told)}?"


def _within_a_sentence(told: str) -> str:
    """A statement as it stands within a sentence, without the capital of "The"."""
    first = told.split()[0]
    is_small = first.lower() in FUNCTION_WORDS and first not in _KEEPS_CAPITAL
    if is_small and (len(first) == 1 or first[1:].islower()):
        return told[0].lower() + told[1:]
    return told


def _is_statement(told: str, *, needs_verb: bool) -> bool:
    """Whether it has a subject and a verb that is known, if it needs one, and asks nothing."""
    words = told.lower().split()
    if len(words) < _LEAST_WORDS or _LACKS_ITS_END.search(told) or _ASKS.search(told):
        return False
    has_verb = not needs_verb or any(is_verb(word.strip(",;")) for word in words[1:])
    return has_verb or bool(_VERB_WITHIN.search(told) or _CONTRACTED.match(told))
