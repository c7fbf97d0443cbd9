"""A sentence that says what the articles do not tell: whether what was read tells it after all.

What is not told is read as a question beside each line (`qa.entailment.questions` has how). The
whole sentence has to say so: what else it claims would not be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.entailment import EntailmentModel
from qa.entailment.questions import as_claim
from qa.text.facts import Facts
from qa.text.verb_forms import base_form
from qa.text.word_classes import is_verb, may_be_verb
from qa.verification.grounds import Line
from qa.verification.verdict import Verdict

UNSEEN = "whether something is not told cannot be seen from what was read"
TOLD = "what was read may tell it"
TOLD_FROM = 0.6
"""Probability that a line answers from which something counts as told: lower, and more that is true
is doubted (docs/lab/checker.md)."""
_SOURCE = (
    r"(?:articles?|reports?|excerpts?|interviews?|evidence|sentences|sources|texts?|passages?)"
)
_THE = (
    r"(?:(?:neither|none|all|both|any) of )?(?:the|these|this|any|both) "
    r"(?:(?:given|provided|available|cited|numbered|two|three|four) )?"
)
_OF_WHEN = (
    r"(?: (?:shown|above|here|given|provided|cited|read|available"
    r"|(?:up to|of|from|on) \d[^,;]{0,20}?))?"
)
_NOT = r"(?:do|does)(?: not|n[’']t)"
_SAY = (
    r"(?:say|tell|give|name|mention|explain|state|report|specify|describe|reveal|disclose|list|"
    r"indicate|make clear|contain|provide|include)"
)
_SAID = r"(?:told|given|named|mentioned|stated|said|specified|explained|reported|disclosed)"
_ASKS = (
    r"(?:(?:in|by|to|from|for|at|on|with|of|under) )?"
    r"(?:who|whom|whose|what|which|when|where|why|how|whether)\b"
)
_ABSENCES = [
    re.compile(rf"(?:(?:however|but|also|yet),? )?(?:{pattern})", re.IGNORECASE)
    for pattern in (
        rf"{_THE}{_SOURCE}{_OF_WHEN} (?:{_NOT} {_SAY}|(?:says?|tells?|gives?) nothing)\b"
        r"(?: of| about| on)? (?P<matter>.+)",
        rf"{_THE}{_SOURCE}{_OF_WHEN} (?:gives?|names?|mentions?) "
        r"(?P<matter>(?:no|neither of)\b(?!.*\b(?:is|are|was|were)\b).+)",
        rf"(?:neither|no|none of the|neither of the) {_SOURCE}{_OF_WHEN} (?:says?|tells?|gives?|"
        r"names?|mentions?|states?|explains?)(?: of| about)? (?P<matter>.+)",
        r"nothing is (?:said|told|reported|stated) (?:of|about|on) (?P<matter>.+)",
        rf"it is not {_SAID} (?P<matter>{_ASKS}.+)",
        r"no mention is made of (?P<matter>.+)",
        rf"(?P<matter>{_ASKS}.+?),? (?:is|are) not {_SAID}",
        rf"(?P<matter>{_ASKS}.+?),? cannot be (?:learned|seen|told) from {_THE}{_SOURCE}",
        rf"(?P<matter>.+?),? (?:is|are) not {_SAID} (?:anywhere )?(?:in|by|from) {_THE}{_SOURCE}",
        rf"(?P<matter>no .+?) (?:is|are) {_SAID} (?:in|by|from) {_THE}{_SOURCE}",
    )
]
"""That the articles do not say something: they are its subject, or it is not said in them."""
_SAYS_MORE = re.compile(
    r";|[.!?]\s|,\s+(?:and|but|so|though|although|while|whereas|yet|nor|as|only|who|whose|which|where)\b"
    r"|\b(?:because|since|as (?:he|it|she|they))\b"
)
_YES_OR_NO = re.compile(r"(?:whether|if|that)\b", re.IGNORECASE)
_NONE = re.compile(r"(?:no|neither of|any)\b\s*", re.IGNORECASE)
_NOT_SAID = re.compile(
    rf"\b(?:do|does|did)(?: not|n[’']t) {_SAY}\b|\b(?:is|are|was|were|been) not {_SAID}\b"
    r"|\b(?:no mention|never mention|never name|fail(?:s|ed)? to|declined? to|omits?)",
    re.IGNORECASE,
)


def is_absence(claim: str) -> bool:
    """Whether a sentence says that the articles do not tell something, and nothing else."""
    return bool(_matter(claim))


def speaks_of_absence(text: str) -> bool:
    """Whether an article's words say themselves that something was not said."""
    return _NOT_SAID.search(text) is not None


def judged(
    claim: str,
    lines: Sequence[Line],
    cites: tuple[int, ...],
    question: str,
    network: EntailmentModel,
) -> Verdict:
    """The verdict on a sentence that says that something is not told: verified where none of all
    lines that were shown is likely to tell it. What it takes for granted has to stand in them or in
    the question."""
    matter = _matter(claim)
    known = Facts.of(*(f"{one.dated} {one.heading}" for one in lines), question)
    if Facts.of(matter).missing(known):
        return Verdict("not_verified", 0.0, cites, UNSEEN)
    read = network.predict(as_claim(matter), [one.heading for one in lines], _in_context(lines))
    is_decided_by_a_no = _YES_OR_NO.match(matter) is not None
    told = [one.supported + is_decided_by_a_no * one.contradicted for one in read]
    likeliest = max(range(len(told)), key=told.__getitem__)
    if told[likeliest] < TOLD_FROM:
        return Verdict("verified", round(1 - told[likeliest], 3), cites, is_absence=True)
    return Verdict("not_verified", 0.0, (lines[likeliest].number,), TOLD)


def _matter(claim: str) -> str:
    """What is said not to be told: "who pays for the ferry"; empty where nothing is."""
    claim = claim.strip().rstrip(".!")
    found = next(filter(None, (pattern.fullmatch(claim) for pattern in _ABSENCES)), None)
    if found is None or _SAYS_MORE.search(claim) or _says_more(found["matter"]):
        return ""
    matter = found["matter"].strip(" ,:")
    none = _NONE.match(matter)
    return matter[none.end() :] if none else matter


def _says_more(matter: str) -> bool:
    """Whether "and" leads to a clause of its own: "who paid and the mayor resigned"."""
    _, joined, more = matter.partition(" and ")
    if not joined or re.match(_ASKS, more, re.IGNORECASE):
        return False
    words = re.findall(r"[a-z]+", more)
    acts = (word for word in words if word.endswith("s") and may_be_verb(word[:-1]))
    return any(is_verb(word) or base_form(word) != word for word in words) or any(acts)


def _in_context(lines: Sequence[Line]) -> list[str]:
    """Each line with the one before it in its article."""
    read = []
    for place, one in enumerate(lines):
        last = lines[place - 1] if place else None
        shown = last.text if last and last.article == one.article else ""
        read.append(f"{one.before or shown} {one.dated}".strip())
    return read
