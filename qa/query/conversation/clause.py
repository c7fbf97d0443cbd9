"""A question taken apart: what it asks, the auxiliary, and what it tells.

"How many people / died in the flood?", "When / will / the tram open?".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.query.conversation.contractions import uncontracted
from qa.query.conversation.phrases import noun_phrases, words_of
from qa.text.lexicon import AUXILIARY, PREPOSITION, PRONOUN, QUESTION_WORD
from qa.text.word_classes import is_verb, may_be_verb

INTERJECTION = (
    rf"(?:oh|oops|wait)(?=\s*[,.!:]|\s+(?:and|but|so|no|i|{QUESTION_WORD}|{AUXILIARY})\b)"
)
"""Not "wait times", nor a name such as "Oh Sung-min"."""
_OPENING = re.compile(
    rf"^\W*(?:(?:and|but|so|or|then|{INTERJECTION}|ok(?:ay)?|well|no|not that|thanks?|thank you"
    r"|i meant?(?: to ask)?|i want(?:ed)? to know|rather|sorry|actually)\b[\s,.!:]*)+",
    re.IGNORECASE,
)
_MEANT = re.compile(r"[\s,]+i mean(?:t)?\W*$|[\s,]+(?:rather|instead)\W*$", re.IGNORECASE)
"""Ends a correction: "sorry, president i meant"."""
_ASKING = re.compile(rf"(?:{PREPOSITION}\s+)?{QUESTION_WORD}\b", re.IGNORECASE)
_BEFORE_VERB = re.compile(
    rf"^(?:(?:{AUXILIARY}|{PRONOUN}|been|any(?:body|one|thing)|some(?:body|one|thing))\s+)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A question, taken apart."""

    asks: str
    """"How much", "In which city"; empty where yes or no is asked."""
    auxiliary: str
    """Empty where what is asked is the subject: "Who won?"."""
    rest: str
    """The subject, where it is not what is asked, and all behind it."""


def clause_of(question: str) -> Clause | None:
    """A question's parts; None where it has not the form of one."""
    text = uncontracted(without_opening(question).rstrip(" ?!"))
    words = words_of(text)
    if not words:
        return None
    if re.fullmatch(AUXILIARY, words[0].lower):
        return Clause("", words[0].lower, text[words[0].end :].strip())
    if not _ASKING.match(text):
        return None
    first = 1 + bool(re.fullmatch(PREPOSITION, words[0].lower))
    for word, behind in zip(words[first:], [*words[first + 1 :], None], strict=False):
        if re.fullmatch(AUXILIARY, word.lower):
            rest = text[word.end :].strip()
            if behind is None or _opens_with_phrase(rest):
                return Clause(text[: word.start].strip(), word.text, rest)
            return Clause(text[: word.start].strip(), "", text[word.start :])
        if word.text.islower() and (is_verb(word.lower) or word.lower in ("say", "says", "said")):
            return Clause(text[: word.start].strip(), "", text[word.start :])
    return None


def _opens_with_phrase(text: str) -> bool:
    return any(phrase.start == 0 for phrase in noun_phrases(text)) or bool(
        re.match(
            r"(?:it|he|she|they|you|we|i|there|that|this|any(?:one|body|thing)|some\w+|"
            r"no(?:body| one))\b",
            text,
            re.I,
        )
    )


def without_opening(text: str) -> str:
    """The text without "and", "no," and the like before it."""
    bare = _OPENING.sub("", text).strip()
    if bare != text.strip():
        bare = _MEANT.sub("", bare)
    return bare or text


def end_of_subject(clause: Clause) -> int:
    """Where the subject behind the auxiliary ends; 0 where none is found."""
    lead = f"{clause.auxiliary} "  # behind "did" a verb is no part of the subject
    for phrase in noun_phrases(lead + clause.rest):
        if phrase.start == len(lead):
            return phrase.end - len(lead)
    return 0


def asks_who_did(question: str) -> bool:
    """Whether a question asks who did something: "Who shot him?", not "Who was shot?"."""
    clause = clause_of(question)
    if clause is None or clause.auxiliary or clause.asks.lower() != "who":
        return False
    return not re.match(rf"{AUXILIARY}\b", clause.rest, re.IGNORECASE)


def what_was_done(question: str) -> str:
    """What a question tells that somebody does, or that happens to them: "crowned in May" of "Who
    was crowned in May?"; empty where it only asks what somebody or something is."""
    clause = clause_of(question)
    if clause is None:
        return ""
    rest = clause.rest
    if clause.auxiliary and (end := end_of_subject(clause)):
        rest = rest[end:].strip()
    rest = _BEFORE_VERB.sub("", rest)
    words = words_of(rest)
    return rest if words and may_be_verb(words[0].lower) else ""


def what_happened(question: str) -> str:
    """What a question takes to have happened: "the speaker removed" of "Why was the speaker
    removed?", "people died in the flood" of "How many people died in the flood?"; empty where
    it tells of nothing, or asks who or what did it."""
    clause = clause_of(question)
    if clause is None or not what_was_done(question):
        return ""
    if clause.auxiliary:
        return clause.rest
    asks = r"^(?:whose|who|which|what|how (?:many|much))\b(?:\s+of\b)?\s*"
    subject = re.sub(asks, "", clause.asks, flags=re.IGNORECASE)
    return f"{subject} {clause.rest}" if subject else ""


def opens_with_question_word(fragment: str) -> bool:
    """Whether a fragment asks with a question word: "Why?", "In what time?"."""
    return bool(_ASKING.match(fragment))
