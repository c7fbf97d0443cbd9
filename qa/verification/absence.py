"""A sentence that says what the articles do not tell: whether what was read tells it after all.

What is not told is read as a question beside each line (`qa.entailment.questions` has how).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.entailment import EntailmentModel
from qa.entailment.questions import as_claim
from qa.verification.grounds import Line
from qa.verification.verdict import Verdict

UNSEEN = "whether something is not told cannot be seen from what was read"
TOLD = "what was read may tell it"
TOLD_FROM = 0.6
"""Probability that a line answers from which something counts as told: lower, and more that is true
is doubted (docs/lab/checker.md)."""
_SOURCE = (
    r"(?:articles?|reports?|excerpts?|interviews?|evidence|sentences?|sources?|texts?|passages?)\b"
)
_THESE = r"(?:(?:any|either|each|all|both|none)\s+(?:of\s+)?)?(?:the|these|this)?\s*"
_FEW = r"(?:\s+[\w’'-]+){0,5}?"
_SAY = (
    r"(?:say|tell|give|name|mention|explain|state|report|specify|describe|reveal|disclose|identify|"
    r"indicate|list|make clear)"
)
_SAID = (
    r"(?:told|given|named|mentioned|stated|explained|reported|said|specified|described|revealed|"
    r"disclosed)"
)
_ASKS = (
    r"(?:(?:in|by|to|from|for|at|on|with|of|under) )?"
    r"(?:who|whom|whose|what|which|when|where|why|how|whether)\b"
)
_ABSENCES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_SOURCE}{_FEW}\s+(?:do|does|did)(?: not|n[’']t) {_SAY}\b(?: of| about)?"
        r"(?P<matter>.*)",
        rf"\b{_SOURCE}{_FEW}\s+(?:says?|tells?|gives?|said|told|gave) nothing\b"
        r"(?: of| about| on)?(?P<matter>.*)",
        rf"\b{_SOURCE}{_FEW}\s+(?:gives?|names?|mentions?|tells?|states?) "
        r"(?P<matter>(?:no|neither)\b.*)",
        r"^nothing (?:is|was) (?:said|told|reported|stated) (?:of|about|on) (?P<matter>.*)",
        rf"^it (?:is|was) not {_SAID} (?P<matter>{_ASKS}.*)",
        r"^no mention (?:is|was) made of (?P<matter>.*)",
        rf"^(?P<matter>{_ASKS}[^,;]*?) (?:(?:is|are|was|were) not {_SAID}|"
        rf"cannot be (?:learned|seen|told) from {_THESE}{_SOURCE})",
        rf"^(?P<matter>.*?),? (?:is|are|was|were) not {_SAID}{_FEW}\s+(?:in|by|from)\s+"
        rf"{_THESE}(?:[\w-]+\s+)?{_SOURCE}",
        r"\b(?P<matter>no (?:reason|figure|name|date|number|details?)\b[^,;]*?)"
        rf" (?:is|are|was|were) {_SAID}{_FEW}\s+(?:in|by|from)\s+"
        rf"{_THESE}(?:[\w-]+\s+)?{_SOURCE}",
        rf"^(?:according to|in)\s+{_THESE}{_SOURCE},?\s.*\b(?:not|no|nothing)\b.*\b{_SAID}",
    )
]
"""That the articles do not say something: they are its subject, or it is not said in them."""
_YES_OR_NO = re.compile(r"^(?:whether|if|that)\b", re.IGNORECASE)
_NONE = re.compile(r"^(?:no|neither of|any)\b\s*", re.IGNORECASE)


def is_absence(claim: str) -> bool:
    """Whether a sentence says that something is not told."""
    return any(pattern.search(claim) for pattern in _ABSENCES)


def judged(
    claim: str, lines: Sequence[Line], cites: tuple[int, ...], network: EntailmentModel
) -> Verdict:
    """The verdict on a sentence that says that something is not told: verified, with what it cites,
    where none of all lines that were shown is likely to tell it."""
    matter = _matter(claim)
    if not matter:
        return Verdict("not_verified", 0.0, cites, UNSEEN)
    read = network.predict(as_claim(matter), [one.heading for one in lines], _in_context(lines))
    is_decided_by_a_no = _YES_OR_NO.match(matter) is not None
    told = [one.supported + is_decided_by_a_no * one.contradicted for one in read]
    likeliest = max(range(len(told)), key=told.__getitem__)
    if told[likeliest] < TOLD_FROM:
        return Verdict("verified", round(1 - told[likeliest], 3), cites)
    return Verdict("not_verified", 0.0, (lines[likeliest].number,), TOLD)


def _matter(claim: str) -> str:
    """What is said not to be told: "who pays for the ferry"; empty where that cannot be seen."""
    found = next(filter(None, (pattern.search(claim) for pattern in _ABSENCES)), None)
    matter = (found.groupdict().get("matter") or "") if found else ""
    return _NONE.sub("", matter.strip(" .,;:!"))


def _in_context(lines: Sequence[Line]) -> list[str]:
    """Each line with the one before it in its article."""
    read = []
    for place, one in enumerate(lines):
        last = lines[place - 1] if place else None
        shown = last.text if last and last.article == one.article else ""
        read.append(f"{one.before or shown} {one.dated}".strip())
    return read
