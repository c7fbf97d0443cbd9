"""How long an answer is wanted: "in two sentences", "a one-line summary"."""

from __future__ import annotations

import re

from qa.text.numbers import SMALL_NUMBERS
from qa.text.unicode import without_lookalikes

_COUNTS = SMALL_NUMBERS[1:11]
_SEVERAL = {"a": 1, "an": 1, "single": 1, "couple of": 2, "few": 3}
_COUNT = rf"(?:a (?:single|couple of|few)|an?|{'|'.join(_COUNTS)}|\d{{1,2}})"
_HOW_MANY = rf"(?P<count>{_COUNT}(?:\s?(?:-|–|to|or)\s?{_COUNT})?)"
_ADJECTIVE = r"(?:(?:short|brief|quick|simple|single) )?"
_NOUN = r"(?:summary|overview|recap|version|answer|explanation|timeline)"
_LENGTH = (
    r"(?:in|into|within|under) (?:(?:just|only|about|at most|no more than|max) )*"
    rf"(?!an? line){_HOW_MANY} {_ADJECTIVE}(?:sentence|line|bullet(?: point)?)s?"
    rf"(?P<more> or {_COUNT})?"
    r"(?:,? (?:or (?:less|fewer|so)|at most|max(?:imum)?|tops|only|please))*"
)
_LENGTHS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*(?:(?:and|ok(?:ay)?|please),? )?{_LENGTH}(?:\s*[,:;–-]+\s*|\s+(?=\w))",
        rf",?\s*\b{_LENGTH}\s*(?=[?.!]|$)",
        rf",\s*{_LENGTH}\s*,",
    )
]
_OF_LENGTH = re.compile(
    rf"\b(?P<article>an? )?{_HOW_MANY}[- ]{_ADJECTIVE}(?:sentence|line|bullet)s?[- ]"
    rf"(?P<noun>{_NOUN})",
    re.IGNORECASE,
)
"""A summary of so many sentences."""
_SAYS_NOTHING = re.compile(r"(?:and|but|ok(?:ay)?|now|please|again|\W)*", re.IGNORECASE)


def without_length(question: str) -> tuple[str, int | None]:
    """The question without the words that say how long its answer is to be, and how many sentences
    they say; None where they say nothing."""
    if found := _OF_LENGTH.search(question):
        has_article = found["article"] or found["count"].lower().startswith("a ")
        article = ("an " if found["noun"][0] in "aeoAEO" else "a ") if has_article else ""
        rest = f"{question[: found.start()]}{article}{found['noun']}{question[found.end() :]}"
        return rest, _most(found["count"])
    for pattern in _LENGTHS:
        if found := pattern.search(question):
            rest = " ".join(f"{question[: found.start()]} {question[found.end() :]}".split())
            rest = re.sub(r"\s+(?=[?.!,]|$)", "", rest)
            most = _most(f"{found['count']}{found['more'] or ''}")
            return ("Sum it up" if _SAYS_NOTHING.fullmatch(rest) else rest), most
    return question, None


def _most(counts: str) -> int:
    """The greatest of some counts: "two or three"."""
    counts = without_lookalikes(counts).lower()
    words = re.findall(rf"{'|'.join(_COUNTS)}|\d+|single|couple of|few|\ban?\b", counts)
    return max(map(_of, words), default=1)  # "atoa" has none


def _of(count: str) -> int:
    if count in _SEVERAL:
        return _SEVERAL[count]
    return max(1, int(count)) if count.isdigit() else SMALL_NUMBERS.index(count)
