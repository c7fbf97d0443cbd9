"""Whether a text says of a claim's verb that it happened: "did not catch fire" and "was asked to
resign" have the verb and do not say it."""

from __future__ import annotations

import re
from enum import Enum, auto

from qa.entailment.antonyms import Terms
from qa.text.lexicon import FUNCTION_WORDS
from qa.text.verb_forms import base_form
from qa.text.word_classes import is_verb, may_be_verb

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_NOUN = re.compile(r"(?:ment|ion|ance|ence|or|er)s?$")
"""Ends a noun that has a verb's stem: "endorsement"; but "did not mention"."""
_MODALS = r"will|would|shall|may|might|could|can|should|must"
_BEFORE_VERB = re.compile(rf"(?:\b(?:to|not|do|does|did|{_MODALS})|n['’]t)\s+$", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"[,;:—–.!?]\s|\b(?:but|while|whereas|although|though|that|who|which|before|after|until|when|"
    r"because|as|if)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not(?! only)|never|no longer|cannot|(?:fail|refus|declin)(?:s|es|ed)? to|\w+n['’]t)\b",
    re.IGNORECASE,
)
"""What denies the verb behind it."""
_NONE = re.compile(
    r"\b(?:no(?! (?:longer|doubt|fewer|less|more|later|earlier|sooner) )|none|nobody|neither|nor|"
    r"without)\b(?P<between>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OTHER_SUBJECT = re.compile(r"\b(?:(?i:the|an?|its|his|her|their|this|these)|[A-Z]\w*)\b")
"""Between "no" and a verb: the verb has a subject of its own ("with no gear the jet landed")."""
_COMES_ABOUT = re.compile(
    r"\b(?:(?<!to have )had|has|have|force[sd]?|beg[aiu]ns?|start(?:s|ed)?|continue[sd]?|"
    r"manage[sd]?|went on|able|chose|ordered|compelled|helped?)\s+to\s+$",
    re.IGNORECASE,
)
"""Before an infinitive that did come about: "was forced to resign"."""
_INFINITIVE = re.compile(r"\bto\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_MODAL = re.compile(rf"\b(?:{_MODALS}|let['’]?s?)\s+(?:\w+\s+)?$", re.IGNORECASE)
_REACH = 60
"""Characters before a verb in which what denies it is looked for."""


class Assertion(Enum):
    """What a text says of a claim's verb."""

    ABSENT = auto()
    """It is not there, or the claim has none: other words may say it."""
    ASSERTED = auto()
    DENIED = auto()
    OPEN = auto()
    """It is there only as what was wanted, asked, planned or possible."""


def assertion_of(claim: str, text: str, terms: Terms) -> Assertion:
    """What a sentence says of the verb of a claim, wherever it stands there."""
    verb = _verb_of(claim)
    stem = set(terms(base_form(verb))) if verb else set()
    if not stem:
        return Assertion.ABSENT
    found = [
        _said_at(text, word.start())
        for word in _WORD.finditer(text)
        if (word[0].islower() or word.start() == 0)
        and not _is_noun(text, word)
        and stem <= set(terms(base_form(word[0].lower())))
    ]
    order = (Assertion.ASSERTED, Assertion.DENIED, Assertion.OPEN)
    return next((one for one in order if one in found), Assertion.ABSENT)


def _verb_of(claim: str) -> str:
    """Its first word that is a verb, else its first that may be one; empty where none is."""
    words = [word for word in _WORD.findall(claim) if word.islower()]
    words = [word for word in words if word not in FUNCTION_WORDS]
    sure = (word for word in words if is_verb(word) or is_verb(base_form(word)))
    return next(sure, next((word for word in words if may_be_verb(word)), ""))


def _is_noun(text: str, word: re.Match[str]) -> bool:
    if not _NOUN.search(word[0]) or is_verb(word[0].lower()):
        return False
    return not _BEFORE_VERB.search(text, max(0, word.start() - 12), word.start())


def _said_at(text: str, start: int) -> Assertion:
    before = _CLAUSE_END.split(text[max(0, start - _REACH) : start])[-1]
    none = _NONE.search(before)
    if _NOT.search(before) or (none and not _OTHER_SUBJECT.search(none["between"])):
        return Assertion.DENIED
    if _MODAL.search(before):
        return Assertion.OPEN
    if _INFINITIVE.search(before) and not _COMES_ABOUT.search(before):
        return Assertion.OPEN
    return Assertion.ASSERTED
