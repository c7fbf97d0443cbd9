"""Turns a question and its answer into a claim: "Who led it?", "Ida Berg" to "Ida Berg led it."

By patterns, without a parser, so a verb may keep its infinitive ("the army march in 1812").
"""

from __future__ import annotations

import re

from qa.text.lexicon import MONTH

_AUXILIARY = (
    *("is", "are", "was", "were", "has", "have", "had", "can", "could", "will", "would", "should"),
    *("may", "might", "must"),
)
_DO = ("do", "does", "did")
_AUX = re.compile(rf"\b(?P<aux>{'|'.join((*_AUXILIARY, *_DO))})\b", re.IGNORECASE)
_WHO = re.compile(r"^(?:who|what|which one)\b\s*(?P<rest>.+)$", re.IGNORECASE)
_WHICH = re.compile(r"^(?:what|which)\s+(?P<kind>.+)$", re.IGNORECASE)
_HOW_MANY = re.compile(r"^how (?:many|much)\s+(?P<kind>.*)$", re.IGNORECASE)
_PLACED = re.compile(
    r"^(?P<lead>(?:in|at|on|from|to|by|for|with|during|of)\s+)?"
    r"(?P<word>when|where|whom|what|which|who)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_BARE = re.compile(rf"^(?:\d|{MONTH})")
_HAS_PREPOSITION = re.compile(r"^(?:in|at|on|from|near|after|before|during|by|since|until)\b", re.I)


def statement(question: str, answer: str) -> str | None:
    """The claim that `answer` is the answer to `question`; None for other forms of question."""
    asked = " ".join(question.split()).rstrip("? ")
    said = answer.strip().rstrip(".")
    claim = _for_subject(asked, said) or _for_count(asked, said) or _for_adjunct(asked, said)
    return f"{claim[:1].upper()}{claim[1:]}." if claim and said else None


def _for_subject(asked: str, said: str) -> str | None:
    """The claim of a question for its subject: who, what or which did or is something."""
    match = _WHO.match(asked)
    if not match:
        return None
    rest = match["rest"]
    first = rest.split(" ", 1)[0].lower()
    if (
        first in _AUXILIARY
        or first.endswith("ed")
        or (asked[:3].lower() == "who" and first not in _DO)
    ):
        return f"{said} {rest}"
    found = _AUX.search(rest)  # "what company made", "which team was"
    if found and found["aux"].lower() in _AUXILIARY and match[0][:4].lower() in ("what", "whic"):
        return f"{said} {rest[found.start() :]}"
    return None


def _for_count(asked: str, said: str) -> str | None:
    """The claim of a question with "how many" or "how much"."""
    match = _HOW_MANY.match(asked)
    found = match and _AUX.search(match["kind"])
    if not match or not found:
        return None
    kind, rest = match["kind"][: found.start()].strip(), match["kind"][found.end() :].strip()
    counted = said if kind.lower() in said.lower() else f"{said} {kind}"
    if found["aux"].lower() in _DO:
        return f"{rest} {counted}"
    return f"{counted} {found['aux']} {rest}"


def _for_adjunct(asked: str, said: str) -> str | None:
    """The claim of a question for time, place or object: when, where, whom, what."""
    match = _PLACED.match(asked)
    found = match and _AUX.search(match["rest"])
    if not match or not found:
        return None
    rest = match["rest"][found.end() :].strip()
    aux = "" if found["aux"].lower() in _DO else f" ({found['aux'].lower()})"
    if not rest:
        return None
    return f"{rest}{aux} {_placed(match, said)}"


def _placed(match: re.Match[str], said: str) -> str:
    """The answer with the preposition of the question, or one that fits."""
    if match["lead"]:
        return f"{match['lead'].lower()}{said}" if not _HAS_PREPOSITION.match(said) else said
    word = match["word"].lower()
    if word in ("when", "where") and not _HAS_PREPOSITION.match(said):
        return f"in {said}" if _BARE.match(said) or word == "where" else said
    return said
