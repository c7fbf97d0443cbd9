"""A question and an answer as a claim: "Who led it?" and "Ida Berg" as "Ida Berg led it."

Without a parser, so the verb may stand in its bare form ("the army march in 1812"): the claim
says what it says all the same.
"""

from __future__ import annotations

import re

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
_BARE = re.compile(r"^(?:\d|January|February|March|April|May|June|July|August|September|October|"
                   r"November|December)")  # fmt: skip
_HAS_PREPOSITION = re.compile(r"^(?:in|at|on|from|near|after|before|during|by|since|until)\b", re.I)


def statement(question: str, answer: str) -> str | None:
    """What is claimed by giving `answer` to `question`; None where the question is of no known
    form."""
    asked = " ".join(question.split()).rstrip("? ")
    said = answer.strip().rstrip(".")
    made = _of_subject(asked, said) or _of_count(asked, said) or _of_place(asked, said)
    return f"{made[:1].upper()}{made[1:]}." if made and said else None


def _of_subject(asked: str, said: str) -> str | None:
    """Where the answer is what does or is something."""
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


def _of_count(asked: str, said: str) -> str | None:
    match = _HOW_MANY.match(asked)
    found = match and _AUX.search(match["kind"])
    if not match or not found:
        return None
    kind, rest = match["kind"][: found.start()].strip(), match["kind"][found.end() :].strip()
    counted = said if kind.lower() in said.lower() else f"{said} {kind}"
    if found["aux"].lower() in _DO:
        return f"{rest} {counted}"
    return f"{counted} {found['aux']} {rest}"


def _of_place(asked: str, said: str) -> str | None:
    """Where the answer is when, where, whom or what something was done."""
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
    if match["lead"]:
        return f"{match['lead'].lower()}{said}" if not _HAS_PREPOSITION.match(said) else said
    word = match["word"].lower()
    if word in ("when", "where") and not _HAS_PREPOSITION.match(said):
        return f"in {said}" if _BARE.match(said) or word == "where" else said
    return said
