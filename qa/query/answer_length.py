"""How long an answer is wanted: "in two sentences", "a one-line summary"."""

from __future__ import annotations

import re

_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNT = rf"(?P<count>an?|(?:single|couple of|few)|{'|'.join(_COUNTS)}|\d{{1,2}})"
_UNIT = r"(?:short |brief |quick |simple |single )?(?:sentence|line|bullet(?: point)?)"
_LENGTHS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf",? *\b(?:in|into|within|using|with) (?:just |only |about |at most |no more than |max )*"
        rf"(?:a )?{_COUNT} {_UNIT}s?\b(?! of\b)(?: (?:or less|at most|max(?:imum)?|only|please))*",
        rf"\b{_COUNT}[ -]{_UNIT}s? (?=summary|overview|recap|version|answer|explanation|timeline)",
    )
]
_SAYS_NOTHING = re.compile(r"(?:and|but|ok(?:ay)?|now|please|again|\W)*", re.IGNORECASE)
_SEVERAL = {"a": 1, "an": 1, "single": 1, "couple of": 2, "few": 3}


def without_length(question: str) -> tuple[str, int | None]:
    """The question without the words that say how long its answer is to be, and how many sentences
    they say; None where they say nothing."""
    for pattern in _LENGTHS:
        if found := pattern.search(question):
            count = found["count"].lower()
            most = _SEVERAL.get(count) or _of(count)
            rest = f"{question[: found.start()]}{question[found.end() :]}"
            rest = re.sub(r"^[\s,;:–-]+|\s+(?=[?.!,]|$)", "", rest)
            if most:
                return "Sum it up" if _SAYS_NOTHING.fullmatch(rest) else rest, most
    return question, None


def _of(count: str) -> int:
    return _COUNTS.index(count) + 1 if count in _COUNTS else int(count)
